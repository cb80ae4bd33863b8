"""The document: living text, frozen versions, import and export. It knows no people, no rounds and no Celery."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class HandbookConfig(AppConfig):
    name = "handbook"
    verbose_name = _("Handbook")

    def ready(self) -> None:
        from handbook.freezing import install_triggers

        post_migrate.connect(install_triggers, sender=self)
