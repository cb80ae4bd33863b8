"""Django's entry to this slice."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "consultation.delivery"
