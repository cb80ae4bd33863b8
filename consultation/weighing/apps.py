"""Django's entry to this slice."""

from django.apps import AppConfig


class WeighingConfig(AppConfig):
    name = "consultation.weighing"

    def ready(self) -> None:
        from consultation.weighing import notices, personal_data

        notices.register_kinds()
        personal_data.register_places()
