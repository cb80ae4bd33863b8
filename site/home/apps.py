"""Django's entry to this room."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
