"""What somebody sees of the figures of a round: which groups of them, and how exactly."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from consultation.accountability.figures.shapes import Bars, Course, Stack, Table
from consultation.accountability.figures.veil import Number
from consultation.accountability.models import Figure
from handbook.models import Version


@dataclass(frozen=True, slots=True)
class Look:
    """How one person looks at the figures of ``version``.

    ``sees_all``: who weighs; others get only ``figures``, and numbers of people under a veil. ``reads``: whether the text of the
    version is hers to read; without that no title of a section is told. ``is_over``: whether the round has closed.
    """

    version: Version
    figures: Collection[str]
    sees_all: bool
    reads: bool
    is_over: bool

    def people(self, count: int, total: int) -> Number:
        return Number.exactly(count) if self.sees_all else Number.veiled(count, total)


@dataclass(frozen=True, slots=True)
class FigureView:
    """One group of figures: sentences first, then charts, then the tables behind them."""

    figure: Figure
    said: tuple[str, ...]
    leads_title: str = ""
    leads: tuple[tuple[str, str], ...] = ()
    """Where to go on: (words, address or "")."""
    bars: tuple[Bars, ...] = ()
    stacks: tuple[Stack, ...] = ()
    course: Course | None = None
    tables: tuple[Table, ...] = ()
    shown_to: str = ""
    """Who else sees it, in words; "" for nobody, and for who is that somebody."""

    @property
    def title(self) -> str:
        return str(self.figure.label)
