"""Opening a file that somebody hands in: which form it has, its text as a Document, and what must be asked first."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from handbook.exchange.archive import read_archive
from handbook.exchange.document import Document
from handbook.exchange.encoding import decode_text
from handbook.exchange.errors import ImportRefused
from handbook.exchange.markdown import read_markdown

_FORMAT_OF_SUFFIX = {".md": "md", ".markdown": "md", ".txt": "md", ".json": "json"}
IMPORT_FORMATS = ("md", "json")


def format_of(name: str) -> str:
    """The form that a file's name tells, or "" for a name that tells none."""
    return _FORMAT_OF_SUFFIX.get(PurePath(name).suffix.lower(), "")


def open_document(content: bytes, *, file_format: str, images: Mapping[str, bytes] | None = None) -> Document:
    """The Document in a file's bytes; ``file_format`` is one of `IMPORT_FORMATS`, whatever the file is called.

    ``images`` gives the content of the files that a Markdown text shows. Raises `ImportRefused` with the reason
    in one sentence when the file cannot be read.
    """
    if not content:
        raise ImportRefused("empty")
    if file_format == "json":
        return read_archive(content)
    text, oddities = decode_text(content)
    document = read_markdown(text, images=images)
    return Document(document.title, document.sections, document.images, (*oddities, *document.oddities))
