"""The archive: a version as JSON in the form "klankbord-handbook/1", with keys, passage ids and images.

Reading what was written gives the same handbook. A file of other origin is read carefully: its markup is
sanitised, its plain text made anew, its numbers taken from the tree, a key or id used twice kept once.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from .building import numbered
from .document import BLOCK_TYPES, Block, Document, Image, Oddity, Section
from .encoding import decode_text
from .errors import ImportRefused
from .images import image_key, read_image
from .making import make_block
from .oddities import gather, repeated_headings
from .plaintext import clean_line

FORMAT = "klankbord-handbook/1"
LARGEST_ARCHIVE_BYTES = 100_000_000
_DEEPEST_LEVEL = 50


def write_archive(document: Document, *, slug: str, label: str, status: str, published_at: str | None) -> str:
    """The document as JSON text.

    ``slug`` names the handbook, ``label`` and ``status`` its version, ``published_at`` is the moment in
    ISO 8601 or None. An image's content stands with the first figure that shows it.
    """
    told: set[str] = set()
    head = {"format": FORMAT, "handbook": slug, "title": document.title, "label": label, "status": status}
    sections = [_section_json(section, document.images, told) for section in document.sections]
    return json.dumps({**head, "published_at": published_at, "sections": sections}, ensure_ascii=False, indent=1) + "\n"


def _section_json(section: Section, images: Mapping[str, Image], told: set[str]) -> dict[str, Any]:
    written: dict[str, Any] = {"key": section.key, "number": section.number, "level": section.level}
    written |= {"title": section.title, "text": section.text}
    if section.appendix:
        written["appendix"] = True
    return {**written, "blocks": [_block_json(block, images, told) for block in section.blocks]}


def _block_json(block: Block, images: Mapping[str, Image], told: set[str]) -> dict[str, Any]:
    written: dict[str, Any] = {"id": block.id, "type": block.type, "html": block.html, "text": block.text}
    if block.data:
        written["data"] = block.data
    digest = str(block.data.get("sha256", ""))
    if digest in images and digest not in told:
        told.add(digest)
        image = images[digest]
        written["image"] = {
            "sha256": digest,
            "name": image.name,
            "media_type": image.media_type,
            "alt": block.data["alt"],
            "base64": base64.b64encode(image.content).decode("ascii"),
        }
    return written


def read_archive(content: str | bytes) -> Document:
    """The Document of an archive, with its keys and passage ids.

    Raises `ImportRefused` for what is empty, larger than 100 MB, no JSON, or no handbook in this form.
    """
    if len(content) > LARGEST_ARCHIVE_BYTES:
        raise ImportRefused("too-large", "100 MB")
    text = decode_text(content)[0] if isinstance(content, bytes) else content
    if not text.strip():
        raise ImportRefused("empty")
    try:
        archive = json.loads(text)
    except RecursionError:
        raise ImportRefused("too-deep") from None
    except ValueError as error:
        raise ImportRefused("not-json", str(error)) from None
    if not isinstance(archive, dict) or archive.get("format") != FORMAT:
        raise ImportRefused("unknown-format")
    return _Reading().document(archive)


class _Reading:
    """One pass over an archive; remembers which keys and ids were used."""

    def __init__(self) -> None:
        self.oddities: list[Oddity] = []
        self.images: dict[str, Image] = {}
        self.used: set[str] = set()

    def document(self, archive: Mapping[str, Any]) -> Document:
        sections: list[Section] = []
        for number, written in enumerate(_list(archive, "sections", "sections"), start=1):
            if not isinstance(written, dict):
                raise ImportRefused("broken-archive", f"sections[{number}]")
            before = sections[-1].level if sections else 0
            sections.append(self._section(written, number, before))
        self.oddities += repeated_headings(section.title for section in sections)
        return Document(
            title=clean_line(str(archive.get("title") or "")),
            sections=numbered(sections),
            images=self.images,
            oddities=gather(self.oddities),
        )

    def _section(self, written: Mapping[str, Any], number: int, level_before: int) -> Section:
        title, level = clean_line(str(written.get("title") or "")), written.get("level")
        if not title:
            raise ImportRefused("broken-archive", f"sections[{number}].title")
        if type(level) is not int or not 1 <= level <= _DEEPEST_LEVEL:
            raise ImportRefused("broken-archive", f"sections[{number}].level")
        if level > level_before + 1:
            self.oddities.append(Oddity("level-skipped", title, title))
        blocks = []
        for block in _list(written, "blocks", f"sections[{number}].blocks"):
            if not isinstance(block, dict):
                raise ImportRefused("broken-archive", f"sections[{number}].blocks")
            blocks.append(self._block(block, title))
        key = self._identity(written.get("key"), title)
        return Section(title, min(level, level_before + 1), tuple(blocks), key, appendix=written.get("appendix") is True)

    def _block(self, written: Mapping[str, Any], place: str) -> Block:
        block_type, html, data = written.get("type"), str(written.get("html") or ""), written.get("data")
        if block_type not in BLOCK_TYPES:
            self.oddities.append(Oddity("unknown-block", str(block_type), place))
            block_type = "paragraph"
        block = make_block(block_type, html, data=data if isinstance(data, dict) else {})
        if isinstance(written.get("image"), dict):
            block = self._with_image(block, written["image"], place)
        return replace(block, id=self._identity(written.get("id"), place))

    def _with_image(self, block: Block, written: Mapping[str, Any], place: str) -> Block:
        """The figure with its image taken up; content that is no image or not what it was is told and left out."""
        name = clean_line(str(written.get("name") or ""))
        try:
            content = base64.b64decode(str(written.get("base64") or ""), validate=True)
        except (binascii.Error, ValueError):
            content = b""
        image = read_image(name, content)
        if image is None or image_key(image) != block.data.get("sha256"):
            self.oddities.append(Oddity("image-altered" if image else "image-unreadable", name, place))
            return block
        self.images[image_key(image)] = image
        return block

    def _identity(self, written: object, place: str) -> str | None:
        """A key or id as a UUID's text, or None where there is none, it is no UUID, or it was used before."""
        if written is None:
            return None
        try:
            identity = str(UUID(str(written)))
        except ValueError:
            self.oddities.append(Oddity("key-unreadable", str(written)[:60], place))
            return None
        if identity in self.used:
            self.oddities.append(Oddity("key-repeated", identity, place))
            return None
        self.used.add(identity)
        return identity


def _list(written: Mapping[str, Any], name: str, place: str) -> list[Any]:
    value = written.get(name)
    if not isinstance(value, list):
        raise ImportRefused("broken-archive", place)
    return value
