"""Makes the Celery application known to the web process, and the cache table known to every migration."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import pre_migrate


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import celery  # noqa: F401  (importing it makes it the current application)

        pre_migrate.connect(make_cache_table, sender=apps.get_app_config("contenttypes"))


def make_cache_table(*, using: str, **kwargs: Any) -> None:
    """Migrations and what runs after them make pages, and Wagtail clears cached addresses when one is made."""
    from django.core.management import call_command

    call_command("createcachetable", database=using, verbosity=0)
