"""Making the agenda of a meeting of what the partners and the members are not of one mind about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.meetings.actions import AgendaLine, save_agenda
from consultation.meetings.models import AgendaItem, Meeting
from consultation.meetings.permissions import can_manage
from consultation.weighing.agendas import Candidate, candidates_of
from consultation.weighing.errors import MayNotMakeAgenda, MeetingIsOver, NothingForAgenda
from consultation.weighing.models import AgendaPoint
from consultation.weighing.permissions import can_publish
from handbook.models import Version

Place = tuple[int, int, int]


@transaction.atomic
def make_agenda(
    *,
    version: Version,
    meeting: Meeting,
    minutes: int | None = None,
    only: Collection[str] | None = None,
    by: Any,
    at: datetime,
) -> list[AgendaPoint]:
    """Puts what is contested on the agenda of a meeting, in reading order, behind what is there already. Nobody is mailed.

    Those of this version stand together: what is added later goes between them, at its place in the text. Twice adds nothing
    twice, since what waits on an agenda is no candidate any more.

    Args:
        version: the issue that is weighed, or a correction of it.
        minutes: for each point; None when nobody knows.
        only: the names of the candidates that were chosen; None for all.

    Raises:
        MayNotMakeAgenda, MeetingIsOver, NothingForAgenda: nothing was changed.
    """
    if not (can_publish(by) and can_manage(by)):
        raise MayNotMakeAgenda
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if locked.is_over(at):
        raise MeetingIsOver
    candidates = candidates_of(version, user=by, at=at)
    on_it = set(locked.weighed.filter(version=version.issue_id).values_list("comment", "step"))
    fresh = [one for one in candidates if (one.comment.pk if one.comment else None, one.step_name) not in on_it]
    fresh = [one for one in fresh if only is None or one.name in only]
    if not fresh:
        raise NothingForAgenda
    lines, places = _merged(locked, version, fresh, minutes=minutes)
    items = save_agenda(meeting=locked, lines=lines, by=by, at=at)
    points = [
        AgendaPoint(
            item=items[place],
            meeting=locked,
            version_id=version.issue_id,
            comment=candidate.comment,
            step=candidate.step_name,
        )
        for place, candidate in places
    ]
    AgendaPoint.objects.bulk_create(points)
    log(locked, "klankbord.weighing.make_agenda", user=by, timestamp=at, data={"points": len(points)})
    return points


def _merged(
    meeting: Meeting, version: Version, fresh: Sequence[Candidate], *, minutes: int | None
) -> tuple[list[AgendaLine], list[tuple[int, Candidate]]]:
    """The whole agenda with the new points between those of this version, and where each new one stands in it (from 0)."""
    items = list(meeting.agenda.order_by("ordinal"))
    known = AgendaPoint.objects.filter(meeting=meeting, version=version.issue_id).select_related(
        "comment__section", "comment__passage"
    )
    of_version = {point.item_id: point for point in known}
    block: list[tuple[Place, AgendaLine, Candidate | None]] = [
        (_place_of(of_version[item.pk], version), _line_of(item), None) for item in items if item.pk in of_version
    ]
    for one in fresh:
        line = AgendaLine(title=one.title, minutes=minutes, section_key=one.section_key)
        block.append((one.place, line, one))
    block.sort(key=lambda row: row[0])
    first = next((number for number, item in enumerate(items) if item.pk in of_version), len(items))
    before = [_line_of(item) for item in items[:first]]
    behind = [_line_of(item) for item in items[first:] if item.pk not in of_version]
    places = [(first + number, one) for number, (_place, _line, one) in enumerate(block) if one is not None]
    return [*before, *(line for _place, line, _one in block), *behind], places


def _place_of(point: AgendaPoint, version: Version) -> Place:
    """Where a point stands in the text; a step, at the section where its item leads to."""
    comment = point.comment
    if comment is not None:
        return (comment.section.position, comment.passage.ordinal if comment.passage else -1, comment.number or 0)
    section = version.sections.filter(key=point.item.section_key).first()
    return (section.position if section else 0, -1, 0)


def _line_of(item: AgendaItem) -> AgendaLine:
    return AgendaLine(pk=item.pk, title=item.title, minutes=item.minutes, leader=item.leader, section_key=item.section_key)
