"""A frozen version as a Document again, and as the files people take with them: PDF, Word, Markdown and JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext

from handbook.exchange.archive import write_archive
from handbook.exchange.document import Block, Document, Image
from handbook.exchange.document import Section as DocumentSection
from handbook.exchange.docx import Front, write_docx
from handbook.exchange.making import display_html, make_block
from handbook.exchange.markdown import write_markdown
from handbook.exchange.pdf import ACCESSIBLE, PdfFront, Remark, Standard, write_pdf
from handbook.exchange.webpage import write_webpage
from handbook.models import Passage, Section, Version
from handbook.models.versions import Status, current_status

_WRITERS: dict[str, Callable[[Version], bytes]] = {
    "json": lambda version: version_as_json(version).encode(),
    "md": lambda version: write_markdown(document_of(version)).encode(),
    "docx": lambda version: version_as_word(version),
    "pdf": lambda version: version_as_pdf(version),
}
EXPORT_FORMATS = tuple(_WRITERS)
"""The formats that `export_version` writes."""

MEDIA_TYPES = {
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def export_version(version: Version, export_format: str) -> bytes:
    """The version as a file in one of `EXPORT_FORMATS`."""
    return _WRITERS[export_format](version)


def version_as_json(version: Version) -> str:
    """The version in the form "klankbord-handbook/1", with keys, passage ids and images (contract.md)."""
    published_at = version.frozen_at.isoformat()
    document = document_of(version, with_images=True)
    return write_archive(
        document, slug=version.slug, label=version.label, status=current_status(version), published_at=published_at
    )


def version_as_word(version: Version) -> bytes:
    """The version as a Word file to read, to comment in and to edit; keys and passage ids go along unseen.

    What stands around the text is in the language of the site, as the text is, whoever asks for the file.
    """
    with translation.override(settings.LANGUAGE_CODE):
        label = gettext("Version %(label)s") % {"label": version.label}
        frozen_on = date_format(localtime(version.frozen_at), "DATE_FORMAT")
        front = Front(
            slug=version.slug,
            label=version.label,
            made_at=version.frozen_at,
            lines=(
                f"{label} · {Status(current_status(version)).label} · {frozen_on}",
                gettext("You can comment in this file, or track your changes, and give it back on the page of this version."),
            ),
            contents=gettext("Contents"),
            page=pgettext("before a page number", "page"),
            kinds=kinds_of_blocks(),
        )
        return write_docx(document_of(version, with_images=True), front=front)


def version_as_pdf(
    version: Version, *, remarks: Mapping[str, Sequence[Remark]] | None = None, standard: Standard = ACCESSIBLE
) -> bytes:
    """The version as a tagged PDF in the language of the site, with ``remarks`` behind their sections (by its number)."""
    with translation.override(settings.LANGUAGE_CODE):
        status = str(Status(current_status(version)).label)
        frozen_at = localtime(version.frozen_at)
        frozen_on = date_format(frozen_at, "DATE_FORMAT")
        label = gettext("Version %(label)s") % {"label": version.label}
        address = settings.BASE_URL + reverse("version", args=[version.slug, version.label])
        front = PdfFront(
            address=address,
            made_on=frozen_at.date(),
            lines=(f"{label} · {status} · {frozen_on}", address),
            head=(version.title, f"{label} · {status}"),
            foot=frozen_on,
            contents=gettext("Contents"),
            page=pgettext("before a page number", "page"),
            motivate=gettext("Write down"),
            remarks=gettext("Comments on"),
            answers=(gettext("Answer"), gettext("Leads to"), gettext("Note")),
            kinds=kinds_of_blocks(),
            language=settings.LANGUAGE_CODE,
        )
        return write_pdf(document_of(version, with_images=True), front=front, remarks=remarks, standard=standard)


def version_as_webpage(version: Version) -> str:
    """The version as one page of HTML with its images inside and without links, in the language of the site."""
    with translation.override(settings.LANGUAGE_CODE):
        label = gettext("Version %(label)s") % {"label": version.label}
        frozen_on = date_format(localtime(version.frozen_at), "DATE_FORMAT")
        line = f"{label} · {Status(current_status(version)).label} · {frozen_on}"
        return write_webpage(document_of(version, with_images=True), lines=[line], language=settings.LANGUAGE_CODE)


def kinds_of_blocks() -> dict[str, str]:
    """What the special blocks are called, by their type, in the language of now."""
    return {
        "callout": gettext("Mind this"),
        "example": gettext("Example"),
        "definition": gettext("Term"),
        "law": gettext("Law"),
        "step": gettext("Step"),
        "outcome": gettext("Outcome"),
    }


def document_of(version: Version, *, with_images: bool = False) -> Document:
    """The version as a Document, in two queries, and one more with the content of its images."""
    passages: dict[int, list[Block]] = defaultdict(list)
    for passage in Passage.objects.filter(section__version=version).order_by("section_id", "ordinal"):
        passages[passage.section_id].append(block_of(passage))
    sections = tuple(
        DocumentSection(
            section.title,
            section.level,
            tuple(passages[section.pk]),
            key=str(section.key),
            number=section.number,
            appendix=section.appendix,
        )
        for section in Section.objects.filter(version=version).order_by("position")
    )
    return Document(version.title, sections, _images(version) if with_images else {})


def block_of(passage: Passage) -> Block:
    """A frozen passage as the block it was made of: without the heading that its data adds for the reader."""
    kept: dict[str, Any] = {"id": str(passage.passage_id), "source": passage.source or None}
    if passage.type in ("figure", "step"):
        return make_block(passage.type, data=passage.data, **kept)
    heading = display_html(Block(passage.type, "", "", data=passage.data))
    return Block(passage.type, passage.html.removeprefix(heading), passage.text, data=passage.data, **kept)


def _images(version: Version) -> dict[str, Image]:
    images = {}
    for stored in version.files.all():
        with stored.file.open("rb") as file:
            images[stored.sha256] = Image(stored.name, file.read(), stored.media_type)
    return images
