"""Django's entry to this slice."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "consultation.comments"

    def ready(self) -> None:
        from consultation.comments import notices, personal_data, work  # noqa: F401  (registers the jobs)

        notices.register_kinds()
        personal_data.register_places()
