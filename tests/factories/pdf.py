"""What a PDF says of itself, read without a library: typst writes its structure as plain objects."""

from __future__ import annotations

import re

_BOOKMARK = re.compile(rb"/Title(?:\((?P<plain>(?:[^()\\]|\\.)*)\)|<(?P<hex>[0-9A-Fa-f]+)>)/Dest")


def heading_levels(pdf: bytes) -> list[int]:
    """The levels of the headings in the order of the structure tree."""
    return [int(match[1]) for match in re.finditer(rb"/S/H(\d)\b", pdf)]


def bookmarks(pdf: bytes) -> list[str]:
    """The titles of the bookmarks in the order in which they are written."""
    return [_words(match) for match in _BOOKMARK.finditer(pdf)]


def _words(match: re.Match[bytes]) -> str:
    if match["plain"]:
        return match["plain"].decode("latin-1")
    return bytes.fromhex(match["hex"].decode()).decode("utf-16")


def roles(pdf: bytes) -> set[str]:
    """Which structure elements there are."""
    return {match[1].decode() for match in re.finditer(rb"/Type/StructElem/S/(\w+)", pdf)}


def is_accessible(pdf: bytes) -> bool:
    """Tagged, says so, says that it is PDF/UA-1, and shows its title instead of the file's name."""
    marks = (b"/StructTreeRoot", b"/Marked true", b"/DisplayDocTitle true", b"<pdfuaid:part>1</pdfuaid:part>")
    return all(mark in pdf for mark in marks)
