"""The tables of a Word file as grids: what stands in each cell when all tracked changes are accepted."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ..grid import Cell, Grid
from ..plaintext import normalise_characters
from .package import W, WordPackage

_GONE = {f"{W}{name}" for name in ("del", "moveFrom")}
_AS_TEXT = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


def word_grids(package: WordPackage) -> Iterator[Grid]:
    """Every table that stands in no other one, in the order of the text."""
    for table in package.document.iter(f"{W}tbl"):
        if next(table.iterancestors(f"{W}tbl"), None) is None:
            yield _grid(table)


def _grid(table: etree._Element) -> Grid:
    grid = Grid()
    tops: dict[int, int] = {}
    for line, row in enumerate(_rows(table)):
        column = int(_value(row, "trPr", "gridBefore") or 0)
        grid.lines[line] = {}
        for cell in _cells(row):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(f"{W}val", "continue") == "continue":
                grid.above[line, column] = tops.get(column, line)
            else:
                tops[column] = line
                text = _text_of(cell)
                if text:
                    grid.lines[line][column] = Cell(text)
            column += max(1, int(_value(cell, "tcPr", "gridSpan") or 1))
    return grid


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows that are not deleted, those in content controls too."""
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is table and row.find(f"{W}trPr/{W}del") is None:
            yield row


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    return (cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row)


def _value(element: etree._Element, properties: str, name: str) -> str:
    found = element.find(f"{W}{properties}/{W}{name}")
    value = found.get(f"{W}val", "") if found is not None else ""
    return value if value.isdecimal() and len(value) < 4 else ""


def _text_of(cell: etree._Element) -> str:
    """The paragraphs of a cell, a line each."""
    lines = []
    for paragraph in cell.iter(f"{W}p"):
        words = []
        for element in paragraph.iter():
            if any(one.tag in _GONE for one in element.iterancestors()):
                continue
            if element.tag == f"{W}t":
                words.append(element.text or "")
            elif element.tag in _AS_TEXT and element.getparent().tag == f"{W}r":
                words.append(_AS_TEXT[element.tag])
        lines.append("".join(words).strip())
    return normalise_characters("\n".join(lines)).strip()
