"""A comment table that comes back: which columns it has, whatever they are called, and what stands in its rows. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from consultation.comments.table.facts import facts_in
from handbook.exchange.docx.grids import word_grids
from handbook.exchange.docx.package import WordPackage
from handbook.exchange.grid import EMPTY, Cell, Grid
from handbook.exchange.package import office_kind
from handbook.exchange.spreadsheets.reading import SheetPackage

_HEAD_WITHIN = 30
"""Lines at the top of a sheet among which the head is looked for: people write a title above it."""
_NAMES = {
    "number": "nr no nummer number",
    "section": "paragraaf section hoofdstuk clause subclause clausesubclause onderdeel artikel par paragraph",
    "passage": "passage citaat quote woorden words zin alinea huidigetekst bestaandetekst currenttext tekst text",
    "kind": "soort kind type soortreactie typereactie typeofcomment",
    "ground": "grond ground grondslag",
    "body": "reactie reacties comment comments opmerking opmerkingen commentaar remark remarks",
    "proposed": "voorstel proposal voorgesteldetekst voorgesteldewijziging proposedtext proposedchange tekstvoorstel",
}
_ROLES = {name: role for role, names in _NAMES.items() for name in names.split()}
_HIDDEN = {"key": "key", "section": "section_key", "passage": "passage_id", "prefix": "prefix", "suffix": "suffix"}
"""The names of ours, as they stand in the file, with what they hold."""
_MERGED_DOWN = {"section", "section_key", "passage", "passage_id", "prefix", "suffix", "kind", "ground"}
"""What holds for every row that a merged cell covers; a remark is that of its first row."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row with a comment or a proposal. ``line`` counts from 1, as a spreadsheet shows it; ``key``, ``section_key`` and
    ``passage_id`` are UUIDs as text, "" where the file has lost them."""

    line: int
    section: Cell = EMPTY
    passage: Cell = EMPTY
    number: str = ""
    kind: str = ""
    ground: str = ""
    body: str = ""
    proposed: str = ""
    key: str = ""
    section_key: str = ""
    passage_id: str = ""
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class ReturnedTable:
    """The rows of a file in their order, and the version that it says it is about, "" where it says nothing."""

    handbook: str
    label: str
    rows: tuple[ReadRow, ...]


def open_table(content: bytes) -> ReturnedTable | None:
    """The comment table in a spreadsheet (.xlsx) or a Word file (.docx); None when there is none in it.

    Of several sheets the first with a head that we know counts; of a Word file every table with such a head, and those that
    go on behind it without one. Raises `ImportRefused` for what is no such file.
    """
    package: SheetPackage | WordPackage
    if office_kind(content) == "xlsx":
        package = SheetPackage(content)
        tables = (table for grid in package.grids() if (table := _Table.of(grid)) is not None)
        found = list(tables)[:1]
    else:
        package = WordPackage(content)
        found = list(_continued(word_grids(package)))
    if not found:
        return None
    return ReturnedTable(*facts_in(package.description), tuple(row for table in found for row in table.rows()))


@dataclass(frozen=True, slots=True)
class _Table:
    """A grid of which it is known what its columns hold; ``head`` is the line of its head, -1 where the table goes on."""

    grid: Grid
    columns: dict[str, int]
    head: int

    @classmethod
    def of(cls, grid: Grid) -> _Table | None:
        for line in sorted(grid.lines)[:_HEAD_WITHIN]:
            columns = _columns_of(grid, line)
            if columns.keys() & {"body", "proposed"} and columns.keys() & {"section", "section_key", "passage"}:
                return cls(grid, columns, line)
        return None

    def rows(self) -> Iterator[ReadRow]:
        for line in sorted(self.grid.lines):
            if line > self.head and (row := self._row(line)) is not None:
                yield row

    def _row(self, line: int) -> ReadRow | None:
        cells = {role: self._cell(role, line, column) for role, column in self.columns.items()}
        texts = {role: cell.text for role, cell in cells.items() if role not in {"section", "passage"}}
        if not texts.get("body") and not texts.get("proposed"):
            return None
        for role in ("key", "section_key", "passage_id"):
            texts[role] = _uuid(texts.get(role, ""))
        return ReadRow(line + 1, cells.get("section", EMPTY), cells.get("passage", EMPTY), **texts)

    def _cell(self, role: str, line: int, column: int) -> Cell:
        return self.grid.merged(line, column) if role in _MERGED_DOWN else self.grid.cell(line, column)


def _columns_of(grid: Grid, line: int) -> dict[str, int]:
    """What the columns of a table with this head hold; a name that comes twice is that of its first column."""
    columns: dict[str, int] = {}
    for column, cell in sorted(grid.lines[line].items()):
        role = _ROLES.get(re.sub(r"[\W_]+", "", cell.text.casefold()), "")
        if cell.text in _HIDDEN and (cell.text not in _ROLES or _holds_keys(grid, line, column)):
            role = _HIDDEN[cell.text]
        if role:
            columns.setdefault(role, column)
    return columns


def _holds_keys(grid: Grid, head: int, column: int) -> bool:
    """In English the visible columns have the names of hidden ones; what stands in them tells which is which."""
    return any(_uuid(cells[column].text) for line, cells in grid.lines.items() if line > head and column in cells)


def _continued(grids: Iterable[Grid]) -> Iterator[_Table]:
    """The tables of a Word file; somebody may have split one in two, or put a page break in it."""
    last: _Table | None = None
    for grid in grids:
        table = _Table.of(grid)
        if table is None and last is not None and _width(grid) == _width(last.grid):
            table = _Table(grid, last.columns, -1)
        if table is not None:
            last = table
            yield table


def _width(grid: Grid) -> int:
    return max((column + 1 for cells in grid.lines.values() for column in cells), default=0)


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
