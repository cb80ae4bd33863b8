"""A frozen version as a Document again, and as the files people take with them: Markdown and JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from handbook.exchange.archive import write_archive
from handbook.exchange.document import Block, Document, Image
from handbook.exchange.document import Section as DocumentSection
from handbook.exchange.making import display_html, make_block
from handbook.exchange.markdown import write_markdown
from handbook.models import Passage, Section, Version
from handbook.models.versions import current_status

_WRITERS: dict[str, Callable[[Version], str]] = {
    "json": lambda version: version_as_json(version),
    "md": lambda version: write_markdown(document_of(version)),
}
EXPORT_FORMATS = tuple(_WRITERS)
"""The formats that `export_version` writes."""

MEDIA_TYPES = {"json": "application/json", "md": "text/markdown; charset=utf-8"}


def export_version(version: Version, export_format: str) -> bytes:
    """The version as a file in one of `EXPORT_FORMATS`."""
    return _WRITERS[export_format](version).encode()


def version_as_json(version: Version) -> str:
    """The version in the form "klankbord-handbook/1", with keys, passage ids and images (contract.md)."""
    published_at = version.frozen_at.isoformat()
    document = document_of(version, with_images=True)
    return write_archive(
        document, slug=version.slug, label=version.label, status=current_status(version), published_at=published_at
    )


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
