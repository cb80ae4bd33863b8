"""The pages of the newsletter: the archive, and in it one page for each issue, written by editors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageQuerySet

from consultation.newsletter.blocks import IssueBody
from consultation.newsletter.letters import page_words, preview_letter

LONGEST_SUBJECT = 59
"""What a telephone shows."""
ISSUE_TEMPLATE = "consultation/newsletter/issue.html"


class ArchivePage(Page):
    """The folder in which the issues lie; readers see the list at /nieuwsbrief/archief/."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["newsletter.IssuePage"]

    class Meta:
        verbose_name = _("newsletter archive")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("newsletter-archive")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        parts = super().get_url_parts(request)
        return parts and (parts[0], parts[1], reverse("newsletter-archive"))


@dataclass(frozen=True, slots=True)
class Edition:
    """The words of an issue in one language."""

    language: str
    subject: str
    intro: str
    body: Any


class IssueQuerySet(PageQuerySet):
    def sent(self) -> Self:
        """Issues that readers may see: their sending has begun, and no editor took them off."""
        return self.live().filter(mailing__begun_at__isnull=False).select_related("mailing").order_by("-mailing__begun_at")


class IssuePage(Page):
    """One issue. What Wagtail publishes is what is sent; readers see it from the moment that sending begins."""

    subject = models.CharField(_("subject of the mail"), max_length=LONGEST_SUBJECT)
    intro = models.TextField(_("introduction"), max_length=600, blank=True)
    body = StreamField(IssueBody(), verbose_name=_("text"), blank=True)
    subject_en = models.CharField(_("subject in English"), max_length=LONGEST_SUBJECT, blank=True)
    intro_en = models.TextField(_("introduction in English"), max_length=600, blank=True)
    body_en = StreamField(IssueBody(), verbose_name=_("text in English"), blank=True)

    parent_page_types: ClassVar[list[str]] = ["newsletter.ArchivePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("subject"),
        FieldPanel("intro"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("subject_en"), FieldPanel("intro_en"), FieldPanel("body_en")],
            heading=_("In English"),
            help_text=_("Without an English subject and text everybody gets the Dutch one."),
        ),
    ]
    promote_panels: ClassVar[list[Any]] = [MultiFieldPanel([FieldPanel("slug")], heading=_("Address"))]

    objects = PageManager.from_queryset(IssueQuerySet)()

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")
        permissions = [("send_issue", "Can send a newsletter")]

    @property
    def topic(self) -> str:
        """What the mails of this issue have in common; the editors' list of sendings shows them under it."""
        return f"newsletter:{self.pk}"

    def edition(self, language: str) -> Edition:
        """The English words where they are complete and asked for, else the Dutch."""
        if language == "en" and self.subject_en and self.body_en:
            return Edition("en", self.subject_en, self.intro_en, self.body_en)
        return Edition(settings.LANGUAGE_CODE, self.subject, self.intro, self.body)

    @property
    def has_english(self) -> bool:
        return self.edition("en").language == "en"

    def sending(self) -> Any:
        """Its ``Mailing``, or None when none was ever planned."""
        return getattr(self, "mailing", None)

    @property
    def sent_at(self) -> datetime | None:
        return self.sending() and self.sending().begun_at

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("", _("On the web")), ("mail", _("As a mail")), ("mail-en", _("As a mail in English"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The page, or the mail as it would be written now, without anybody's name."""
        if not mode_name:
            return TemplateResponse(request, ISSUE_TEMPLATE, page_words(self.edition(request.LANGUAGE_CODE), until=None))
        language = "en" if mode_name == "mail-en" else settings.LANGUAGE_CODE
        return HttpResponse(preview_letter(self.edition(language), language=language).html)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("newsletter-issue", slug=self.slug)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        parts = super().get_url_parts(request)
        return parts and (parts[0], parts[1], reverse("newsletter-issue", kwargs={"slug": self.slug}))
