"""What stands on the paper of a meeting, in order and in the active language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultation.meetings.models import ActionPoint, Meeting
from consultation.meetings.pages import Line, agenda_of


@dataclass(frozen=True, slots=True)
class Part:
    """A heading ("" for none), lines of text below it, and then points of a list."""

    head: str
    lines: Sequence[str] = ()
    points: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class MeetingPaper:
    """``day`` is that of the meeting; ``lines`` say when and where."""

    title: str
    day: date
    lines: Sequence[str]
    parts: Sequence[Part]


def agenda_paper(meeting: Meeting, *, user: Any) -> MeetingPaper | None:
    """The agenda as this reader sees it; None while there is none. The words of comments that are points of it stay on the site:
    paper goes on to others."""
    agenda = agenda_of(meeting, user=user)
    if not agenda:
        return None
    parts = [Part(_("What it is about"), _lines(meeting.about))] if meeting.about.strip() else []
    parts += [_item(line) for line in agenda]
    papers = [paper.title for paper in meeting.papers.all()]
    parts += [Part(_("Papers"), points=papers)] if papers else []
    return _paper(_("Agenda: %(meeting)s") % {"meeting": meeting.title}, meeting, parts)


def record_paper(meeting: Meeting) -> MeetingPaper | None:
    """The minutes with the action points; None before they are published. A line that is the title of an item is its heading."""
    if meeting.record_published_at is None:
        return None
    titles = set(meeting.agenda.values_list("title", flat=True))
    parts: list[Part] = []
    head, lines = "", []
    for line in _lines(meeting.record):
        if line in titles:
            parts += [Part(head, lines)] if head or lines else []
            head, lines = line, []
        else:
            lines.append(line)
    parts.append(Part(head, lines))
    points = [_promised(point) for point in meeting.action_points.select_related("owner")]
    parts += [Part(_("Action points"), points=points)] if points else []
    return _paper(_("Minutes: %(meeting)s") % {"meeting": meeting.title}, meeting, parts)


def _paper(title: str, meeting: Meeting, parts: Sequence[Part]) -> MeetingPaper:
    begins, ends = localtime(meeting.starts_at), localtime(meeting.ends_at)
    lines = [f"{date_format(begins, 'l j F Y')}, {begins:%H:%M}–{ends:%H:%M}"]
    lines += [place for place in (meeting.place, _("Online") if meeting.online_url else "") if place]
    return MeetingPaper(title, begins.date(), lines, parts)


def _item(line: Line) -> Part:
    item = line.item
    length = ngettext("%(n)s minute", "%(n)s minutes", item.minutes) % {"n": item.minutes} if item.minutes else ""
    further = " · ".join(part for part in (length, item.leader) if part)
    head = f"{_clock(line.starts_at)} {item.title}" if line.starts_at else item.title
    return Part(head, [part for part in (further, line.section) if part])


def _promised(point: ActionPoint) -> str:
    owner = point.owner.name if point.owner is not None else ""
    by = _("by %(day)s") % {"day": date_format(point.due_on, "j F")} if point.due_on else ""
    done = _("Done") if point.done_at else ""
    further = ", ".join(part for part in (owner, by, done) if part)
    return f"{point.text} ({further})" if further else point.text


def _clock(instant: datetime) -> str:
    return f"{localtime(instant):%H:%M}"


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
