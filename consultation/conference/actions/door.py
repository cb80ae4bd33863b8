"""The door: who came in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.conference.errors import NotExpected
from consultation.conference.models import Conference, Registration
from consultation.conference.models.conferences import new_secret


@transaction.atomic
def check_in(*, registration: Registration, at: datetime) -> Registration:
    """Notes that somebody came in; the first time counts. Raises NotExpected for who has no place."""
    row = Registration.objects.select_for_update().get(pk=registration.pk)
    if row.state != Registration.State.CONFIRMED:
        raise NotExpected
    if row.checked_in_at is None:
        row.checked_in_at = at
        row.save(update_fields=["checked_in_at"])
    return row


@transaction.atomic
def undo_check_in(*, registration: Registration) -> None:
    """Takes a mistake at the door back."""
    Registration.objects.filter(pk=registration.pk).update(checked_in_at=None)


@transaction.atomic
def renew_door_link(*, conference: Conference, by: Any) -> Conference:
    """Makes a new link for the helpers; the old one, and the telephones that opened it, stop working."""
    row = Conference.objects.select_for_update().get(pk=conference.pk)
    row.door_secret = new_secret()
    row.save(update_fields=["door_secret"])
    log(row, "klankbord.conference.door_link", user=by)
    return row
