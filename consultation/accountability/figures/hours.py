"""Counting by the day on the wall clock, in words that every database works out itself.

SQLite has no time zones: Django asks Python for the day of each row, thousands of times. An hour is a piece of the stored
instant, and Amsterdam is whole hours from UTC, so that an hour lies in one day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import CharField, Func

from consultation.delivery.calendar import day_of


class HourOf(Func):
    """The hour of an instant in UTC, as "2026-11-29 23". All hours up to 21 are told as that one: they lie in the same day on the
    wall clock, winter and summer, and a round has few groups then. Of a column only."""

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "substr(%(expressions)s, 1, 11) || max('21', substr(%(expressions)s, 12, 2))"
        return super().as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        instant = "%(expressions)s AT TIME ZONE 'UTC'"
        template = f"to_char({instant}, 'YYYY-MM-DD ') || GREATEST('21', to_char({instant}, 'HH24'))"
        return super().as_sql(compiler, connection, template=template, **context)


@lru_cache(maxsize=4096)
def day_of_hour(hour: str) -> date:
    """The day on the wall clock in which an hour of ``HourOf`` lies."""
    return day_of(datetime.strptime(hour, "%Y-%m-%d %H").replace(tzinfo=UTC))
