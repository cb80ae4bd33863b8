"""When reminders go: eight o'clock on a working day, before a holiday rather than in it, never twice on one day."""

from __future__ import annotations

from datetime import UTC, date, datetime

from consultation.comments.planning import reminders_of
from consultation.delivery.calendar import Break

OPENS = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)  # a Monday


def days_of(closes_at: datetime, *days: int, opens_at: datetime = OPENS, breaks=()) -> dict[int, str]:
    found = reminders_of(opens_at=opens_at, closes_at=closes_at, days=days, breaks=breaks)
    return {one.days: f"{one.at:%Y-%m-%d %H:%M}" for one in found}


def closing(year: int, month: int, day: int) -> datetime:
    """The end of a day in Amsterdam, in winter."""
    return datetime(year, month, day, 22, 59, 59, tzinfo=UTC)


def test_seven_and_two_days_before_the_closing_at_eight_in_amsterdam():
    assert days_of(closing(2026, 12, 4), 7, 2) == {7: "2026-11-27 07:00", 2: "2026-12-02 07:00"}


def test_eight_on_the_wall_stays_eight_when_the_clock_changes():
    opens, closes = datetime(2027, 3, 1, 9, tzinfo=UTC), datetime(2027, 4, 2, 21, 59, tzinfo=UTC)
    assert days_of(closes, 7, 3, opens_at=opens) == {7: "2027-03-25 07:00", 3: "2027-03-30 06:00"}


def test_a_weekend_or_a_public_holiday_moves_it_to_the_working_day_before():
    assert days_of(closing(2026, 12, 1), 2) == {2: "2026-11-27 07:00"}
    assert days_of(closing(2026, 12, 29), 2) == {2: "2026-12-24 07:00"}


def test_a_school_holiday_moves_it_to_before_the_holiday():
    christmas = Break(date(2026, 12, 19), date(2027, 1, 3))
    assert days_of(closing(2027, 1, 5), 7, breaks=[christmas]) == {7: "2026-12-18 07:00"}


def test_of_two_that_come_to_the_same_day_the_nearer_one_goes():
    assert days_of(closing(2026, 12, 1), 4, 3, 2) == {2: "2026-11-27 07:00"}


def test_none_goes_on_the_day_of_the_opening_or_outside_the_round():
    assert days_of(closing(2026, 11, 13), 7, 4, 2) == {2: "2026-11-11 07:00"}
    noon = datetime(2026, 11, 10, 6, 30, tzinfo=UTC)
    assert days_of(noon, 0) == {}
