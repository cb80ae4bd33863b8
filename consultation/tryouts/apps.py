"""Django's entry to this slice."""

from django.apps import AppConfig


class TryoutsConfig(AppConfig):
    name = "consultation.tryouts"

    def ready(self) -> None:
        from consultation.tryouts.personal_data import register_periods, register_places

        register_places()
        register_periods()
