"""Django's entry to this slice."""

from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "consultation.reading"
