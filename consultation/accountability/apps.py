"""Django's entry to this slice."""

from django.apps import AppConfig


class AccountabilityConfig(AppConfig):
    name = "consultation.accountability"

    def ready(self) -> None:
        from consultation.accountability import notices, personal_data, quotations, work  # noqa: F401  (registers its jobs)
        from consultation.comments.actions import Quotations, register_quotations

        personal_data.register_places()
        personal_data.register_periods()
        notices.register_kinds()
        register_quotations("accountability", Quotations(quotations.texts_about, quotations.topics_about))
