"""What editors change about a conference, and who hears of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.conference.actions.locking import fill, lock, settle
from consultation.conference.models import Conference, Registration
from consultation.conference.notices import CALLED_OFF, CHANGED, mail, withdraw_waiting
from consultation.delivery.calendar_objects import Method

_State = Registration.State
TOLD_FIELDS = ("starts_at", "ends_at", "location", "address")
"""A change of one of these is mailed to everybody on the list."""

NOT_ON_THE_FORM = ("arrivals", "door_secret", "cancelled_at", "cancel_reason", "reminded_for", "reads", "counts", "sequence")
"""What others change while the form is open; saving it must not put old values back."""


@transaction.atomic
def save_conference(*, conference: Conference, save: Callable[[], Conference], at: datetime) -> Conference:
    """Saves what an editor changed; a higher number of places is offered at once to those who wait (guarantees G5).

    Fewer places than there are sign-ups drop nobody: the page for editors says how many there are too many. When the day,
    the time or the place changed, everybody on the list gets a mail.

    Args:
        conference: as it is on the editor's form.
        save: writes the form, with its workshops, and returns the conference.
        at: now.
    """
    before = lock(conference.pk) if conference.pk else None
    if before is not None:
        for name in NOT_ON_THE_FORM:
            setattr(conference, name, getattr(before, name))
    saved = save()
    conference = lock(saved.pk)
    settle(conference, at=at)
    for workshop in conference.workshops.all():
        fill(workshop, at=at)
    if before is not None and any(getattr(before, name) != getattr(conference, name) for name in TOLD_FIELDS):
        _count_change(conference)
        for one in conference.registrations.active().real().select_related("workshop"):
            one.conference = conference
            mail(CHANGED, one, at=at, calendar=Method.REQUEST if one.state == _State.CONFIRMED else None)
    return saved


@transaction.atomic
def let_read(*, conference: Conference, reads: bool) -> None:
    """Notes whether there are sections for attendees to read; which, the slice of the remarks knows."""
    Conference.objects.filter(pk=conference.pk).update(reads=reads)


@transaction.atomic(durable=True)
def call_off(*, conference: Conference, reason: str, by: Any, at: datetime) -> Conference:
    """Cancels the conference, with the reason that everybody on the list reads in one mail. Twice changes nothing."""
    conference = lock(conference.pk)
    if conference.cancelled_at is not None:
        return conference
    conference.cancelled_at, conference.cancel_reason = at, reason.strip()
    conference.save(update_fields=["cancelled_at", "cancel_reason"])
    _count_change(conference)
    log(conference, "klankbord.conference.call_off", user=by, data={"reason": conference.cancel_reason})
    for one in conference.registrations.active().real().select_related("workshop"):
        one.conference = conference
        withdraw_waiting(one, at=at)
        calendar = Method.CANCEL if one.state == _State.CONFIRMED else None
        mail(CALLED_OFF, one, at=at, calendar=calendar, reason=conference.cancel_reason)
    return conference


def _count_change(conference: Conference) -> None:
    """Under the lock. A calendar takes a change for a newer one by this number."""
    conference.sequence += 1
    conference.save(update_fields=["sequence"])
