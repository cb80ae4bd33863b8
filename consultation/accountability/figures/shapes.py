"""What the page of figures is made of: sentences, charts, and the table behind each chart. PURE: no Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consultation.accountability.figures.veil import Number

Cell = str | int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the page and of the file ``name``.csv. The first cell of a row is its head."""

    name: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, as components/spread.html draws it: ``count`` in words or figures, of ``total``."""

    label: str
    count: Cell
    total: int
    percent: int
    is_majority: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars of one whole."""

    caption: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a stacked bar, in percent of its length."""

    start: float
    length: float
    tone: str


@dataclass(frozen=True, slots=True)
class Stack:
    """A section: how many read it, ``mark`` when something must be seen, and a bar of what they said."""

    label: str
    url: str
    said: str
    mark: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the course, in units of the picture: it is ten wide and a hundred high for each period."""

    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """Something that stands at one period, drawn as ``css`` says: "course-reminder" or "course-closing"."""

    x: int
    css: str


@dataclass(frozen=True, slots=True)
class Course:
    """The remarks period by period as a picture, with what it says in words."""

    width: int
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    highest: str
    first: str
    last: str
    described: str


def bar(label: str, count: Number, told: Cell, total: int, *, is_majority: bool = False) -> Bar:
    """A bar of so many people or remarks; its length tells no more than the words."""
    return Bar(label, told, total, round(100 * count.least / total) if total else 0, is_majority)


def bars_of(caption: str, counts: Sequence[tuple[str, int]]) -> Bars:
    """Bars of exact numbers, the whole being all of them together; the largest stands out."""
    total, most = sum(count for _label, count in counts), max((count for _label, count in counts), default=0)
    made = (bar(label, Number.exactly(count), count, total, is_majority=count == most) for label, count in counts)
    return Bars(caption, tuple(made))


def parts_of(counts: Sequence[tuple[str, int]], total: int) -> tuple[Part, ...]:
    """The pieces of a bar, each of a tone and so many of ``total``, one behind the other."""
    parts, start = [], 0.0
    for tone, count in counts:
        length = round(100 * count / total, 2) if total else 0.0
        if length:
            parts.append(Part(round(start, 2), length, tone))
        start += length
    return tuple(parts)
