"""Django's entry to this slice."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "consultation.rounds"

    def ready(self) -> None:
        from consultation.jobs import sweeps
        from consultation.rounds.actions import announce_due, part_from_guests
        from consultation.rounds.notices import register_kinds
        from consultation.rounds.personal_data import register_named

        register_kinds()
        register_named()
        sweeps.register("rounds.announce", announce_due)
        sweeps.register("rounds.part-from-guests", part_from_guests)
