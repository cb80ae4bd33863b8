"""Some time after a conference the people go and the numbers stay (guarantees G25)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from consultation.conference.models import Conference, Registration
from consultation.conference.notices import tell_data_ends

WARN_DAYS = 7


def reduce_past(*, at: datetime) -> int:
    """Deletes the sign-ups of conferences that ended a while ago (the period "conference"). Returns how many.

    ``WARN_DAYS`` before that it tells the editors, who may want to take the list along.
    """
    kept = timedelta(days=settings.KEPT_DAYS["conference"])
    listed = Conference.objects.filter(ends_at__lte=at, registrations__isnull=False).distinct()
    for one in listed.filter(ends_at__gt=at - kept, ends_at__lte=at - kept + timedelta(days=WARN_DAYS)):
        tell_data_ends(one, ends_at=one.ends_at + kept, at=at)
    return sum(_reduce(one) for one in listed.filter(ends_at__lte=at - kept))


@transaction.atomic
def _reduce(conference: Conference) -> int:
    people = conference.registrations.real()
    came = people.filter(checked_in_at__isnull=False)
    conference.counts = {
        "signed_up": people.count(),
        "had_a_place": people.filter(state=Registration.State.CONFIRMED).count(),
        "came": came.count(),
        "cancelled": people.filter(state=Registration.State.CANCELLED).count(),
        "organisations": people.values("organisation").distinct().count(),
        "workshops": {one.title: one.registrations.filter(has_workshop=True).count() for one in conference.workshops.all()},
    }
    conference.save(update_fields=["counts"])
    deleted = people.count()
    conference.registrations.all().delete()
    return deleted
