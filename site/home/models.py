"""The home page and the standing pages, written by editors in Wagtail."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class HomePage(Page):
    """The front door; its lists of rounds and handbooks are put beside the editor's words by the view."""

    intro = RichTextField(
        _("introduction"), blank=True, features=["bold", "italic", "link"]
    )

    template = "home/home.html"
    max_count = 1
    subpage_types: ClassVar[list[str]] = ["home.StandardPage", "handbook.HandbookPage"]
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.overview import front_door

        return {
            **super().get_context(request, *args, **kwargs),
            **front_door(request.user),
        }


class StandardPage(Page):
    """A page with a title and a text."""

    body = RichTextField(_("text"), blank=True, features=TEXT_FEATURES)

    template = "home/standard_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("body")]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")
