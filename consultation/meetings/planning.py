"""When people are reminded of a meeting: days and an hour on the wall clock (guarantees G16). PURE: no Django."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from consultation.delivery.calendar import Break, day_of, instant, working_day_before

HOUR = 9
DAYS_BEFORE = {"nudge": 7, "reminder": 2}
"""How many days before the meeting, by what it is; on the last working day before when that day is none."""
LOOK_BACK = timedelta(days=10)
"""So much earlier at most: over a school holiday of a week with its weekends."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One reminder: what it is, on which day, and the instant that follows from the hour on the wall."""

    what: str
    on_day: date
    due_at: datetime


def reminders_of(*, starts_at: datetime, breaks: Iterable[Break], at: datetime) -> list[Planned]:
    """The reminders of a meeting that begins at ``starts_at``, those that still lie ahead of ``at``, the first one first.

    Who is asked whether she comes is asked before a school holiday and not in it; who comes is reminded on the last
    working day, since a week earlier she would forget it again.
    """
    breaks, planned = tuple(breaks), []
    for what, days in DAYS_BEFORE.items():
        meant = day_of(starts_at) - timedelta(days=days)
        avoided = breaks if what == "nudge" else ()
        day = working_day_before(meant, avoided, not_before=meant - LOOK_BACK)
        planned.append(Planned(what, day, instant(day, HOUR)))
    return [one for one in planned if one.due_at > at]
