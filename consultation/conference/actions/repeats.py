"""Sign-ups that only repeat another one: they hold a place for a while, so that nothing tells, and are let go."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from consultation.conference.actions.locking import end, lock, settle
from consultation.conference.models import Registration

KEPT_FOR = timedelta(hours=4)
"""At least so long, and up to six times that: somebody who watches the numbers cannot tell it from a cancellation."""


def let_go_repeats(*, at: datetime) -> int:
    """The sweep that ends repeated sign-ups, each after its own time. Returns how many."""
    old = Registration.objects.active().exclude(repeats=None).filter(registered_at__lte=at - KEPT_FOR)
    return sum(_let_go(row, at=at) for row in old if at >= row.registered_at + _time_of(row))


@transaction.atomic
def _let_go(repeat: Registration, *, at: datetime) -> int:
    conference = lock(repeat.conference_id)
    row = conference.registrations.active().select_related("workshop").filter(pk=repeat.pk).first()
    if row is None:
        return 0
    end(row, state=Registration.State.LAPSED, at=at)
    settle(conference, at=at)
    return 1


def _time_of(row: Registration) -> timedelta:
    """Between one and six times ``KEPT_FOR``, drawn from the random code of the row."""
    return KEPT_FOR * (1 + int(row.door_code[:4], 16) % 6)
