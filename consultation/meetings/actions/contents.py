"""The agenda, the papers, the minutes and the action points of a meeting."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from wagtail.log_actions import log

from consultation.meetings.actions.inviting import people_invited
from consultation.meetings.errors import NothingToPublish, RecordChanged, RecordPublished
from consultation.meetings.models import ActionPoint, AgendaItem, Meeting, Paper
from consultation.meetings.notices import tell_record
from consultation.people.models import User

OUT_OF_THE_WAY = 10_000
"""Rows that stay go beyond this first, so that no two are at one place while they change places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """One item as an editor typed it; ``pk`` is that of a row that is there already, ``section_key`` that of a section,
    ``minutes`` may be unknown."""

    pk: int | None = None
    title: str
    minutes: int | None = None
    leader: str = ""
    section_key: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointLine:
    """One action point as an editor typed it; ``pk`` is that of a row that is there already."""

    pk: int | None = None
    text: str
    owner: User | None = None
    due_on: date | None = None
    done: bool = False


@transaction.atomic
def save_agenda(*, meeting: Meeting, lines: Sequence[AgendaLine], by: Any, at: datetime) -> list[AgendaItem]:
    """The agenda is these items from now on, in this order; rows that stay keep their number, what is left out goes.

    Nobody is mailed: calendars and the page show it. Returns the items in order.
    """
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    known = {item.pk: item for item in locked.agenda.all()}
    items = []
    for line in lines:
        item = (known.pop(line.pk, None) if line.pk else None) or AgendaItem(meeting=locked)
        item.title, item.minutes = line.title.strip(), line.minutes
        item.leader, item.section_key = line.leader.strip(), line.section_key
        items.append(item)
    locked.agenda.filter(pk__in=known).delete()
    locked.agenda.update(ordinal=F("ordinal") + OUT_OF_THE_WAY)
    for ordinal, item in enumerate(items, start=1):
        item.ordinal = ordinal
    fields = ("ordinal", "title", "minutes", "leader", "section_key")
    AgendaItem.objects.bulk_update([item for item in items if item.pk], fields)
    AgendaItem.objects.bulk_create([item for item in items if not item.pk])
    log(locked, "klankbord.meetings.agenda", user=by, data={"count": len(lines)})
    return items


@transaction.atomic
def add_paper(*, meeting: Meeting, file: Any, title: str, by: Any, at: datetime) -> Paper:
    """Puts a file with the meeting, in private storage.

    Args:
        file: an uploaded file that a form has looked at.
        title: what people read; without it the name of the file.
    """
    name = file.name.replace("\\", "/").rpartition("/")[2][-160:]
    paper = Paper(meeting=meeting, title=title.strip() or name, name=name, size=file.size, added_at=at)
    paper.file.save(name, file, save=False)
    paper.save()
    log(meeting, "klankbord.meetings.paper", user=by, data={"title": paper.title})
    return paper


@transaction.atomic
def remove_paper(*, paper: Paper, by: Any) -> None:
    """Takes a paper away; its file goes once that is certain."""
    log(paper.meeting, "klankbord.meetings.remove_paper", user=by, data={"title": paper.title})
    forget_file(paper)
    paper.delete()


def forget_file(paper: Paper) -> None:
    """Deletes the file of a paper after the commit: a transaction that is rolled back must not lose it."""
    storage, name = paper.file.storage, paper.file.name
    transaction.on_commit(lambda: storage.delete(name), robust=True)


@transaction.atomic
def save_record(*, meeting: Meeting, text: str, points: Sequence[PointLine], seen: str = "", by: Any, at: datetime) -> Meeting:
    """Keeps the minutes and the action points, in this order; what is left out goes. Those invited see them once published.

    Args:
        seen: ``record_mark`` of the minutes that the form shows; "" when nobody can have written meanwhile.

    Raises:
        NothingToPublish: minutes that were published cannot be emptied.
        RecordChanged: somebody wrote in them meanwhile; nothing was changed.
    """
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if seen and seen != locked.record_mark and text.strip() != locked.record:
        raise RecordChanged
    if locked.record_published_at is not None and not text.strip():
        raise NothingToPublish
    locked.record = text.strip()
    locked.save(update_fields=["record"])
    done_at = dict(locked.action_points.values_list("pk", "done_at"))
    locked.action_points.all().delete()
    ActionPoint.objects.bulk_create(
        ActionPoint(
            meeting=locked,
            ordinal=ordinal,
            text=line.text.strip(),
            owner=line.owner,
            due_on=line.due_on,
            done_at=((line.pk and done_at.get(line.pk)) or at) if line.done else None,
        )
        for ordinal, line in enumerate(points, start=1)
    )
    log(locked, "klankbord.meetings.record", user=by, data={"points": len(points)})
    return locked


@transaction.atomic
def add_to_record(*, meeting: Meeting, text: str, by: Any, at: datetime) -> Meeting:
    """Puts words behind what stands in the minutes already. Raises RecordPublished: who was told of them has read them."""
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if locked.record_published_at is not None:
        raise RecordPublished
    locked.record = f"{locked.record}\n\n{text.strip()}".strip()
    locked.save(update_fields=["record"])
    log(locked, "klankbord.meetings.record", user=by, timestamp=at, data={"added": len(text)})
    return locked


@transaction.atomic
def publish_record(*, meeting: Meeting, by: Any, at: datetime) -> Meeting:
    """Shows the minutes to everybody who is invited and tells them so. Twice changes nothing. Raises NothingToPublish."""
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not locked.record:
        raise NothingToPublish
    if locked.record_published_at is None:
        locked.record_published_at = at
        locked.save(update_fields=["record_published_at"])
        log(locked, "klankbord.meetings.publish_record", user=by)
        tell_record(locked, users=people_invited(locked), at=at)
    return locked
