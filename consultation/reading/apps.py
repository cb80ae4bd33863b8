"""Django's entry to this slice."""

from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "consultation.reading"

    def ready(self) -> None:
        from consultation.reading import work  # noqa: F401  (registers its jobs)
