"""Reminding who has work left before a round closes, once, at the hour that was planned."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from consultation.comments.models import Reminder
from consultation.comments.planning import Planned, reminders_of
from consultation.comments.reminders import tell_closes_soon
from consultation.delivery.calendar import Break
from consultation.delivery.models import SchoolHoliday
from consultation.rounds.models import Round

GRACE = timedelta(hours=24)
"""A reminder that is later than this is recorded as missed and not sent any more."""


def remind_due(*, at: datetime) -> int:
    """The sweep: reminds the members of open rounds who have work left. Run it twice, late, or at once by two.

    Each reminder is a row that is written in one transaction with its mails and that can be written once only. When
    nothing is due this costs three queries.

    Returns the number of reminders handled, those included whose time had passed.
    """
    running = list(Round.objects.open(at).exclude(remind_days=[]).select_related("version"))
    if not running:
        return 0
    breaks = school_breaks()
    handled = set(Reminder.objects.filter(round__in=running).values_list("round", "days", "closing_on"))
    return sum(
        _remind(round, planned, at=at)
        for round in running
        for planned in planned_for(round, breaks)
        if planned.at <= at and (round.pk, planned.days, planned.closing_on) not in handled
    )


def planned_for(round: Round, breaks: list[Break]) -> list[Planned]:
    """The reminders that a round has, as its window and its days stand now."""
    return reminders_of(opens_at=round.opens_at, closes_at=round.closes_at, days=round.remind_days, breaks=breaks)


def school_breaks() -> list[Break]:
    """The school holidays that editors keep, of all regions: a reminder that one region misses is a reminder missed."""
    return [Break(first, last) for first, last in SchoolHoliday.objects.values_list("first_day", "last_day")]


@transaction.atomic
def _remind(found: Round, planned: Planned, *, at: datetime) -> int:
    round = Round.objects.select_for_update(of=("self",)).select_related("version").get(pk=found.pk)
    if not round.is_open(at) or round.closes_at != found.closes_at:
        return 0
    missed = at - planned.at > GRACE
    row, is_new = Reminder.objects.get_or_create(
        round=round,
        days=planned.days,
        closing_on=planned.closing_on,
        defaults={"planned_at": planned.at, "handled_at": at, "missed": missed},
    )
    if is_new and not missed:
        row.told = tell_closes_soon(round=round, planned=planned, at=at)
        row.save(update_fields=["told"])
    return int(is_new)
