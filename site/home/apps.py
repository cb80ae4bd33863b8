"""Django's entry to this room."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from consultation.people.registry import excuse_texts
        from home.standing import ensure_site

        why = "the editors' own text, which they change themselves"
        excuse_texts("home.HomePage", "intro", "intro_en", why=why)
        excuse_texts("home.StandardPage", "body", "body_en", "title_en", why=why)
        post_migrate.connect(ensure_site, sender=self, dispatch_uid="home.ensure_site")
