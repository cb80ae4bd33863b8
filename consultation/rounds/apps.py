"""Django's entry to this slice."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "consultation.rounds"
