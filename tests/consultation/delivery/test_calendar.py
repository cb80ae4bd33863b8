"""The clock on the wall, on both days on which it changes, and the days on which nobody is at her desk (G16)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.delivery.calendar import (
    ZONE,
    Break,
    day_of,
    instant,
    is_working_day,
    next_daily,
    next_weekly,
    next_working_day,
    public_holiday,
    working_day_before,
)

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
"""On these Sundays the clock goes from 2 to 3, and from 3 back to 2."""
instants = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
hours = st.integers(5, 22)


def utc(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [
        (SPRING - timedelta(days=1), 8, 7),
        (SPRING, 8, 6),
        (SPRING, 2, 1),  # two o'clock does not exist: it is three on the wall
        (AUTUMN - timedelta(days=1), 8, 6),
        (AUTUMN, 8, 7),
        (AUTUMN, 2, 0),  # two o'clock comes twice: the first one
    ],
)
def test_eight_o_clock_is_eight_on_the_wall_when_the_clock_changes(day, hour, expected):
    assert instant(day, hour) == utc(day, expected)


def test_both_hours_between_two_and_three_in_autumn_are_the_same_day():
    for fold in (0, 1):
        at = datetime(2026, 10, 25, 2, 30, tzinfo=ZONE, fold=fold)
        assert day_of(at.astimezone(UTC)) == AUTUMN
    assert day_of(datetime(2026, 10, 24, 22, 30, tzinfo=UTC)) == AUTUMN
    assert day_of(datetime(2026, 10, 25, 23, 30, tzinfo=UTC)) == date(2026, 10, 26)


def test_a_daily_digest_stays_at_eight_over_both_changes():
    friday, monday = date(2026, 3, 27), date(2026, 3, 30)
    assert next_daily(instant(friday, 8), hour=8) == utc(monday, 6)
    friday, monday = date(2026, 10, 23), date(2026, 10, 26)
    assert next_daily(instant(friday, 8), hour=8) == utc(monday, 7)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 4, 3), "Goede vrijdag"),
        (date(2026, 4, 6), "Tweede paasdag"),
        (date(2026, 4, 27), "Koningsdag"),
        (date(2026, 5, 14), "Hemelvaartsdag"),
        (date(2026, 5, 25), "Tweede pinksterdag"),
        (date(2026, 12, 25), "Eerste kerstdag"),
        (date(2027, 1, 1), "Nieuwjaarsdag"),
    ],
)
def test_nobody_is_mailed_on_a_public_holiday(day, name):
    assert public_holiday(day) == name
    assert not is_working_day(day)
    assert next_daily(instant(day - timedelta(days=1), 23), hour=8) > instant(day, 23)


def test_a_weekly_digest_of_easter_monday_comes_on_tuesday_and_the_next_one_on_monday():
    tuesday = instant(date(2026, 4, 7), 8)
    assert next_weekly(instant(date(2026, 4, 1), 9), weekday=0, hour=8) == tuesday
    assert next_weekly(tuesday - timedelta(hours=1), weekday=0, hour=8) == tuesday
    assert next_weekly(tuesday, weekday=0, hour=8) == instant(date(2026, 4, 13), 8)


def test_a_pause_holds_until_its_day():
    monday = date(2026, 11, 23)
    back = date(2026, 12, 5)
    assert next_daily(instant(monday, 9), hour=8, not_before=back) == instant(date(2026, 12, 7), 8)
    assert next_weekly(instant(monday, 9), weekday=2, hour=8, not_before=back) == instant(date(2026, 12, 9), 8)


def test_a_reminder_goes_before_the_holidays_rather_than_into_them():
    autumn_break = Break(date(2026, 10, 17), date(2026, 10, 25))
    wednesday = date(2026, 10, 21)
    assert working_day_before(wednesday, [autumn_break], not_before=date(2026, 10, 1)) == date(2026, 10, 16)
    assert working_day_before(wednesday, [autumn_break], not_before=date(2026, 10, 18)) == wednesday
    assert next_working_day(wednesday, [autumn_break]) == date(2026, 10, 26)


@given(instants, hours)
def test_the_next_daily_is_after_now_on_a_working_day_at_its_hour(after, hour):
    due = next_daily(after, hour=hour)
    assert after < due <= after + timedelta(days=6)
    assert due.astimezone(ZONE).hour == hour
    assert is_working_day(day_of(due))


@given(instants, hours, st.integers(0, 4))
def test_a_weekly_digest_comes_once_a_week_and_never_twice(after, hour, weekday):
    first = next_weekly(after, weekday=weekday, hour=hour)
    second = next_weekly(first, weekday=weekday, hour=hour)
    assert after < first < second
    assert timedelta(days=1) < second - first < timedelta(days=12)
    assert is_working_day(day_of(first))
    weeks = {day_of(one) - timedelta(days=(day_of(one).weekday() - weekday) % 7) for one in (first, second)}
    assert len(weeks) == 2
