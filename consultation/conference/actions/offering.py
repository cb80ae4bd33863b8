"""Offers: a place that came free, kept for a while for who waited longest."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from consultation.conference.actions.locking import lock, seat, settle
from consultation.conference.models import Registration
from consultation.conference.notices import CONFIRMED, mail
from consultation.delivery.calendar_objects import Method

_State = Registration.State


@transaction.atomic(durable=True)
def accept_offer(*, registration: Registration, at: datetime) -> Registration:
    """Takes the place that was kept; the state of what comes back tells whether it was in time. Twice changes nothing.

    Whether the offer still stands is looked up under the lock, after those that are over were ended, so it does not
    matter whether the clockwork that ends them is late. That is why it raises nothing: the ending must be kept.
    """
    conference = lock(registration.conference_id)
    settle(conference, at=at)
    row = conference.registrations.select_related("workshop").get(pk=registration.pk)
    if row.state != _State.OFFERED:
        return row
    row.conference = conference
    row.state, row.offer_expires_at = _State.CONFIRMED, None
    seat(row, workshop=row.workshop, number=row.workshop_number)
    row.save(update_fields=["state", "offer_expires_at", "workshop", "workshop_number", "has_workshop"])
    mail(CONFIRMED, row, calendar=Method.REQUEST, at=at)
    return row


def end_offers(*, at: datetime) -> int:
    """The sweep that ends offers whose time is over and makes the next ones. Returns how many offers it ended."""
    ended = 0
    due = Registration.objects.expired(at).values_list("conference_id", flat=True).distinct()
    for key in list(due):
        with transaction.atomic():
            conference = lock(key)
            ended += conference.registrations.expired(at).count()
            settle(conference, at=at)
    return ended
