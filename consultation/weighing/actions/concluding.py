"""What came out of a point in a meeting: a decision with what partners said there, or that it comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.people.models import Organisation
from consultation.weighing.actions.deciding import decide
from consultation.weighing.actions.grouping import decide_group
from consultation.weighing.actions.positions import Stance, record_position
from consultation.weighing.errors import ConcludedMeanwhile, LineMissing, MayNotMakeAgenda, NothingToWeigh
from consultation.weighing.models import AgendaPoint, AlikeGroup, Position
from consultation.weighing.permissions import can_publish
from consultation.weighing.stances import members_of, stances_on

Outcome = AgendaPoint.Outcome


@dataclass(frozen=True, slots=True)
class Seen:
    """What a form showed: when the point was concluded, when the decision was taken, how the group was; None for not yet."""

    concluded_at: datetime | None = None
    decided_at: datetime | None = None
    group_at: datetime | None = None


@transaction.atomic
def conclude_remark(
    *,
    point: AgendaPoint,
    value: str,
    reason: str,
    spoken: Mapping[Organisation, Stance],
    seen: Seen,
    by: Any,
    at: datetime,
) -> AgendaPoint:
    """The meeting decided: a decision that its author does not see yet, on the remark or on each of its group.

    Args:
        point: one about a remark.
        value, reason: as ``decide`` takes them.
        spoken: what partners said in the meeting, about this decision; who is not in it said nothing new. Each confirms hers.
        seen: what the form showed, so that a colleague's work is not lost.

    Raises:
        MayNotMakeAgenda, ConcludedMeanwhile, and whatever ``decide``, ``decide_group`` and ``record_position`` raise:
        nothing was changed.
    """
    row = _hold(point, seen=seen, by=by)
    comment = row.comment
    members = members_of(comment)
    if not members:
        raise NothingToWeigh
    said = {"value": value, "reason": reason, "by": by, "at": at}
    alike = getattr(comment, "grouped", None)
    if alike is not None and alike.group_id is not None:
        group = AlikeGroup.objects.select_related("version").get(pk=alike.group_id)
        decide_group(group=group, seen_at=seen.group_at or group.changed_at, decided_at=seen.decided_at, **said)
    else:
        decide(comment=comment, seen_at=seen.decided_at, **said)
    known = {line.organisation.pk: line.position for line in stances_on(members, user=by)}
    for organisation, stance in spoken.items():
        before = known.get(organisation.pk)
        if before is not None and not stance.ground and stance.value == before.value:
            stance = replace(stance, ground=before.ground)  # she stands where she stood, and so does her ground
        record_position(
            comment=before.comment if before is not None else members[0],
            organisation=organisation,
            stance=stance,
            source=Position.Source.MEETING,
            on=row.meeting.day,
            by=by,
            at=at,
        )
    return _keep(row, Outcome.DECIDED, value=value, said=reason, by=by, at=at)


@transaction.atomic
def conclude_step(*, point: AgendaPoint, said: str, seen: Seen, by: Any, at: datetime) -> AgendaPoint:
    """What the meeting agreed about a decision step, in a few words. Raises MayNotMakeAgenda, ConcludedMeanwhile, LineMissing."""
    return _keep(_hold(point, seen=seen, by=by), Outcome.DECIDED, said=said, by=by, at=at)


@transaction.atomic
def put_off(*, point: AgendaPoint, why: str, seen: Seen, by: Any, at: datetime) -> AgendaPoint:
    """Not decided: it comes back on the next agenda, with this line. Raises MayNotMakeAgenda, ConcludedMeanwhile, LineMissing."""
    return _keep(_hold(point, seen=seen, by=by), Outcome.BACK, said=why, by=by, at=at)


def _hold(point: AgendaPoint, *, seen: Seen, by: Any) -> AgendaPoint:
    if not can_publish(by):
        raise MayNotMakeAgenda
    rows = AgendaPoint.objects.select_for_update(of=("self",))
    row = rows.select_related("meeting", "comment__version", "comment__grouped").get(pk=point.pk)
    if row.concluded_at != seen.concluded_at:
        raise ConcludedMeanwhile
    return row


def _keep(row: AgendaPoint, outcome: Outcome, *, value: str = "", said: str, by: Any, at: datetime) -> AgendaPoint:
    if not said.strip():
        raise LineMissing
    row.outcome, row.value, row.said = outcome, value, said.strip()
    row.concluded_by, row.concluded_at = by, at
    row.save()
    log(row.meeting, "klankbord.weighing.conclude", user=by, timestamp=at, data={"item": row.item_id, "outcome": outcome.value})
    return row
