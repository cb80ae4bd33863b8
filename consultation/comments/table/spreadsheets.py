"""The comment table as .xlsx and as .csv."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from consultation.comments.table.columns import COLUMNS, HIDDEN, Column
from consultation.comments.table.facts import TableFacts
from consultation.comments.table.rows import TableRow
from handbook.exchange.spreadsheets import SheetColumn, open_book, write_csv, write_sheet


def write_xlsx(rows: Iterable[TableRow], path: Path, *, facts: TableFacts, columns: Sequence[Column] = COLUMNS) -> None:
    """Writes the file row by row. Columns that place a row again are hidden at the end."""
    shown = [SheetColumn(str(one.head), one.width, choices=tuple(map(str, one.choices))) for one in columns]
    hidden = [SheetColumn(str(one.head), one.width, hidden=True) for one in HIDDEN]
    cells = (*columns, *HIDDEN)
    with open_book(path, flat=True) as book:
        book.set_properties({"title": facts.title, "comments": facts.told})
        write_sheet(book, "Reacties", [*shown, *hidden], ([one.text(row) for one in cells] for row in rows))


def write_table(rows: Iterable[TableRow], path: Path) -> None:
    """The same rows as text, without what is hidden."""
    with path.open("w", encoding="utf-8", newline="") as file:
        write_csv(file, chain([[str(one.head) for one in COLUMNS]], ([one.text(row) for one in COLUMNS] for row in rows)))
