"""Preparing a response note and sending it out. An edition that went out is never changed: the next one comes beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from wagtail.log_actions import log

from consultation.accountability.errors import (
    IntroductionTooLong,
    MayNotAccount,
    NobodyChosen,
    NoteChangedMeanwhile,
    RoundStillRuns,
)
from consultation.accountability.models import NoteDraft, NoteEdition, Readers
from consultation.accountability.permissions import can_account
from consultation.accountability.snapshot import take_snapshot
from consultation.rounds.models import round_of
from handbook.models import Version

LONGEST = 20_000


@transaction.atomic
def save_note(
    *, version: Version, introduction: str, readers: str, seen_at: datetime | None = None, by: Any, at: datetime
) -> NoteDraft:
    """Keeps what editors write before the note goes out; nobody else sees it.

    Args:
        seen_at: ``saved_at`` of the draft that the form shows, None when it shows none. When a colleague saved another text
            meanwhile it is refused.

    Raises:
        MayNotAccount, NobodyChosen, IntroductionTooLong, NoteChangedMeanwhile: nothing was changed.
    """
    if not can_account(by):
        raise MayNotAccount
    if readers not in Readers.values:
        raise NobodyChosen
    if len(introduction) > LONGEST:
        raise IntroductionTooLong
    introduction = introduction.replace("\r\n", "\n").strip()
    Version.objects.select_for_update(of=("self",)).get(pk=version.issue_id)
    known = NoteDraft.objects.filter(version=version.issue_id).first()
    if known is not None and known.saved_at != seen_at and (known.introduction, known.readers) != (introduction, readers):
        raise NoteChangedMeanwhile
    said = {"introduction": introduction, "readers": readers, "saved_at": at, "saved_by": by}
    draft, _is_new = NoteDraft.objects.update_or_create(version_id=version.issue_id, defaults=said)
    return draft


@transaction.atomic
def publish_note(*, version: Version, by: Any, at: datetime) -> NoteEdition:
    """Sends the note out as it is at this moment, as the next edition. The draft is locked meanwhile, so that two
    editors who press at once make two editions, one after the other.

    Args:
        version: the version or a correction of it; its draft says the introduction and the readers.
        by: an editor.
        at: now.

    Raises:
        MayNotAccount, RoundStillRuns, NobodyChosen: nothing was changed.
    """
    if not can_account(by):
        raise MayNotAccount
    draft = NoteDraft.objects.select_for_update().filter(version=version.issue_id).first()
    if draft is None:
        raise NobodyChosen
    round = round_of(version)
    if round is not None and at < round.closes_at:
        raise RoundStillRuns
    number = (NoteEdition.objects.filter(version=version.issue_id).aggregate(last=Max("number"))["last"] or 0) + 1
    edition = NoteEdition(
        version_id=version.issue_id,
        number=number,
        readers=draft.readers,
        snapshot=take_snapshot(draft.version, introduction=draft.introduction, readers=draft.readers, number=number, at=at),
        published_at=at,
        published_by=by,
    )
    edition.save()
    data = {"number": number, "readers": draft.readers}
    log(edition.version, "klankbord.accountability.publish_note", user=by, timestamp=at, data=data)
    return edition
