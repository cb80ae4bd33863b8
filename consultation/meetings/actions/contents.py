"""The agenda, the papers, the minutes and the action points of a meeting."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.meetings.actions.inviting import people_invited
from consultation.meetings.errors import NothingToPublish
from consultation.meetings.models import ActionPoint, AgendaItem, Meeting, Paper
from consultation.meetings.notices import tell_record
from consultation.people.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """One item as an editor typed it; ``section_key`` is that of a section, ``minutes`` may be unknown."""

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
def save_agenda(*, meeting: Meeting, lines: Sequence[AgendaLine], by: Any, at: datetime) -> None:
    """Writes the agenda anew, in this order. Nobody is mailed: calendars and the page show it."""
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    locked.agenda.all().delete()
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=locked,
            ordinal=ordinal,
            title=line.title.strip(),
            minutes=line.minutes,
            leader=line.leader.strip(),
            section_key=line.section_key,
        )
        for ordinal, line in enumerate(lines, start=1)
    )
    log(locked, "klankbord.meetings.agenda", user=by, data={"count": len(lines)})


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
def save_record(*, meeting: Meeting, text: str, points: Sequence[PointLine], by: Any, at: datetime) -> Meeting:
    """Keeps the minutes and the action points, in this order; what is left out goes. Those invited see them once published.

    Raises:
        NothingToPublish: minutes that were published cannot be emptied.
    """
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
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
