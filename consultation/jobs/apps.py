"""Django's entry to this slice."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "consultation.jobs"
