"""Tables as somebody fills them in: in memory, as spreadsheets and Word files of hers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
import openpyxl

HEADS = ["Nr.", "Organisatie", "Paragraaf", "Passage", "Soort", "Grond", "Reactie", "Voorstel"]


def sheet(rows: Sequence[Sequence[Any]], *, heads: Sequence[str] = HEADS, change: Any = None, about: str = "") -> bytes:
    """A spreadsheet with these rows under a head; ``change`` may do more to its sheet."""
    book = openpyxl.Workbook()
    book.properties.description = about or None
    for row in [heads, *rows]:
        book.active.append(list(row))
    if change:
        change(book.active)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def paper(rows: Sequence[Sequence[str]], *, heads: Sequence[str] = HEADS, change: Any = None) -> bytes:
    """A Word file with these rows in a table."""
    document = docx.Document()
    table = document.add_table(rows=0, cols=len(heads))
    for row in [heads, *rows]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    if change:
        change(document)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def row(
    section: Any = "", passage: Any = "", body: Any = "", *, proposed: Any = "", kind: str = "", ground: str = "", nr: Any = ""
):
    """The cells of one row, in the order of ``HEADS``."""
    return [nr, "", section, passage, kind, ground, body, proposed]
