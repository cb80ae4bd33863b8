"""When a round's members are reminded: eight o'clock on a working day, before holidays rather than in them. PURE: no Django."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from consultation.delivery.calendar import A_DAY, Break, day_of, instant, working_day_before

HOUR = 8


@dataclass(frozen=True, slots=True)
class Planned:
    """A reminder ``days`` before the closing: its instant, in UTC, and the closing day it is about."""

    days: int
    at: datetime
    closing_on: date


def reminders_of(*, opens_at: datetime, closes_at: datetime, days: Iterable[int], breaks: Iterable[Break] = ()) -> list[Planned]:
    """The reminders of a round, the first one first.

    A day that is no working day moves to the one before, never to the day of the opening. Of two that come to the same
    day the nearer one goes, and what would fall outside the window goes not at all.

    Args:
        opens_at, closes_at: the round's window, aware.
        days: how many days before the closing day, in any order.
        breaks: the school holidays.
    """
    breaks, closing_on = tuple(breaks), day_of(closes_at)
    after_opening = day_of(opens_at) + A_DAY
    by_day: dict[date, Planned] = {}
    for number in sorted(set(days), reverse=True):
        day = working_day_before(closing_on - timedelta(days=number), breaks, not_before=after_opening)
        if opens_at < instant(day, HOUR) < closes_at:
            by_day[day] = Planned(number, instant(day, HOUR), closing_on)
    return sorted(by_day.values(), key=lambda one: one.at)
