"""Django's entry to this slice."""

from django.apps import AppConfig


class TryoutsConfig(AppConfig):
    name = "consultation.tryouts"

    def ready(self) -> None:
        from consultation.jobs import sweeps
        from consultation.tryouts.actions import announce_tryouts
        from consultation.tryouts.notices import register_kinds
        from consultation.tryouts.personal_data import register_periods, register_places

        register_kinds()
        sweeps.register("tryouts.announce", announce_tryouts)
        register_places()
        register_periods()
