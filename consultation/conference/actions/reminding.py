"""One reminder to those who have a place, in the morning of the working day before."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from consultation.conference.models import Conference, Registration
from consultation.conference.notices import REMINDER, mail
from consultation.delivery.calendar import day_of, instant, working_day_before

REMIND_HOUR = 9
SOON = timedelta(days=7)
LONGEST_LATE = timedelta(hours=12)
"""A reminder that is later than this is not sent any more."""


def reminds_at(conference: Conference) -> datetime:
    """Nine in the morning, on the wall, of the last working day before the conference."""
    day = day_of(conference.starts_at)
    return instant(working_day_before(day - timedelta(days=1), not_before=day - SOON), REMIND_HOUR)


def remind(*, at: datetime) -> int:
    """The sweep that reminds who has a place; not who signed up after the moment of reminding (guarantees G17).

    Each conference is claimed by a conditional update in the transaction that writes its mails, once for each instant at
    which it begins: a conference that moves is reminded of anew. Returns the number of mails.
    """
    soon = Conference.objects.published().filter(cancelled_at=None, starts_at__gt=at, starts_at__lt=at + SOON)
    return sum(_remind(one, at=at) for one in soon.exclude(reminded_for=F("starts_at")))


@transaction.atomic
def _remind(conference: Conference, *, at: datetime) -> int:
    moment = reminds_at(conference)
    if at < moment:
        return 0
    fresh = Q(reminded_for=None) | ~Q(reminded_for=conference.starts_at)
    if not Conference.objects.filter(fresh, pk=conference.pk).update(reminded_for=conference.starts_at):
        return 0
    if at >= moment + LONGEST_LATE:
        return 0
    people = conference.registrations.real().filter(state=Registration.State.CONFIRMED, registered_at__lt=moment)
    for one in people.select_related("workshop"):
        one.conference = conference
        mail(REMINDER, one, key=f"{conference.starts_at:%Y%m%d%H%M}", at=at)
    return len(people)
