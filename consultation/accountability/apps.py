"""Django's entry to this slice."""

from django.apps import AppConfig


class AccountabilityConfig(AppConfig):
    name = "consultation.accountability"
