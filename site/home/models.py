"""The home page and the standing pages, written by editors in Wagtail, in Dutch with English beside it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
INTRO_FEATURES = ["bold", "italic", "link"]


class Bilingual:
    """Gives the English text where the reader chose English and there is one, else the Dutch."""

    def in_language(self, field: str) -> str:
        english = getattr(self, f"{field}_en", "")
        return english if english and get_language() == "en" else getattr(self, field)


class HomePage(Bilingual, Page):
    """The front door; its lists of rounds and handbooks are put beside the editor's words."""

    intro = RichTextField(_("introduction"), blank=True, features=INTRO_FEATURES)
    intro_en = RichTextField(_("introduction in English"), blank=True, features=INTRO_FEATURES)

    template = "home/home.html"
    max_count = 1
    subpage_types: ClassVar[list[str]] = ["home.StandardPage", "handbook.HandbookPage", "newsletter.ArchivePage"]
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("intro"), FieldPanel("intro_en")]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.front_door import front_door

        return {
            **super().get_context(request, *args, **kwargs),
            "intro": self.in_language("intro"),
            **front_door(user=request.user),
        }


class StandardPage(Bilingual, Page):
    """A page with a title and a text: how it works, privacy, accessibility, and whatever editors add."""

    body = RichTextField(_("text"), blank=True, features=TEXT_FEATURES)
    title_en = models.CharField(_("title in English"), max_length=255, blank=True)
    body_en = RichTextField(_("text in English"), blank=True, features=TEXT_FEATURES)

    template = "home/standard_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("title_en"), FieldPanel("body_en")], heading=_("In English")),
    ]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from consultation.people.actions import PRIVACY_SLUG, generated_statement

        return {
            **super().get_context(request, *args, **kwargs),
            "title": self.in_language("title"),
            "body": self.in_language("body"),
            "statement": generated_statement() if self.slug == PRIVACY_SLUG else None,
        }
