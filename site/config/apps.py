"""Makes the Celery application known to the web process, so that a nudge from a view finds its broker."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import celery  # noqa: F401  (importing it makes it the current application)
