"""Django's entry to this slice."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "consultation.publishing"

    def ready(self) -> None:
        from consultation.publishing import notices, work  # noqa: F401  (work registers its job)

        notices.register_kinds()
