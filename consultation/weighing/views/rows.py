"""What the board shows of a remark in its list: frozen, so that the same row is drawn once (the tag ``kept_each``)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import Truncator

from consultation.comments.models import Comment
from consultation.weighing.stances import Line

WORDS = 24
KINDS, GROUNDS = dict(Comment.Kind.choices), dict(Comment.Ground.choices)


@dataclass(frozen=True, slots=True)
class StanceView:
    """One partner at a row; the parameters of its badge. ``value`` is empty when she said nothing that the reader may see."""

    organisation: str
    short: str
    tone: str
    icon: str
    value: str
    is_apart: bool
    is_old: bool
    is_hidden: bool

    @classmethod
    def of(cls, line: Line) -> StanceView:
        return cls(
            organisation=str(line.organisation),
            short=line.short,
            tone=line.tone,
            icon=line.icon,
            value=str(line.position.get_value_display()) if line.position else "",
            is_apart=line.is_apart,
            is_old=line.is_old,
            is_hidden=line.is_hidden,
        )


@dataclass(frozen=True, slots=True)
class RowView:
    """The parameters of components/board_row.html; see there for each."""

    pk: int
    key: uuid.UUID
    url: str
    is_here: bool
    number: str
    section_number: str
    section_title: str
    place: str
    words: str
    by: str
    kind: str
    ground: str
    late: bool
    group_size: int | None
    is_proposed: bool
    weigher: str
    decision: str
    is_sent: bool
    is_reopened: bool
    stances: tuple[StanceView, ...]

    @classmethod
    def of(cls, comment: Comment, *, url: str, is_here: bool, lines: Sequence[Line]) -> RowView:
        """``comment`` comes with all that ``lists._for_rows`` fetches."""
        decision, contest = getattr(comment, "decision", None), getattr(comment, "contest", None)
        alike, assignment = getattr(comment, "grouped", None), getattr(comment, "assignment", None)
        return cls(
            pk=comment.pk,
            key=comment.key,
            url=url,
            is_here=is_here,
            number=f"R{comment.number}" if comment.number else "",
            section_number=comment.section.number,
            section_title=comment.section.title,
            place=f"{comment.section.number}-{comment.passage.ordinal}" if comment.passage else comment.section.number,
            words=Truncator(comment.body or comment.proposed).words(WORDS),
            by=comment.submitter.in_full,
            kind=str(KINDS[comment.kind]),
            ground=str(GROUNDS[comment.ground]) if comment.ground else "",
            late=comment.late,
            group_size=comment.board_line.group_size,
            is_proposed=alike is not None and alike.group is not None and alike.group.confirmed_at is None,
            weigher=assignment.to.name if assignment is not None else "",
            decision=str(decision.get_value_display()) if decision is not None else "",
            is_sent=decision is not None and decision.is_published,
            is_reopened=contest is not None and contest.settled_at is None,
            stances=tuple(StanceView.of(line) for line in lines),
        )
