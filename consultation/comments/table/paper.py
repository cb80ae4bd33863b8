"""The comment table as a Word file: a landscape page with a table whose head comes again on each page."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from lxml import etree

from consultation.comments.table.columns import COLUMNS, Column
from consultation.comments.table.facts import TableFacts
from consultation.comments.table.rows import TableRow

_WIDTH = 28.7
"""In centimetres: what an A4 page on its side has room for."""
_TEXT = "word/document.xml"
_ROWS = "rows"
"""The comment in the text of the frame where the rows come."""


def write_docx(rows: Iterable[TableRow], path: Path, *, facts: TableFacts, columns: Sequence[Column] = COLUMNS) -> None:
    """Writes the file row by row: the frame is a document of python-docx, the rows are never in memory as a whole."""
    share = _WIDTH / sum(column.paper_width for column in columns)
    widths = [Cm(column.paper_width * share) for column in columns]
    cells = [
        (f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width.twips}"/></w:tcPr>', column.text)
        for width, column in zip(widths, columns, strict=True)
    ]
    with ZipFile(io.BytesIO(_frame(facts, columns, widths))) as frame, ZipFile(path, "w", ZIP_DEFLATED) as file:
        for part in frame.infolist():
            if part.filename != _TEXT:
                file.writestr(part, frame.read(part), ZIP_DEFLATED)
        head, foot = frame.read(_TEXT).split(f"<!--{_ROWS}-->".encode())
        text = ZipInfo(_TEXT, date_time=frame.getinfo(_TEXT).date_time)
        text.compress_type = ZIP_DEFLATED
        with file.open(text, "w") as stream:
            stream.write(head)
            for row in rows:
                inside = "".join(f"{begin}{_paragraphs(words(row))}</w:tc>" for begin, words in cells)
                stream.write(f"<w:tr>{inside}</w:tr>".encode())
            stream.write(foot)


def _frame(facts: TableFacts, columns: Sequence[Column], widths: Sequence[Any]) -> bytes:
    """The file with the head of the table and a comment where the rows come."""
    document = Document()
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(29.7), Cm(21)
    page.left_margin = page.right_margin = Cm(0.5)
    document.core_properties.title = facts.title
    document.core_properties.comments = facts.told
    document.styles["Normal"].font.size = Pt(8)
    document.add_heading(facts.title, level=1)
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    for cell, column, width in zip(table.rows[0].cells, columns, widths, strict=True):
        cell.width = width
        cell.paragraphs[0].add_run(str(column.head)).bold = True
    _repeat(table.rows[0])
    table._tbl.append(etree.Comment(_ROWS))
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _repeat(row: Any) -> None:
    """The head stands on every page, and a reader by ear hears which cell is under which."""
    row._tr.get_or_add_trPr().append(row._tr.makeelement(qn("w:tblHeader"), {}))


def _paragraphs(text: str) -> str:
    """Each line of a text as a paragraph of a cell, without what Word has no character for."""
    lines = (
        line if line.isprintable() else "".join(one for one in line if one.isprintable() or one == "\t")
        for line in text.split("\n")
    )
    return "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines)
