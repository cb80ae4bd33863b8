"""A table of a file as a grid of cells, whatever made it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Cell:
    """What somebody reads in a cell, as text; line feeds part its lines.

    ``when`` is the day where a spreadsheet made a date of it, ``is_number`` tells that it made a number of it.
    """

    text: str = ""
    when: date | None = None
    is_number: bool = False


EMPTY = Cell()


@dataclass(slots=True)
class Grid:
    """Cells by line and column, both counted from 0. ``above`` gives, for a cell that is merged into one above it, the
    line of that one."""

    lines: dict[int, dict[int, Cell]] = field(default_factory=dict)
    above: dict[tuple[int, int], int] = field(default_factory=dict)

    def cell(self, line: int, column: int) -> Cell:
        return self.lines.get(line, {}).get(column, EMPTY)

    def merged(self, line: int, column: int) -> Cell:
        """The cell, or the one that it is merged into."""
        return self.cell(self.above.get((line, column), line), column)
