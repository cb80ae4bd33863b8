"""What giving, recording and confirming have in common, whatever an organisation speaks of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from consultation.people.models import Organisation
from consultation.weighing.errors import DayMissing, MayNotPublish, NotAPartner, PositionGone
from consultation.weighing.models import Spoken
from consultation.weighing.permissions import can_publish, partner_of, partners_of


def speaks_for(by: Any, handbook_key: UUID) -> Organisation:
    """The partner of a handbook for which this person speaks. Raises NotAPartner."""
    organisation = partner_of(by, handbook_key)
    if organisation is None:
        raise NotAPartner
    return organisation


def refuse_recording(*, organisation: Organisation, handbook_key: UUID, source: str, on: date | None, by: Any) -> None:
    """Raises MayNotPublish, NotAPartner, DayMissing unless an editor writes down what a partner said, where and on which day."""
    if not can_publish(by):
        raise MayNotPublish
    if not partners_of(handbook_key).filter(pk=organisation.pk).exists():
        raise NotAPartner
    if on is None or source not in (Spoken.Source.MEETING, Spoken.Source.LETTER):
        raise DayMissing


def confirm(said: Spoken, *, handbook_key: UUID, by: Any, at: datetime) -> tuple[Any, bool]:
    """The row, and whether this confirmed it; twice is once. For callers inside a transaction.

    Raises:
        NotAPartner: by no one of the organisation.
        PositionGone: it says something else by now.
    """
    row = type(said)._default_manager.select_for_update().filter(pk=said.pk).first()
    if row is None or row.given_at != said.given_at:
        raise PositionGone
    if speaks_for(by, handbook_key).pk != row.organisation_id:
        raise NotAPartner
    if row.confirmed_at is not None:
        return row, False
    row.confirmed_at = at
    row.save(update_fields=["confirmed_at"])
    return row, True
