"""Where each partner stands on a remark, or on the group that it is in: her newest word on any of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from consultation.comments.models import Comment
from consultation.people.models import Organisation
from consultation.weighing.models import Decision, OpenedPositions, Position
from consultation.weighing.permissions import can_publish, organisation_of_partner, partners_of

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
    def short(self) -> str:
        """Her name where there is little room: the first letters of its words, or the name when it is one word."""
        words = str(self.organisation).replace("-", " ").split()
        return "".join(word[0] for word in words) if len(words) > 1 else "".join(words)

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
    given = Position.objects.filter(comment__in=among).select_related("organisation", "comment__decision").order_by("given_at")
    everybody = list(partners_of(among[0].version.handbook_key))
    return _lines(list(given), everybody, own=_own(everybody, user), sees_all=_sees_all(among[0], user))


def stances_on_each(rows: Sequence[Comment], *, handbook_key: UUID, user: Any) -> dict[int, list[Line]]:
    """The same for each row of a list, by its number: the remark, or the group that it stands for. Rows on which nobody spoke are
    left out. ``rows`` are of one issue of that handbook, with their ``grouped`` at hand.

    Three queries, whatever the number of rows.
    """
    everybody = list(partners_of(handbook_key)) if rows else []
    if not everybody:
        return {}
    row_of_group = {one.grouped.group_id: one.pk for one in rows if hasattr(one, "grouped") and one.grouped.group_id}
    given = Position.objects.filter(Q(comment__in=rows) | Q(comment__grouped__group__in=row_of_group))
    by_row: dict[int, list[Position]] = {}
    given = given.select_related("organisation", "comment__decision", "comment__grouped").order_by("given_at")
    columns = ("organisation", "value", "about", "confirmed_at", "comment__decision__decided_at", "comment__grouped__group")
    for one in given.only(*columns):
        group = one.comment.grouped.group_id if hasattr(one.comment, "grouped") else None
        by_row.setdefault(row_of_group.get(group, one.comment_id), []).append(one)
    own, sees_all = _own(everybody, user), _sees_all(rows[0], user)
    return {row: _lines(spoken, everybody, own=own, sees_all=sees_all) for row, spoken in by_row.items()}


def _own(everybody: Sequence[Organisation], user: Any) -> Organisation | None:
    """Whose word this person speaks, of these partners."""
    organisation = organisation_of_partner(user)
    return organisation if organisation in everybody else None


def _sees_all(comment: Comment, user: Any) -> bool:
    return can_publish(user) or OpenedPositions.objects.filter(version=comment.version.issue_id).exists()


def _lines(
    given: Sequence[Position], everybody: Sequence[Organisation], *, own: Organisation | None, sees_all: bool
) -> list[Line]:
    """A line for each partner. ``given`` are the positions on a remark or its group, the oldest first."""
    spoke_on = {
        one.comment_id for one in given if own is not None and one.organisation_id == own.pk and one.confirmed_at is not None
    }
    lines = []
    for organisation in everybody:
        is_own = own is not None and own.pk == organisation.pk
        hers = [one for one in given if one.organisation_id == organisation.pk]
        seen = [one for one in hers if sees_all or is_own or one.comment_id in spoke_on]
        newest = seen[-1] if seen else None
        is_old = newest is not None and not newest.is_about(getattr(newest.comment, "decision", None))
        hides = not sees_all and not is_own and not spoke_on
        lines.append(Line(organisation, newest, is_old, hides and newest is None))
    return lines


def newest_decision(members: Iterable[Comment]) -> Decision | None:
    """The decision on a remark; of a group, the newest on one of them."""
    decided = [one.decision for one in members if hasattr(one, "decision")]
    return max(decided, key=lambda decision: decision.decided_at, default=None)
