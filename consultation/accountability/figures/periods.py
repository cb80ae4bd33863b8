"""A round day by day or week by week. PURE: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

A_WEEK = timedelta(days=7)
LONGEST_BY_DAY = 42
"""A round of more days than this is told by the week."""


@dataclass(frozen=True, slots=True)
class Period:
    """A day or a week of a round with the remarks of it; what stands at it: reminders, the closing."""

    first: date
    last: date
    count: int
    reminders: tuple[date, ...] = ()
    closes_on: date | None = None


def course_of(
    counts: Mapping[date, int], *, opens_on: date, closes_on: date, reminders: Iterable[date] = ()
) -> tuple[tuple[Period, ...], bool]:
    """The round day by day, or week by week when it is long, and which of the two.

    It runs from the opening to the closing, and on to the last remark: what is posted late or entered afterwards counts too.
    """
    first, last = min([opens_on, *counts]), max([closes_on, *counts])
    by_the_week = (last - first).days >= LONGEST_BY_DAY
    step = A_WEEK if by_the_week else timedelta(days=1)
    reminded = sorted(reminders)
    periods = []
    while first <= last:
        end = first + step - timedelta(days=1)
        inside = sum(count for day, count in counts.items() if first <= day <= end)
        told = tuple(day for day in reminded if first <= day <= end)
        periods.append(Period(first, end, inside, told, closes_on if first <= closes_on <= end else None))
        first += step
    return tuple(periods), by_the_week
