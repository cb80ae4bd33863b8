"""Django's entry to this slice."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "consultation.people"

    def ready(self) -> None:
        from consultation.people.actions.groups import ensure_groups_after_migrate

        post_migrate.connect(ensure_groups_after_migrate, sender=self)
