"""Django's entry to this slice."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "consultation.publishing"
