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
    """The hour of an instant in UTC, as "2026-11-29 23"."""

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, template="substr(%(expressions)s, 1, 13)", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24')"
        return super().as_sql(compiler, connection, template=template, **context)


@lru_cache(maxsize=4096)
def day_of_hour(hour: str) -> date:
    """The day on the wall clock in which an hour of ``HourOf`` lies."""
    return day_of(datetime.strptime(hour, "%Y-%m-%d %H").replace(tzinfo=UTC))
