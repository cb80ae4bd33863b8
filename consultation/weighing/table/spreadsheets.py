"""The comment table as .xlsx and as .csv. Whatever somebody typed is text there and never a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import xlsxwriter

from consultation.weighing.table.columns import COLUMNS, HIDDEN
from consultation.weighing.table.rows import TableRow

BOM = "\ufeff"
"""By it a spreadsheet knows that the file is UTF-8."""
_RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)."""
_LONGEST = 32_767
"""Characters that a cell of a spreadsheet holds."""


def write_xlsx(rows: Iterable[TableRow], path: Path, *, title: str) -> None:
    """Writes the file row by row. Columns that place a row again are hidden at the end."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    last = 1
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"title": title, "comments": "klankbord-table/1"})
        sheet = book.add_worksheet("Reacties")
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        columns = (*COLUMNS, *HIDDEN)
        for position, column in enumerate(columns):
            hidden = {"hidden": True} if column in HIDDEN else {}
            sheet.set_column(position, position, column.width, None, hidden)
            sheet.write_string(0, position, str(column.head), bold)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for last, row in enumerate(rows, start=1):
            for position, column in enumerate(columns):
                sheet.write_string(last, position, column.text(row)[:_LONGEST], wrapped)
        sheet.autofilter(0, 0, last, len(COLUMNS) - 1)


def write_csv(rows: Iterable[TableRow], path: Path) -> None:
    """The comment table as a text file."""
    write_table([str(column.head) for column in COLUMNS], ([column.text(row) for column in COLUMNS] for row in rows), path)


def write_table(heads: Iterable[str], rows: Iterable[Iterable[str]], path: Path) -> None:
    """Writes UTF-8 with a byte order mark, parted by semicolons as Dutch spreadsheets expect."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(BOM)
        writer = csv.writer(file, delimiter=";")
        writer.writerow(heads)
        for row in rows:
            writer.writerow(_harmless(cell) for cell in row)


def _harmless(text: str) -> str:
    """An apostrophe before what a spreadsheet would take for a formula; it shows the rest as text."""
    return f"'{text}" if text.startswith(_RISKY) else text
