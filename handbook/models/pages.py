"""The living text: a Wagtail page tree in which sections nest. Readers never see it; they read frozen versions."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from handbook.blocks import SectionBody

BRIEF_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link"]


class HandbookPage(Page):
    """A handbook: its title, its public brief, and the sections below it."""

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    summary = models.TextField(_("summary"), blank=True, help_text=_("One or two sentences for the home page."))
    brief = RichTextField(
        _("the method in brief"),
        blank=True,
        features=BRIEF_FEATURES,
        help_text=_("Public. Tell which questions come up, without any text of a draft."),
    )

    template = "handbook/preview.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["handbook.SectionPage"]
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("brief"),
    ]
    promote_panels: ClassVar[list[Any]] = [MultiFieldPanel([FieldPanel("slug")], heading=_("Address"))]
    exclude_fields_in_copy: ClassVar[list[str]] = ["key"]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("summary"),
    ]

    class Meta:
        verbose_name = _("handbook")
        verbose_name_plural = _("handbooks")

    def with_content_json(self, content: dict[str, Any]) -> HandbookPage:
        """As Wagtail does it, but the key stays the page's own: a copied page's revisions carry its original's."""
        page = super().with_content_json(content)
        page.key = self.key
        return page

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        sections = SectionPage.objects.child_of(self).live() if self.pk else ()
        return {**super().get_context(request, *args, **kwargs), "sections": sections}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The living text is not served: readers go to the handbook's page with its versions."""
        return redirect("handbook", slug=self.slug)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        parts = super().get_url_parts(request)
        return parts and (
            parts[0],
            parts[1],
            reverse("handbook", kwargs={"slug": self.slug}),
        )


class SectionPage(Page):
    """A chapter, section or appendix of the living text."""

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    body = StreamField(SectionBody(), verbose_name=_("text"), blank=True)
    appendix = models.BooleanField(
        _("appendix"),
        default=False,
        help_text=_("Appendices stand at the end and are numbered A, B, C."),
    )
    preamble = models.BooleanField(
        _("preamble"),
        default=False,
        help_text=_("The text before the first chapter. It has number 0."),
    )

    template = "handbook/preview.html"
    parent_page_types: ClassVar[list[str]] = [
        "handbook.HandbookPage",
        "handbook.SectionPage",
    ]
    subpage_types: ClassVar[list[str]] = ["handbook.SectionPage"]
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("body")]
    promote_panels: ClassVar[list[Any]] = [FieldPanel("appendix"), FieldPanel("slug")]
    exclude_fields_in_copy: ClassVar[list[str]] = ["key"]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("body"),
    ]
    show_in_menus_default = False

    class Meta:
        verbose_name = _("section of the living text")
        verbose_name_plural = _("sections of the living text")

    def with_content_json(self, content: dict[str, Any]) -> SectionPage:
        """As for the handbook: one key, one section, whatever revision is restored."""
        page = super().with_content_json(content)
        page.key = self.key
        return page

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Not served either; the handbook's page knows which version this reader may see."""
        handbook = self.get_ancestors().type(HandbookPage).specific().last()
        return redirect("handbook", slug=handbook.slug if handbook else self.slug)
