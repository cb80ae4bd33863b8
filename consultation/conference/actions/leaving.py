"""Leaving: the place goes to who waited longest, in the same transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.conference.actions.locking import end, lock, settle
from consultation.conference.models import Registration
from consultation.conference.notices import LEFT, mail
from consultation.delivery.calendar_objects import Method


@transaction.atomic(durable=True)
def leave(*, registration: Registration, at: datetime) -> Registration:
    """Cancels one's own sign-up, in whatever state; twice changes nothing. Nobody who left is ever offered a place again."""
    return _end(registration, at=at)


@transaction.atomic(durable=True)
def remove(*, registration: Registration, by: Any, at: datetime) -> Registration:
    """An editor cancels a sign-up, at somebody's request."""
    row = _end(registration, at=at)
    log(row.conference, "klankbord.conference.remove", user=by, data={"number": row.number})
    return row


@transaction.atomic
def forget(*, registration: Registration, at: datetime) -> None:
    """Deletes a sign-up of somebody who is erased; her place is free, and nothing is mailed to her."""
    conference = lock(registration.conference_id)
    row = conference.registrations.select_related("workshop").filter(pk=registration.pk).first()
    if row is None:
        return
    if row.is_active:
        end(row, state=Registration.State.CANCELLED, at=at)
    row.delete()
    settle(conference, at=at)


def _end(registration: Registration, *, at: datetime) -> Registration:
    conference = lock(registration.conference_id)
    row = conference.registrations.select_related("workshop").get(pk=registration.pk)
    row.conference = conference
    if row.is_active:
        calendar = Method.CANCEL if row.state == Registration.State.CONFIRMED else None
        end(row, state=Registration.State.CANCELLED, at=at)
        if row.repeats_id is None:
            mail(LEFT, row, at=at, calendar=calendar)
        settle(conference, at=at)
    return row
