"""Django's entry to this slice."""

from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "consultation.newsletter"

    def ready(self) -> None:
        from consultation.jobs import sweeps
        from consultation.newsletter import notices, personal_data
        from consultation.newsletter.actions import answer_requests, begin_due
        from consultation.newsletter.actions.sending import send_issue_job  # noqa: F401  (registers its job)

        notices.register_kinds()
        personal_data.register_places()
        personal_data.register_periods()
        sweeps.register("newsletter.answer", answer_requests)
        sweeps.register("newsletter.begin", begin_due)
