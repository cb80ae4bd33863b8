"""What the templates of an issue are given: the page, and the mail without what is a receiver's own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from consultation.delivery.actions import preview_mail
from consultation.newsletter.blocks import pieces_of

ISSUE = "newsletter.issue"


def page_words(edition: Any, *, until: datetime | None) -> dict[str, Any]:
    """For the page of an issue. ``until``: nothing that happened after it is told; None for a draft."""
    with override(edition.language):
        pieces = pieces_of(edition.body, until=until)
    return {"edition": edition, "pieces": pieces}


def mail_words(edition: Any, *, web_url: str, until: datetime | None) -> dict[str, Any]:
    """For the mail, all but the receiver's own words (``own_words``). ``web_url`` is empty before anybody may open it."""
    with override(edition.language):
        pieces = pieces_of(edition.body, until=until)
    return {"issue_subject": edition.subject, "intro": edition.intro, "pieces": pieces, "web_url": web_url}


def own_words(*, name: str, language: str, manage_url: str) -> dict[str, str]:
    """What differs from receiver to receiver; who gave no name is greeted as a reader."""
    with override(language):
        return {"greeting": name or _("reader"), "manage_url": manage_url}


def preview_letter(edition: Any, *, language: str) -> Any:
    """The mail as it would be written now, for who has no name; its links to unsubscribe lead nowhere."""
    words = own_words(name="", language=language, manage_url=nowhere("newsletter-manage"))
    context = {**mail_words(edition, web_url="", until=None), **words}
    return preview_mail(kind=ISSUE, language=edition.language, context=context, unsubscribe_at=nowhere("newsletter-unsubscribe"))


def nowhere(name: str) -> str:
    """An address of this kind that belongs to nobody, for previews and tests."""
    return settings.BASE_URL + reverse(name, args=["voorbeeld"])
