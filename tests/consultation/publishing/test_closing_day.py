"""The last day of a round: a working day outside the school holidays, or a warning with days near it."""

from __future__ import annotations

from datetime import date

import pytest

from consultation.delivery.calendar import Break
from consultation.publishing.closing_day import ClosingAdvice, look_at_closing

OPENS = date(2026, 11, 9)
CHRISTMAS = [("Kerstvakantie 2026", Break(date(2026, 12, 19), date(2027, 1, 3)))]


def test_a_working_day_needs_no_word():
    assert look_at_closing(date(2026, 12, 11), opens_on=OPENS, breaks=CHRISTMAS) is None


@pytest.mark.parametrize(
    ("day", "kind", "name", "before", "after"),
    [
        (date(2026, 12, 12), "weekend", "", date(2026, 12, 11), date(2026, 12, 14)),
        (date(2026, 12, 22), "school", "Kerstvakantie 2026", date(2026, 12, 18), date(2027, 1, 4)),
        (date(2026, 12, 26), "public", "Tweede kerstdag", date(2026, 12, 18), date(2027, 1, 4)),
        (date(2026, 12, 20), "school", "Kerstvakantie 2026", date(2026, 12, 18), date(2027, 1, 4)),
        (date(2026, 11, 14), "weekend", "", date(2026, 11, 13), date(2026, 11, 16)),
    ],
)
def test_other_days_are_told_with_the_working_days_around_them(day, kind, name, before, after):
    assert look_at_closing(day, opens_on=OPENS, breaks=CHRISTMAS) == ClosingAdvice(day, kind, name, before, after)


def test_no_day_before_or_on_the_opening_is_proposed():
    advice = look_at_closing(date(2026, 11, 15), opens_on=date(2026, 11, 13), breaks=[])
    assert advice.before is None
    assert advice.after == date(2026, 11, 16)
