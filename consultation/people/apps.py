"""Django's entry to this slice."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "consultation.people"
