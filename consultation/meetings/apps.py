"""Django's entry to this slice."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "consultation.meetings"

    def ready(self) -> None:
        from consultation.jobs import sweeps
        from consultation.meetings.actions import keep_up, remind_due
        from consultation.meetings.notices import register_kinds
        from consultation.meetings.parting import register_parting
        from consultation.meetings.personal_data import register_periods, register_places

        register_kinds()
        register_parting()
        register_places()
        register_periods()
        sweeps.register("meetings.keep-up", keep_up)
        sweeps.register("meetings.remind", remind_due)
