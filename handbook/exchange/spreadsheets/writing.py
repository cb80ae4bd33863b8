"""Writing: one look for every spreadsheet of ours. Whatever somebody typed is text there and never a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TextIO

import xlsxwriter

BOM = "\ufeff"
"""By it a spreadsheet knows that a CSV is UTF-8."""
_RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)."""
_LONGEST = 32_767
"""Characters that a cell of a spreadsheet holds."""
_LINES = 1_048_575
"""The last line of a sheet, counted from 0."""
_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A heading and a width in characters. ``choices`` are offered where one types, others are allowed too."""

    head: str
    width: int
    hidden: bool = False
    choices: tuple[str, ...] = ()


def open_book(target: Path | IO[bytes], *, flat: bool = False) -> Any:
    """A workbook to write into; ``flat`` keeps one row in memory at a time, for files of thousands of rows."""
    return xlsxwriter.Workbook(target, {**_TEXT, "constant_memory" if flat else "in_memory": True})


def write_sheet(book: Any, name: str, columns: Sequence[SheetColumn], rows: Iterable[Sequence[str | int]]) -> int:
    """Adds a sheet with a head that stays in view, comes again on each page and filters. Returns how many rows it has.

    Cells are text, whole numbers are numbers. A column is text as well where it is empty still, so that a "2.3" that
    somebody types there does not become a date.
    """
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    plain = book.add_format({"valign": "top"})
    for position, column in enumerate(columns):
        sheet.set_column(position, position, column.width, wrapped, {"hidden": True} if column.hidden else {})
        sheet.write_string(0, position, column.head, bold)
        if column.choices:
            offered = {"validate": "list", "source": list(column.choices), "error_type": "information", "show_error": False}
            sheet.data_validation(1, position, _LINES, position, offered)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    last = 0
    for last, row in enumerate(rows, start=1):
        for position, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(last, position, value, plain)
            elif value:
                sheet.write_string(last, position, value[:_LONGEST], wrapped)
    shown = sum(not column.hidden for column in columns)
    sheet.autofilter(0, 0, max(last, 1), shown - 1)
    return last


def harmless(text: str) -> str:
    """For a cell of a CSV: an apostrophe before what a spreadsheet would take for a formula; it shows the rest as text."""
    return f"'{text}" if text.startswith(_RISKY) else text


def write_csv(file: TextIO, rows: Iterable[Iterable[str]]) -> None:
    """Writes a table with its head: a byte order mark, semicolons as Dutch spreadsheets expect, no formula in any cell.

    ``file`` was opened with ``newline=""``, as UTF-8 if it stands on disk.
    """
    file.write(BOM)
    csv.writer(file, delimiter=";").writerows([harmless(cell) for cell in row] for row in rows)
