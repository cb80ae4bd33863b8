"""Django's entry to this slice."""

from django.apps import AppConfig


class ConferenceConfig(AppConfig):
    name = "consultation.conference"

    def ready(self) -> None:
        from consultation.conference.actions import end_offers, let_go_repeats, remind
        from consultation.conference.notices import register_kinds
        from consultation.conference.personal_data import register_periods, register_places
        from consultation.jobs import sweeps

        register_kinds()
        register_places()
        register_periods()
        sweeps.register("conference.end-offers", end_offers)
        sweeps.register("conference.let-go-repeats", let_go_repeats)
        sweeps.register("conference.remind", remind)
