"""The lock under which places are given, and what happens under it each time (guarantees G1, G3, G4)."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from consultation.conference.models import Conference, Registration, Workshop
from consultation.conference.notices import LAPSED, OFFER, WORKSHOP, instant_in_words, mail, withdraw_waiting
from consultation.conference.places import Places

_State = Registration.State


def lock(conference_id: int) -> Conference:
    """Takes the one lock of a conference: its row, the only one that any of these actions takes.

    On SQLite the transaction itself is the lock, since it begins IMMEDIATE (settings.py). Count after it, never before.
    When everybody comes at once, standing in line is what they expect: PostgreSQL waits longer here than elsewhere.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '20s'")
    return Conference.objects.select_for_update().get(pk=conference_id)


def next_number(conference: Conference) -> int:
    """The next order of arrival; under the lock. Not by ``save``, after which Wagtail looks for references in a counter."""
    conference.arrivals += 1
    Conference.objects.filter(pk=conference.pk).update(arrivals=conference.arrivals)
    return conference.arrivals


def settle(conference: Conference, *, at: datetime) -> Places:
    """Ends offers that are over and offers every free place to who waited longest. Under the lock, in any order, often.

    Both happen here together, and every action begins with it, so a beat that stands still delays an offer and never
    lets two people have one place. Returns how full the conference is then.
    """
    for late in conference.registrations.expired(at):
        end(late, state=_State.LAPSED, at=at)
        mail(LAPSED, late, at=at)
    if conference.cancelled_at is not None or at >= conference.starts_at:
        return conference.places()
    while (places := conference.places()).to_offer:
        first = conference.registrations.waiting().select_related("workshop")[0]
        if first.repeats_id is not None:
            end(first, state=_State.LAPSED, at=at)
            continue
        first.conference = conference
        first.state = _State.OFFERED
        first.offer_expires_at = min(at + conference.offer_time, conference.starts_at)
        first.save(update_fields=["state", "offer_expires_at"])
        mail(OFFER, first, at=at, until=instant_in_words(first.offer_expires_at))
    return places


def end(registration: Registration, *, state: str, at: datetime) -> None:
    """Ends a sign-up. Its place, and that in the workshop, are free; the caller settles afterwards."""
    withdraw_waiting(registration, at=at)
    freed = registration.workshop if registration.has_workshop else None
    registration.state, registration.ended_at = state, at
    registration.workshop, registration.has_workshop = None, False
    registration.save(update_fields=["state", "ended_at", "workshop", "has_workshop"])
    if freed is not None:
        fill(freed, at=at)


def seat(registration: Registration, *, workshop: Workshop | None, number: int) -> None:
    """Notes the workshop that somebody chose, with a place when one is free and nobody waits for it. Under the lock."""
    registration.workshop, registration.workshop_number = workshop, number
    confirmed = registration.state == _State.CONFIRMED
    registration.has_workshop = bool(workshop and confirmed and counted(workshop).places().admits)


def counted(workshop: Workshop) -> Workshop:
    """The workshop as it is now, with its counts; one that a form showed carries those of when it was drawn."""
    return Workshop.objects.with_counts().get(pk=workshop.pk)


def fill(workshop: Workshop, *, at: datetime) -> None:
    """Gives the free places of a workshop to those who wait for it, and tells them. They come anyway, so nothing is offered."""
    workshop = counted(workshop)
    queue = Registration.objects.filter(conference=workshop.conference_id).workshop_queue(workshop)
    for one in queue.select_related("conference", "workshop")[: workshop.places().to_offer]:
        one.has_workshop = True
        one.save(update_fields=["has_workshop"])
        if one.repeats_id is None:
            mail(WORKSHOP, one, at=at)
