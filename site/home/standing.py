"""The pages that every installation has: made once from the texts that come with the product, then the editors' own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from wagtail.models import Page, Site

from consultation.newsletter.models import ArchivePage
from home.models import HomePage, StandardPage

TEXTS = Path(__file__).resolve().parent / "texts.json"


@transaction.atomic
def ensure_site(**kwargs: Any) -> None:
    """Make the home page, the site and the standing pages where they are missing; Wagtail's welcome page goes.

    Runs after every migrate and changes nothing that is there: what editors wrote stays.
    """
    home = HomePage.objects.first()
    texts: dict[str, Any] = json.loads(TEXTS.read_text(encoding="utf-8"))
    if home is None:
        root = Page.get_first_root_node()
        if root is None:
            return
        root.get_children().not_type(HomePage).delete()
        root = Page.objects.get(pk=root.pk)
        home = root.add_child(
            instance=HomePage(
                title=settings.SITE_NAME,
                slug="home",
                intro=_words(texts["home"]["nl"]["intro"]),
                intro_en=_words(texts["home"]["en"]["intro"]),
            )
        )
        Site.objects.all().delete()
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name=settings.SITE_NAME)
    pages = texts["pages"]
    there = set(StandardPage.objects.filter(slug__in=[page["slug"] for page in pages]).values_list("slug", flat=True))
    for page in pages:
        if page["slug"] not in there:
            home.add_child(
                instance=StandardPage(
                    slug=page["slug"],
                    title=page["nl"]["title"],
                    body=_words(page["nl"]["body"]),
                    title_en=page["en"]["title"],
                    body_en=_words(page["en"]["body"]),
                )
            )
    if _has_newsletter() and not ArchivePage.objects.exists():
        home.add_child(instance=ArchivePage(slug="nieuwsbrief", title=texts["newsletter"]["nl"]["title"]))


def _has_newsletter() -> bool:
    """Whether its table is there: a migrate that stopped half-way (one app, or backwards) has not all tables yet."""
    return ArchivePage._meta.db_table in connection.introspection.table_names()


def _words(text: str) -> str:
    """The text with the installation's own name in it."""
    return text.replace("{site}", settings.SITE_NAME)
