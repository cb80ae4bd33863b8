"""A Word file of ours that came back with remarks: its comments with their places, and each person's tracked changes."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from ..document import Document
from ..plaintext import clean_line
from .carried import HANDBOOK_PROPERTY, LABEL_PROPERTY
from .inspecting import WordComment, inspect_docx
from .package import W, WordPackage
from .places import WordPlace, comment_places
from .reading import read_docx

_CHANGES = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """What came back.

    ``handbook`` and ``label`` tell the version that the file was made from, "" where it says nothing. ``original`` is the
    text as it stood before any tracked change. ``comments`` stand in reading order with their places; ``editors`` are the
    names of those who tracked a change, ``changed_by`` gives the text with the changes of one of them.
    """

    content: bytes
    handbook: str
    label: str
    original: Document
    comments: tuple[tuple[WordComment, WordPlace], ...]
    editors: tuple[str, ...]

    def changed_by(self, editor: str) -> Document:
        """The text as it stands when the tracked changes of one person are accepted and all others are not."""
        return read_docx(self.content, changes=frozenset({editor}))


def open_returned(content: bytes) -> ReturnedFile:
    """Read a Word file that somebody gives back. Raises `ImportRefused` as `read_docx` does."""
    package = WordPackage(content)
    properties = _properties(package)
    places = comment_places(package)
    comments = inspect_docx(content).comment_list
    return ReturnedFile(
        content=content,
        handbook=properties.get(HANDBOOK_PROPERTY, ""),
        label=properties.get(LABEL_PROPERTY, ""),
        original=read_docx(content, changes="reject"),
        comments=tuple((comment, places.get(comment.id, WordPlace())) for comment in comments),
        editors=_editors(package.document),
    )


def _properties(package: WordPackage) -> dict[str, str]:
    """The file's own properties by name."""
    part = next((r.target for r in package.relationships("").values() if r.kind == "custom-properties" and not r.external), "")
    root = package.xml(part)
    if root is None:
        return {}
    return {entry.get("name", ""): clean_line("".join(str(text) for text in entry.itertext())) for entry in root}


def _editors(root: etree._Element) -> tuple[str, ...]:
    """Who tracked a change, each once, in the order of the text."""
    return tuple(dict.fromkeys(change.get(f"{W}author", "") for change in root.iter(*_CHANGES)))
