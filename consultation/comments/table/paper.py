"""The comment table as a Word file: a landscape page with a table whose head comes again on each page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from consultation.comments.table.columns import COLUMNS, Column
from consultation.comments.table.facts import TableFacts
from consultation.comments.table.rows import TableRow

_WIDTH = 28.7
"""In centimetres: what an A4 page on its side has room for."""


def write_docx(rows: Iterable[TableRow], path: Path, *, facts: TableFacts, columns: Sequence[Column] = COLUMNS) -> None:
    """Writes the file. Takes memory for each row, as Word itself does."""
    document = Document()
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(29.7), Cm(21)
    page.left_margin = page.right_margin = Cm(0.5)
    document.core_properties.title = facts.title
    document.core_properties.comments = facts.told
    document.styles["Normal"].font.size = Pt(8)
    document.add_heading(facts.title, level=1)
    table = document.add_table(rows=2, cols=len(columns), style="Table Grid")
    share = _WIDTH / sum(column.paper_width for column in columns)
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        cell.width = Cm(column.paper_width * share)
        cell.paragraphs[0].add_run(str(column.head)).bold = True
    _repeat(table.rows[0])
    # A row is copied as it is: adding cells one by one looks through the whole table each time.
    empty = table.rows[1]._tr
    for row in rows:
        made = deepcopy(empty)
        for cell, column in zip(made.iterchildren(qn("w:tc")), columns, strict=True):
            _fill(cell, column.text(row))
        empty.addprevious(made)
    empty.getparent().remove(empty)
    document.save(str(path))


def _repeat(row: Any) -> None:
    """The head stands on every page, and a reader by ear hears which cell is under which."""
    row._tr.get_or_add_trPr().append(row._tr.makeelement(qn("w:tblHeader"), {}))


def _fill(cell: Any, text: str) -> None:
    """The paragraphs of a text in a cell of which the first paragraph is there and empty."""
    first = cell.find(qn("w:p"))
    paragraph = first
    for position, line in enumerate(text.split("\n")):
        if position:
            paragraph = deepcopy(first)
            for run in list(paragraph.iterchildren(qn("w:r"))):
                paragraph.remove(run)
            cell.append(paragraph)
        run = paragraph.makeelement(qn("w:r"), {})
        words = paragraph.makeelement(qn("w:t"), {qn("xml:space"): "preserve"})
        words.text = line if line.isprintable() else "".join(one for one in line if one.isprintable() or one == "\t")
        run.append(words)
        paragraph.append(run)
