"""Whether the last day of a round is one on which people work, and which days near it are. PURE: no Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from consultation.delivery.calendar import A_DAY, SATURDAY, Break, is_working_day, next_working_day, public_holiday

WEEKEND, PUBLIC, SCHOOL = "weekend", "public", "school"


@dataclass(frozen=True, slots=True)
class ClosingAdvice:
    """A last day that is no good one: why (``kind`` and the name of the holiday), and the working days before and after."""

    day: date
    kind: str
    name: str
    before: date | None
    after: date


def look_at_closing(day: date, *, opens_on: date, breaks: Sequence[tuple[str, Break]]) -> ClosingAdvice | None:
    """None for a working day outside the school holidays.

    Args:
        opens_on: the day of the opening; no earlier day is proposed, nor this one.
        breaks: the school holidays with what to call them.
    """
    spans = [span for _name, span in breaks]
    if is_working_day(day, spans):
        return None
    before = day
    while before > opens_on and not is_working_day(before, spans):
        before -= A_DAY
    school = next((name for name, span in breaks if day in span), "")
    holiday = public_holiday(day)
    kind = PUBLIC if holiday else WEEKEND if day.weekday() >= SATURDAY and not school else SCHOOL
    return ClosingAdvice(day, kind, holiday or school, before if before > opens_on else None, next_working_day(day, spans))
