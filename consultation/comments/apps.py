"""Django's entry to this slice."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "consultation.comments"

    def ready(self) -> None:
        from consultation.comments.notices import register_kinds

        register_kinds()
