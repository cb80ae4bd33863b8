"""Choosing another workshop."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from consultation.conference.actions.locking import counted, fill, lock, next_number, seat
from consultation.conference.errors import NotAttending, OtherWorkshop, WorkshopFull
from consultation.conference.models import Registration, Workshop


@transaction.atomic(durable=True)
def choose_workshop(*, registration: Registration, workshop: Workshop | None, at: datetime) -> Registration:
    """Takes another workshop, or none. Who has a place keeps it when the other one is full; who has none waits there.

    The place that comes free goes to who waited for it longest.

    Raises:
        NotAttending, OtherWorkshop, WorkshopFull: nothing was changed.
    """
    conference = lock(registration.conference_id)
    row = conference.registrations.select_related("workshop").get(pk=registration.pk)
    if not row.is_active:
        raise NotAttending
    if workshop is not None and workshop.conference_id != conference.pk:
        raise OtherWorkshop
    if row.workshop == workshop:
        return row
    if workshop is not None and row.has_workshop and not counted(workshop).places().admits:
        raise WorkshopFull
    freed = row.workshop if row.has_workshop else None
    seat(row, workshop=workshop, number=next_number(conference))
    row.save(update_fields=["workshop", "workshop_number", "has_workshop"])
    if freed is not None:
        fill(freed, at=at)
    return row
