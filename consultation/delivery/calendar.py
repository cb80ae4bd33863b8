"""The clock on the wall of Europe/Amsterdam, working days and holidays (guarantees G16). PURE: no Django.

Instants are aware and in UTC outside; what people agreed on is a day and an hour on the wall. Every function takes the
school holidays as an argument, since editors keep their list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

ZONE = ZoneInfo("Europe/Amsterdam")
A_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Break:
    """A school holiday: first and last day, both in it."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def instant(day: date, hour: int, minute: int = 0) -> datetime:
    """``hour`` o'clock on the wall on ``day``, in UTC.

    An hour that the clock skips counts as the one after it, one that comes twice as the first.
    """
    return datetime.combine(day, time(hour, minute), tzinfo=ZONE).astimezone(UTC)


def day_of(at: datetime) -> date:
    """The day on the wall at this instant."""
    return at.astimezone(ZONE).date()


def public_holiday(day: date) -> str:
    """The Dutch name of the public holiday on ``day``, empty on others."""
    return str(_public(day.year).get(day, ""))


def is_working_day(day: date, breaks: Iterable[Break] = ()) -> bool:
    """Neither weekend nor public holiday, nor inside one of ``breaks``."""
    return day.weekday() < SATURDAY and not public_holiday(day) and not any(day in one for one in breaks)


def next_working_day(day: date, breaks: Iterable[Break] = ()) -> date:
    """``day`` itself or the first working day after it."""
    breaks = tuple(breaks)
    while not is_working_day(day, breaks):
        day += A_DAY
    return day


def working_day_before(day: date, breaks: Iterable[Break] = (), *, not_before: date) -> date:
    """``day`` itself or the last working day before it; ``day`` when there is none from ``not_before`` on."""
    breaks = tuple(breaks)
    candidate = day
    while candidate >= not_before:
        if is_working_day(candidate, breaks):
            return candidate
        candidate -= A_DAY
    return day


def next_daily(after: datetime, *, hour: int, not_before: date | None = None) -> datetime:
    """The first working day's ``hour`` strictly after this instant, and not before a day."""
    day = max(day_of(after), not_before or date.min)
    while not is_working_day(day) or instant(day, hour) <= after:
        day += A_DAY
    return instant(day, hour)


def next_weekly(after: datetime, *, weekday: int, hour: int, not_before: date | None = None) -> datetime:
    """``hour`` on the next ``weekday`` (Monday is 0), on the first working day after it when that is a holiday.

    Strictly after this instant, and not before a day.
    """
    start = day_of(after)
    day = start + timedelta(days=(weekday - start.weekday()) % 7) - A_WEEK  # last week's may have been put off to this one
    while (meant := next_working_day(day)) < (not_before or date.min) or instant(meant, hour) <= after:
        day += A_WEEK
    return instant(meant, hour)


@lru_cache(maxsize=64)
def _public(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("NL", years=year, language="nl")
