"""Texts that a person keeps for herself: saved again and again while she types, from several tabs, never lost."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from consultation.comments.actions.submitters import submitter_of
from consultation.comments.actions.wording import Place, Wording
from consultation.comments.errors import AlreadyGathered, NothingWritten, NotYours, RoundNotOpen, TakesNoPart, TooManyAtOnce
from consultation.comments.models import Comment, Submitter, contribution_of
from consultation.comments.permissions import can_keep
from consultation.comments.quoting import Selectors
from consultation.rounds.permissions import standing_of

MOST_DRAFTS = 300
"""How many drafts one person may keep in one version; far above what a reader makes, far below what a script would."""


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """What became of a save: the row that holds the text now, and the row of another tab if the two differ."""

    comment: Comment
    other: Comment | None = None


@transaction.atomic
def save_draft(
    *,
    user: Any,
    place: Place,
    wording: Wording,
    key: uuid.UUID,
    seen_at: datetime | None = None,
    origin: str = Comment.Origin.SITE,
    at: datetime,
) -> SavedDraft:
    """Keep a text. Called by the button and by the page every few seconds; safe to call twice or in the wrong order.

    Args:
        key: made with the form; the same key is the same draft.
        seen_at: ``saved_at`` of the text that this form last saw, None when it never did. When the row was saved since,
            by another tab, neither text replaces the other: this one gets a row of its own, under a key that follows
            from its words, so that a repeat of the request finds it.
        origin: a value of ``Comment.Origin``; a draft that is there keeps its own.

    Returns: the draft, or the posted remark when this save arrives after its post.

    Raises:
        NothingWritten: a first save without words.
        TakesNoPart, TooLong, WrongPlace, TooManyAtOnce: nothing was kept.
    """
    wording.refuse_unfit(blank_allowed=True)
    place.refuse_unfit()
    wording = place.fit(wording)
    person = standing_of(user=user, version=place.section.version)
    if not can_keep(person, None, at):
        raise TakesNoPart if person.round is not None else RoundNotOpen(None, at)
    submitter = submitter_of(user=user, handbook_key=place.section.version.handbook_key)
    row = lock_own(key=key, submitter=submitter)
    if row is None:
        if wording.is_blank:
            raise NothingWritten
        if Comment.objects.filter(submitter=submitter, version=place.section.version, posted_at=None).count() >= MOST_DRAFTS:
            raise TooManyAtOnce
        return SavedDraft(_new_draft(submitter, place, wording, key, at, origin=origin))
    stored = Wording.of(row)
    selectors = list(place.selectors) if row.passage_id is not None and place.passage == row.passage else row.selectors
    if not row.is_draft or (stored == wording and selectors == row.selectors):
        return SavedDraft(row)
    if seen_at == row.saved_at or wording.includes(stored):
        return SavedDraft(write(row, wording, at, selectors=selectors))
    # Either an older moment of the same typing that arrives late, or another tab's text.
    return SavedDraft(row) if stored.includes(wording) else beside(row, wording, at)


def lock_own(*, key: uuid.UUID, submitter: Submitter) -> Comment | None:
    """The row with this key, locked, or None when there is none yet.

    The submitter is locked first, so that of two requests with a key that is new the second finds the row of the first.
    Raises NotYours for somebody else's key: only a forged form carries one, since keys are random.
    """
    Submitter.objects.select_for_update().get(pk=submitter.pk)
    row = Comment.objects.select_for_update(of=("self",)).select_related("submitter").filter(key=key).first()
    if row is not None and row.submitter_id != submitter.pk:
        raise NotYours
    return row


def write(row: Comment, wording: Wording, at: datetime, *, selectors: Selectors) -> Comment:
    """Puts the words in a draft, and what it quotes. ``saved_at`` always grows: it is what tells one text from the next."""
    row.selectors = selectors
    row.body, row.proposed, row.kind, row.ground = wording.body, wording.proposed, wording.kind, wording.ground
    row.saved_at = max(at, row.saved_at + timedelta(microseconds=1))
    row.save(update_fields=["body", "proposed", "kind", "ground", "selectors", "saved_at"])
    return row


def beside(row: Comment, wording: Wording, at: datetime) -> SavedDraft:
    """Keeps a second text next to a draft that another tab saved meanwhile."""
    digest = hashlib.sha256(f"{wording.body}\0{wording.proposed}".encode()).hexdigest()
    key = uuid.uuid5(row.key, digest)
    known = Comment.objects.filter(key=key, submitter=row.submitter).first()
    if known is not None:
        return SavedDraft(known, other=row)
    place = Place(
        section=row.section, passage=row.passage, parent=row.parent, question=row.question, selectors=tuple(row.selectors)
    )
    return SavedDraft(_new_draft(row.submitter, place, wording, key, at, begun_at=row.created_at, origin=row.origin), other=row)


@transaction.atomic
def discard_draft(*, user: Any, comment: Comment, at: datetime) -> None:
    """Throw one's own draft away. Twice is once. At most colleagues ever saw it, so nothing of it is kept.

    Raises: NotYours, AlreadyGathered.
    """
    row = Comment.objects.select_for_update(of=("self",)).select_related("submitter").filter(pk=comment.pk).first()
    if row is None:
        return
    if row.submitter.user_id != user.pk or not row.is_draft:
        raise NotYours
    leave_layer(row)
    row.delete()


def leave_layer(draft: Comment) -> None:
    """Takes a draft back from the colleagues it was shared with, if it was.

    Raises AlreadyGathered when it went into the organisation's own remark: where that came from stays traceable.
    """
    contribution = contribution_of(draft)
    if contribution is None:
        return
    if contribution.gathered_id is not None:
        raise AlreadyGathered
    contribution.delete()


def _new_draft(
    submitter: Submitter,
    place: Place,
    wording: Wording,
    key: uuid.UUID,
    at: datetime,
    *,
    begun_at: datetime | None = None,
    origin: str,
) -> Comment:
    return Comment.objects.create(
        key=key,
        submitter=submitter,
        version=place.section.version,
        section=place.section,
        passage=place.passage,
        parent=place.thread,
        question=place.question,
        selectors=list(place.selectors),
        origin=origin,
        kind=wording.kind,
        ground=wording.ground,
        body=wording.body,
        proposed=wording.proposed,
        created_at=begun_at or at,
        saved_at=at,
    )
