"""Tables of a Word file: merged cells filled in, the header row recognised, a single cell told from a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from ..inline import BREAK, Run, Runs, tidy_runs
from .carried import TABLE_STYLE
from .look import style_id
from .package import W
from .styles import attribute, toggled

_OWN_STYLE = style_id(TABLE_STYLE)
_PLAIN_STYLES = {"", "tablegrid", "tabelraster", "tablenormal", "normaltable", "standaardtabel"}


@dataclass
class WordTable:
    """A table as read: its rows of cells, whether the first is a header, and what had to be told."""

    rows: list[list[Runs]] = field(default_factory=list)
    header_row: bool = False
    oddities: list[str] = field(default_factory=list)


def single_cell(table: etree._Element) -> etree._Element | None:
    """The cell of a table that has only one: that is a framed text, not a table, unless the table is one of ours."""
    if _style(table) == _OWN_STYLE:
        return None
    cells = [cell for row in _own(table, "tr", table) for cell in _own(row, "tc", table)]
    return cells[0] if len(cells) == 1 else None


def read_table(
    table: etree._Element,
    *,
    cell_words: Callable[[etree._Element], tuple[list[Runs], bool]],
    is_gone: Callable[[etree._Element | None], bool],
    is_heading: Callable[[etree._Element], bool],
) -> WordTable:
    """Read a ``w:tbl``.

    ``cell_words`` gives the lines of a cell and whether it held more than paragraphs; ``is_gone`` says whether
    the properties of a row take it away, ``is_heading`` whether a paragraph is styled as a table's heading.
    A cell over several rows is repeated in each, so that every row can be understood by itself; of one over
    several columns the others stay empty.
    """
    read = WordTable()
    above: dict[int, Runs] = {}
    first: etree._Element | None = None
    for row in _own(table, "tr", table):
        if is_gone(row.find(f"{W}trPr")):
            continue
        first = row if first is None else first
        cells: list[Runs] = [()] * _number(_row_attribute(row, "gridBefore"))
        for cell in _own(row, "tc", table):
            properties = cell.find(f"{W}tcPr")
            merged = properties.find(f"{W}vMerge") if properties is not None else None
            span = _number(attribute(properties, "gridSpan")) if properties is not None else 1
            if merged is not None and merged.get(f"{W}val", "continue") == "continue":
                words = above.get(len(cells), ())
                read.oddities.append("merged-cells")
            else:
                lines, structured = cell_words(cell)
                words = tidy_runs([run for line in lines for run in (Run(BREAK), *line)])
                read.oddities += ["cell-structure"] * structured
            above[len(cells)] = words
            cells.append(words)
            if span > 1:
                read.oddities.append("merged-cells")
                cells += [()] * (min(span, 60) - 1)
        read.rows.append(cells)
    if _style(table) == _OWN_STYLE:
        read.header_row = first is not None and toggled(first.find(f"{W}trPr/{W}tblHeader"))
    else:
        read.header_row = first is not None and len(read.rows) > 1 and _is_header(table, first, read.rows[0], is_heading)
    return read


def _own(element: etree._Element, tag: str, table: etree._Element) -> list[etree._Element]:
    """The rows or cells inside an element that belong to this table and to none inside it."""
    return [found for found in element.iter(f"{W}{tag}") if next(found.iterancestors(f"{W}tbl")) is table]


def _row_attribute(row: etree._Element, name: str) -> str:
    """The value of one of a row's properties, "" if it has none."""
    properties = row.find(f"{W}trPr")
    return attribute(properties, name) if properties is not None else ""


def _is_header(
    table: etree._Element, first: etree._Element, cells: list[Runs], is_heading: Callable[[etree._Element], bool]
) -> bool:
    """Whether the first row is a header: it says so, its cells are styled or wholly bold, or the table's style means it."""
    if toggled(first.find(f"{W}trPr/{W}tblHeader")):
        return True
    paragraphs = list(first.iter(f"{W}p"))
    if paragraphs and all(is_heading(paragraph) for paragraph in paragraphs):
        return True
    filled = [cell for cell in cells if cell]
    if filled and all("strong" in run.marks or run.text == BREAK for cell in filled for run in cell):
        return True
    look = table.find(f"{W}tblPr/{W}tblLook")
    marked = look is not None and (look.get(f"{W}firstRow") == "1" or bool(_hexadecimal(look.get(f"{W}val", "0")) & 0x20))
    return marked and _style(table).lower() not in _PLAIN_STYLES


def _style(table: etree._Element) -> str:
    """The id of a table's style, "" if it has none."""
    properties = table.find(f"{W}tblPr")
    return attribute(properties, "tblStyle") if properties is not None else ""


def _number(text: str) -> int:
    return min(int(text), 60) if text.isdecimal() else 0


def _hexadecimal(text: str) -> int:
    try:
        return int(text, 16)
    except ValueError:
        return 0
