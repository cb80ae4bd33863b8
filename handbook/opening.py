"""Opening a file that somebody hands in: which form it has, what must be asked first, its text as a Document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Literal

from handbook.errors import WordUndecided
from handbook.exchange.archive import read_archive
from handbook.exchange.document import Document
from handbook.exchange.docx import WordReport, inspect_docx, read_docx
from handbook.exchange.encoding import decode_text
from handbook.exchange.errors import ImportRefused
from handbook.exchange.markdown import read_markdown

Changes = Literal["accept", "reject", ""]
"""What becomes of a Word file's tracked changes; "" is undecided."""

IMPORT_FORMATS = ("md", "docx", "json")
LARGEST_FILE_BYTES = 100_000_000
"""Beyond this a file is refused before it is read; the readers have narrower limits of their own."""

_FORMAT_OF_SUFFIX = {".md": "md", ".markdown": "md", ".txt": "md", ".docx": "docx", ".json": "json"}


def format_of(name: str) -> str:
    """The form that a file's name tells, or "" for a name that tells none."""
    return _FORMAT_OF_SUFFIX.get(PurePath(name).suffix.lower(), "")


def look_into(content: bytes, *, file_format: str) -> WordReport:
    """The tracked changes and comments that an editor must decide on; only a Word file can have any."""
    return inspect_docx(content) if file_format == "docx" else WordReport(0, 0)


def open_document(
    content: bytes,
    *,
    file_format: str,
    images: Mapping[str, bytes] | None = None,
    changes: Changes = "",
    leave_comments: bool = False,
) -> Document:
    """The Document in a file's bytes; ``file_format`` is one of `IMPORT_FORMATS`, whatever the file is called.

    ``images`` gives the content of the files that a Markdown text shows. ``changes`` and ``leave_comments`` are
    the editor's decisions on a Word file: nobody guesses whether a tracked change holds, and comments, which no
    handbook text can carry, are left out only by somebody who said so.

    Raises `ImportRefused` with the reason in one sentence when the file cannot be read, and `WordUndecided` when
    a decision is missing.
    """
    if not content:
        raise ImportRefused("empty")
    if len(content) > LARGEST_FILE_BYTES:
        raise ImportRefused("too-large", f"{LARGEST_FILE_BYTES // 1_000_000} MB")
    if file_format == "json":
        return read_archive(content)
    if file_format == "docx":
        found = look_into(content, file_format=file_format)
        open_changes = 0 if changes else found.tracked_changes
        open_comments = 0 if leave_comments else found.comments
        if open_changes or open_comments:
            raise WordUndecided(tracked_changes=open_changes, comments=open_comments)
        return read_docx(content, changes=changes or "accept")
    text, oddities = decode_text(content)
    document = read_markdown(text, images=images)
    return replace(document, oddities=(*oddities, *document.oddities))
