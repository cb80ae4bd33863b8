"""The Document: one handbook as plain data, the common ground of import, export, matching and freezing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

PREAMBLE_TITLE = "Vooraf"

BLOCK_TYPES = (
    "paragraph",
    "heading",
    "list",
    "table",
    "figure",
    "callout",
    "example",
    "definition",
    "law",
    "step",
    "outcome",
)


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something that the reader mended or could not keep; `oddities.ODDITIES` holds the sentence of each code.

    ``detail`` names the thing, ``place`` the title of the section it stands in, ``line`` the line of a text
    file (0 where the source has no lines), ``count`` how often it occurs when one report stands for many.
    """

    code: str
    detail: str = ""
    place: str = ""
    line: int = 0
    count: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """A passage-sized piece of text: a paragraph, a whole list, a table, a figure or a special block.

    ``html`` is sanitised markup; ``text`` its plain text (NFC, runs of white space one space, list items
    and table rows joined by one line feed, cells by a tab). ``id`` is the passage's stable UUID as text, or
    None where the source has none. ``data`` holds what a special block knows beside its text. Make one with
    `making.make_block`, which keeps the fields true to one another.
    """

    type: str
    html: str
    text: str
    id: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    source: str | None = None
    """The editor's block this piece came from (Wagtail's StreamField id), when it came from the living text."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section with its own text, without its subsections, which follow it in reading order at a deeper level."""

    title: str
    level: int
    blocks: tuple[Block, ...] = ()
    key: str | None = None
    number: str = ""
    appendix: bool = False

    @property
    def text(self) -> str:
        """The section's plain text: its blocks' texts joined by two line feeds."""
        return "\n\n".join(block.text for block in self.blocks if block.text)


@dataclass(frozen=True, slots=True)
class Image:
    """An image a document carries: its bytes and what they are."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole handbook in reading order.

    ``images`` is keyed by the sha256 of the content, as a figure's ``data["sha256"]`` has it. ``oddities``
    names whatever the reader had to mend.
    """

    title: str
    sections: tuple[Section, ...] = ()
    images: dict[str, Image] = field(default_factory=dict)
    oddities: tuple[Oddity, ...] = ()
