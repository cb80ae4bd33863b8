"""Signing up: a place or a turn in the queue, decided at once, under the lock."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.conference.actions.locking import lock, next_number, seat, settle
from consultation.conference.errors import NotOpen, OtherWorkshop
from consultation.conference.models import Conference, Registration, Workshop
from consultation.conference.notices import CONFIRMED, KNOWN, WAITING, mail
from consultation.conference.places import Door
from consultation.delivery.calendar_objects import Method

_State = Registration.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """What somebody tells of herself; ``language`` is that of her mails."""

    name: str
    email: str
    organisation: str
    function: str
    language: str


@transaction.atomic(durable=True)
def sign_up(
    *, conference: Conference, attendee: Attendee, workshop: Workshop | None, request_key: uuid.UUID, at: datetime
) -> Registration:
    """Gives a place when one is free and nobody waits, else the next turn in the queue; the mail says which.

    The same ``request_key`` again (a double click, a retry after a time-out) is the same sign-up. An address that is on
    the list already gets a row that repeats the first, and its owner a mail with the link to her own: whoever filled in
    the form learns nothing (guarantees G2, G26).

    Raises:
        NotOpen, OtherWorkshop: nothing was changed.
    """
    conference = lock(conference.pk)
    known = conference.registrations.filter(request_key=request_key).select_related("workshop").first()
    if known is not None:
        return known
    if conference.door(at) is not Door.OPEN:
        raise NotOpen
    places = settle(conference, at=at)
    first = _on_the_list(conference, attendee.email)
    state = _State.CONFIRMED if places.admits else _State.WAITING
    row = _add(conference, attendee, state=state, workshop=workshop, request_key=request_key, repeats=first, at=at)
    if first is not None:
        first.conference = conference
        mail(KNOWN, first, at=at)
    elif state == _State.CONFIRMED:
        mail(CONFIRMED, row, calendar=Method.REQUEST, at=at)
    else:
        mail(WAITING, row, at=at, queue=row.place_in_queue())
    return row


@transaction.atomic(durable=True)
def enter_registration(
    *, conference: Conference, attendee: Attendee, workshop: Workshop | None, by: Any, at: datetime
) -> Registration:
    """An editor puts somebody on the list herself, with a place, also when that is one too many: a speaker, a late guest.

    Who is on the list already keeps her row and gets the place. Raises OtherWorkshop.
    """
    conference = lock(conference.pk)
    row = _on_the_list(conference, attendee.email)
    if row is None:
        row = _add(
            conference, attendee, state=_State.CONFIRMED, workshop=workshop, request_key=uuid.uuid4(), entered_by=by, at=at
        )
    elif row.state != _State.CONFIRMED:
        row.conference, row.state, row.offer_expires_at = conference, _State.CONFIRMED, None
        seat(row, workshop=row.workshop, number=row.workshop_number)
        row.save()
    else:
        return row
    mail(CONFIRMED, row, calendar=Method.REQUEST, at=at)
    log(conference, "klankbord.conference.enter", user=by, data={"number": row.number})
    return row


def _on_the_list(conference: Conference, email: str) -> Registration | None:
    same = conference.registrations.active().real().filter(email__iexact=email.strip())
    return same.select_related("workshop").first()


def _add(
    conference: Conference,
    attendee: Attendee,
    *,
    state: str,
    workshop: Workshop | None,
    request_key: uuid.UUID,
    repeats: Registration | None = None,
    entered_by: Any = None,
    at: datetime,
) -> Registration:
    if workshop is not None and workshop.conference_id != conference.pk:
        raise OtherWorkshop
    number = next_number(conference)
    row = Registration(
        conference=conference,
        number=number,
        state=state,
        name=attendee.name,
        email=attendee.email.strip().lower(),
        organisation=attendee.organisation,
        function=attendee.function,
        language=attendee.language,
        request_key=request_key,
        repeats=repeats,
        entered_by=entered_by,
        registered_at=at,
    )
    seat(row, workshop=workshop, number=number)
    row.save()
    return row
