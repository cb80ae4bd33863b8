"""What an issue is made of once the editor's blocks are read: the same pieces for the page, the mail and its plain text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from handbook.models import HandbookPage, Status, Version

IMAGE_FILTER = "max-1072x1072"
"""Twice the width of a mail's column, for sharp screens."""
COLUMN = 536
"""The width of that column in pixels."""
_IMAGE_SALT = "consultation.newsletter.image"


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of news from a handbook; ``url`` is absolute."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One block. ``kind`` is text, heading, image, button or news, and says which of the other fields are filled."""

    kind: str
    text: str = ""
    html: SafeString | str = ""
    url: str = ""
    width: int = 0
    height: int = 0
    lines: tuple[Line, ...] = ()


def text_piece(source: str) -> Piece:
    """Running text: the editor's markup with absolute links, and the same words with the links written out."""
    html = expand_db_html(source).replace('href="/', f'href="{settings.BASE_URL}/')
    reader = _Reader()
    reader.feed(html)
    return Piece("text", text=reader.words(), html=mark_safe(html))  # noqa: S308  (an editor's text, cleaned by its feature list)


def image_piece(image: Any, alt: str) -> Piece:
    """An image at an address that needs no account; without an image, as in Wagtail's preview of the block, its description."""
    if image is None:
        return Piece("image", text=alt)
    rendition = image.get_rendition(IMAGE_FILTER)
    width = min(COLUMN, rendition.width)
    height = round(rendition.height * width / rendition.width)
    return Piece("image", text=alt, url=image_url(image.pk), width=width, height=height)


def news_piece(handbook: HandbookPage | None, *, since: Any, until: datetime | None) -> Piece:
    """The versions that a handbook's readers were asked about, or that were adopted, in a stretch of time.

    Only what is public: that there is a draft with this label, and until when one can react; no word of its text. What
    an issue told stays as it was: its archive tells nothing that came after the sending began.
    """
    if handbook is None:
        return Piece("news", text=_("News"))
    versions = Version.objects.of(handbook.key).filter(corrects=None, frozen_at__date__gte=since).with_status(why=False)
    if until is not None:
        versions = versions.filter(frozen_at__lte=until)
    url = settings.BASE_URL + reverse("handbook", kwargs={"slug": handbook.slug})
    lines = [
        Line(words, url)
        for version in versions.select_related("round").order_by("-ordinal")
        if version.current_status != Status.WITHDRAWN and (words := _news_of(version))
    ]
    return Piece("news", text=handbook.title, lines=tuple(lines))


def image_url(pk: int) -> str:
    """The absolute, signed address of an image in an issue: whoever reads the mail may see it, and no other image."""
    token = signing.Signer(salt=_IMAGE_SALT).sign(str(pk))
    return settings.BASE_URL + reverse("newsletter-image", kwargs={"token": token})


def read_image_token(token: str) -> int | None:
    """Which image this is, or None when we did not make the address."""
    try:
        return int(signing.Signer(salt=_IMAGE_SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def _news_of(version: Version) -> str:
    round = getattr(version, "round", None)
    if round is not None:
        closes_on = date_format(localtime(round.closes_at), "j F Y")
        return _("Draft %(label)s: remarks are welcome until %(date)s.") % {"label": version.label, "date": closes_on}
    if version.current_status == Status.ADOPTED:
        return _("Version %(label)s was adopted.") % {"label": version.label}
    return ""


class _Reader(HTMLParser):
    """Reads an editor's markup aloud: paragraphs, items with a dash, and the address behind each link."""

    def __init__(self) -> None:
        super().__init__()
        self._said: list[str] = []
        self._href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self._said.append("\n- ")
        elif tag == "br":
            self._said.append("\n")
        elif tag == "a":
            self._href = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "ul", "ol"}:
            self._said.append("\n\n")
        elif tag == "a" and self._href:
            self._said.append(f" ({self._href.removeprefix('mailto:')})")
            self._href = ""

    def handle_data(self, data: str) -> None:
        self._said.append(data)

    def words(self) -> str:
        return "".join(self._said).strip()
