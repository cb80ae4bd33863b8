"""Reading: the sheets of an .xlsx as grids. Formulas are not reckoned: what the file shows counts, else what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from lxml import etree

from ..errors import ImportRefused
from ..grid import Cell, Grid
from ..package import Codes, OfficePackage, R, S
from ..plaintext import normalise_characters

MOST_ROWS = 50_000
_MOST_COLUMNS = 500
_DATES = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
"""The numbers of the built-in forms that show a day (ECMA-376, 18.8.30)."""
_NO_FORM = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
"""What in a form stands for itself: words in quotes, single characters, colours and languages."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class SheetPackage(OfficePackage):
    """An opened spreadsheet. Making one raises `ImportRefused` for whatever is no decent .xlsx."""

    def __init__(self, content: bytes) -> None:
        codes = Codes("not-office", "old-office", "unsafe-xlsx", "broken-xlsx")
        super().__init__(content, codes=codes, root_tag=f"{S}workbook")

    def grids(self) -> Iterator[Grid]:
        """The sheets in their order."""
        making = _Making(self)
        parts = self.relationships(self.main)
        for sheet in self.root.iter(f"{S}sheet"):
            part = parts.get(sheet.get(f"{R}id", ""))
            root = self.xml(part.target) if part is not None and part.kind == "worksheet" else None
            if root is None:
                continue
            try:
                yield making.grid(root)
            except ValueError as error:
                raise ImportRefused("broken-xlsx", str(error)[:80]) from None


class _Making:
    """What the sheets of one file share: its words, its forms of dates, the day that it counts from."""

    def __init__(self, package: SheetPackage) -> None:
        words = package.xml(package.related("sharedStrings"))
        self.words = [_text_of(one) for one in words.iterfind(f"{S}si")] if words is not None else []
        self.dated = _dated_styles(package.xml(package.related("styles")))
        settings = package.root.find(f"{S}workbookPr")
        counts_from_1904 = settings is not None and settings.get("date1904") in ("1", "true")
        self.first_day = datetime(1904, 1, 1) if counts_from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 (a day, no instant)

    def grid(self, root: etree._Element) -> Grid:
        grid = Grid()
        line = -1
        for row in root.iter(f"{S}row"):
            line = int(row.get("r", line + 2)) - 1
            column = -1
            cells: dict[int, Cell] = {}
            for element in row.iterfind(f"{S}c"):
                column = _place(element.get("r", ""))[1] if element.get("r") else column + 1
                cell = self._cell(element)
                if cell.text and column < _MOST_COLUMNS:
                    cells[column] = cell
            if cells:
                grid.lines[line] = cells
            if len(grid.lines) > MOST_ROWS:
                raise ImportRefused("many-rows", str(MOST_ROWS))
        for merged in root.iter(f"{S}mergeCell"):
            first, _, last = merged.get("ref", "").partition(":")
            if not last:
                continue
            (top, left), (bottom, right) = _place(first), _place(last)
            for below in (one for one in grid.lines if top < one <= bottom):
                grid.above |= {(below, one): top for one in range(left, min(right, _MOST_COLUMNS) + 1)}
        return grid

    def _cell(self, element: etree._Element) -> Cell:
        kind = element.get("t", "n")
        value = element.findtext(f"{S}v")
        formula = element.findtext(f"{S}f")
        if formula and (value is None or kind == "e"):
            return Cell(_clean(formula if formula.startswith(("+", "-")) else f"={formula}"))
        if kind == "inlineStr":
            inside = element.find(f"{S}is")
            return Cell(_text_of(inside) if inside is not None else "")
        if value is None:
            return Cell()
        if kind == "s":
            return Cell(self.words[int(value)] if value.isdecimal() and int(value) < len(self.words) else "")
        if kind == "d":
            return _day(datetime.fromisoformat(value).date())
        if kind == "n":
            return self._number(value, element.get("s", "0"))
        return Cell(_clean(value))

    def _number(self, value: str, style: str) -> Cell:
        try:
            number = float(value)
            if style in self.dated:
                return _day((self.first_day + timedelta(days=number)).date())
        except (ValueError, OverflowError):
            return Cell(_clean(value))
        return Cell(f"{number:.15g}", is_number=True)


def _day(day: date) -> Cell:
    return Cell(f"{day.day}-{day.month}-{day.year}", when=day)


def _text_of(element: etree._Element) -> str:
    """The words of a string with all its runs, without what only tells how to pronounce them."""
    texts = (one.text or "" for one in element.iter(f"{S}t") if not _is_phonetic(one))
    return _clean("".join(texts))


def _is_phonetic(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == f"{S}rPh"


def _clean(text: str) -> str:
    """The text with what the form escapes (``_x000D_``), one line feed for each end of line, and nothing that nobody sees."""
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return normalise_characters(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _dated_styles(root: etree._Element | None) -> set[str]:
    """The styles of cells, by their number as text, that show a number as a day."""
    if root is None:
        return set()
    own = {one.get("numFmtId", ""): one.get("formatCode", "") for one in root.iter(f"{S}numFmt")}
    forms = root.find(f"{S}cellXfs")
    found = set()
    for number, form in enumerate(forms.iterfind(f"{S}xf") if forms is not None else ()):
        name = form.get("numFmtId", "0")
        letters = _NO_FORM.sub("", own.get(name, "")).lower()
        if (name in own and ("d" in letters or "y" in letters or "j" in letters)) or (name.isdecimal() and int(name) in _DATES):
            found.add(str(number))
    return found


def _place(reference: str) -> tuple[int, int]:
    """ "C12" as line and column, counted from 0. Raises `ImportRefused` for what is no place in a sheet."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ImportRefused("broken-xlsx", reference[:20])
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1
