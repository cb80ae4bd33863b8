"""Where each partner stands on a remark, or on the group that it is in: her newest word on any of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consultation.comments.models import Comment
from consultation.people.models import Organisation
from consultation.weighing.models import Decision, OpenedPositions, Position
from consultation.weighing.permissions import can_publish, partner_of
from consultation.weighing.positions import partners

TONES = {
    Position.Value.AGREE: ("positive", "check"),
    Position.Value.AGREE_IF: ("warning", "info"),
    Position.Value.OBJECT: ("negative", "object"),
}
"""How a position looks as a badge: tone and icon, beside the word."""


@dataclass(frozen=True, slots=True)
class Line:
    """One partner. ``position`` is None when she said nothing, or when the reader may not see it yet, and then ``is_hidden``.

    ``is_old`` says that it is about an earlier decision.
    """

    organisation: Organisation
    position: Position | None = None
    is_old: bool = False
    is_hidden: bool = False

    @property
    def tone(self) -> str:
        return TONES[Position.Value(self.position.value)][0] if self.position else "outline"

    @property
    def icon(self) -> str:
        return TONES[Position.Value(self.position.value)][1] if self.position else "lock" if self.is_hidden else "clock"

    @property
    def is_apart(self) -> bool:
        return self.position is not None and self.position.value != Position.Value.AGREE


def members_of(comment: Comment) -> list[Comment]:
    """The remark, or all of its group that stand, the oldest first; each with its decision at hand."""
    alike = getattr(comment, "grouped", None)
    if alike is None or alike.group_id is None:
        return [comment]
    group = Comment.objects.posted().filter(grouped__group=alike.group_id)
    return list(group.select_related("decision", "version", "section", "passage").order_by("pk"))


def stances_on(members: Iterable[Comment], *, user: Any) -> list[Line]:
    """Every partner by name with her newest position. In the first round others' are hidden as on the page of a remark.

    Three queries, whatever the size of the group.
    """
    among = list(members)
    if not among:
        return []
    own = partner_of(user)
    given = list(
        Position.objects.filter(comment__in=among).select_related("organisation", "comment__decision").order_by("given_at")
    )
    spoke_on = {
        one.comment_id for one in given if own is not None and one.organisation_id == own.pk and one.confirmed_at is not None
    }
    issue = among[0].version.issue_id
    sees_all = can_publish(user) or OpenedPositions.objects.filter(version=issue).exists()
    lines = []
    for organisation in partners():
        hers = [one for one in given if one.organisation_id == organisation.pk]
        seen = [one for one in hers if sees_all or one.comment_id in spoke_on or (own is not None and own.pk == organisation.pk)]
        newest = seen[-1] if seen else None
        is_old = newest is not None and not newest.is_about(getattr(newest.comment, "decision", None))
        hides = not sees_all and (own is None or own.pk != organisation.pk) and not spoke_on
        lines.append(Line(organisation, newest, is_old, hides and newest is None))
    return lines


def newest_decision(members: Iterable[Comment]) -> Decision | None:
    """The decision on a remark; of a group, the newest on one of them."""
    decided = [one.decision for one in members if hasattr(one, "decision")]
    return max(decided, key=lambda decision: decision.decided_at, default=None)


def instant_of(decision: Decision | None) -> datetime | None:
    return decision.decided_at if decision is not None else None
