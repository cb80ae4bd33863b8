"""Entering what came by mail, letter or telephone, in the name of who said it; she is told and may correct it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from consultation.comments.actions.posting import show_to_all
from consultation.comments.actions.submitters import collective_submitter, submitter_of
from consultation.comments.actions.wording import Confirmation, Place, Wording, ask_guard
from consultation.comments.errors import FromTheFuture, RoundNotOpen, TakesNoPartHerself
from consultation.comments.models import Comment, Entry
from consultation.comments.notices import tell_entered
from consultation.people.models import Organisation
from consultation.rounds.models import round_of
from consultation.rounds.permissions import standing_of


@dataclass(frozen=True, slots=True)
class Source:
    """Where an entered remark came from. ``medium`` is a value of ``Entry.Medium``."""

    medium: str
    received_on: date
    note: str = ""


@transaction.atomic
def enter_comment(
    *,
    by: Any,
    author: Any,
    place: Place,
    wording: Wording,
    source: Source,
    key: uuid.UUID | None = None,
    confirmation: Confirmation | None = None,
    at: datetime,
) -> Comment:
    """Post a remark for somebody who said it elsewhere.

    Args:
        by: the editor; the caller has looked at her right.
        author: a User who takes part in the round, or an Organisation.
        key: of the form; a second press with the same key returns the first remark.
        at: now. The remark is late when it was received after the day on which the round closed, whenever it is entered.

    Returns: the posted remark. Its author, or who submits for the organisation, is told and may correct it for 14 days.

    Raises: NothingWritten, TooLong, WrongPlace, RoundNotOpen (the version has no round, or it did not open yet),
        TakesNoPartHerself, FromTheFuture, PersonalDataFound: nothing was changed.
    """
    version = place.section.version
    wording.refuse_unfit()
    place.refuse_unfit()
    known = Comment.objects.filter(key=key, posted_at__isnull=False).first() if key is not None else None
    if known is not None:
        return known
    consultation = round_of(version)
    if consultation is None or at < consultation.opens_at:
        raise RoundNotOpen(consultation, at)
    if source.received_on > localdate(at):
        raise FromTheFuture
    if isinstance(author, Organisation):
        submitter = collective_submitter(organisation=author, handbook_key=version.handbook_key)
    elif standing_of(user=author, version=version).takes_part:
        submitter = submitter_of(user=author, handbook_key=version.handbook_key)
    else:
        raise TakesNoPartHerself
    audit = ask_guard([wording.body, wording.proposed, source.note], confirmation or Confirmation())
    wording = place.fit(wording)
    comment = Comment(
        key=key or uuid.uuid4(),
        submitter=submitter,
        version=version,
        section=place.section,
        passage=place.passage,
        selectors=list(place.selectors),
        kind=wording.kind,
        ground=wording.ground,
        body=wording.body,
        proposed=wording.proposed,
        origin=Comment.Origin.ENTERED,
        created_at=at,
    )
    late = source.received_on > localdate(consultation.closes_at)
    show_to_all(comment, late=late, by=by, audit={**audit, "medium": source.medium}, at=at)
    entry = Entry.objects.create(
        comment=comment, medium=source.medium, received_on=source.received_on, note=source.note, entered_by=by
    )
    tell_entered(comment=comment, medium=str(entry.get_medium_display()), received_on=source.received_on, at=at)
    return comment
