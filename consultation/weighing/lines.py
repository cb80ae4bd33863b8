"""The lines of the board: drawn up from what is known of their remarks, once after each change and not at each look."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Coalesce

from consultation.comments.models import Comment
from consultation.weighing.batches import READY, REOPENED
from consultation.weighing.models import Assignment, BoardLine, Decision, Grouped, StaleMark
from consultation.weighing.models.lines import BoardLineQuerySet
from consultation.weighing.permissions import can_decide
from consultation.weighing.positions import is_contested, is_unanimous
from consultation.weighing.weighed import is_undecided, newest_weighed, size_of_group, stands_behind, whether
from handbook.models import Version

State = BoardLine.State
IN_TEXT_ORDER = ("section_position", "passage_ordinal", "number", "pk")
_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Left:
    """What has no decision yet: groups, remarks that stand alone, how many of both nobody looks at, and are with this person."""

    groups: int
    alone: int
    unassigned: int
    mine: int


def lines_of(version: Version) -> BoardLineQuerySet:
    """The lines of an issue, as true as the tables that they follow from; in no order yet.

    One query, and some more after something changed.
    """
    bring_up_to_date()
    return BoardLine.objects.filter(issue=version.issue_id)


def left_to_decide(lines: BoardLineQuerySet, *, user: Any) -> Left:
    """One query."""
    left = lines.rows().left()
    counts = left.aggregate(
        groups=Count("group"),
        alone=Count("pk", filter=Q(group=None)),
        unassigned=Count("pk", filter=Q(assignment=None)),
        mine=Count("pk", filter=Q(assignment__in=Assignment.objects.filter(to=user.pk).values("pk"))),
    )
    return Left(**counts)


def waiting_to_be_weighed(user: Any) -> tuple[Version, Left] | None:
    """The newest version with what is left of it to decide, for who weighs; None when nothing is."""
    version = newest_weighed(user) if can_decide(user) else None
    if version is None:
        return None
    left = left_to_decide(lines_of(version), user=user)
    return (version, left) if left.groups or left.alone else None


def bring_up_to_date() -> int:
    """Draws up every line that is marked; how many marks that were. Safe beside others that do the same, and beside those who
    change remarks: a change that comes while a line is drawn up has a mark of its own, which is for the next."""
    done = 0
    while StaleMark.objects.exists():
        with transaction.atomic():
            marks = dict(StaleMark.objects.select_for_update().order_by("pk").values_list("pk", "comment_id")[:_AT_A_TIME])
            _draw_up(set(marks.values()))
            StaleMark.objects.filter(pk__in=marks).delete()
        done += len(marks)
    return done


def draw_up_marked(*, at: datetime) -> int:
    """The sweep: so that nobody waits at a board for what thousands of remarks, decisions or a migration left behind."""
    return bring_up_to_date()


def _draw_up(keys: Collection[int]) -> None:
    """The lines of these remarks (``Comment.pk``) and of all that are in a group with one of them, or stood for one."""
    groups = Grouped.objects.filter(comment__in=keys, group__isnull=False).values("group")
    stood_for = BoardLine.objects.filter(comment__in=keys, group__isnull=False).values("group")
    alike = Grouped.objects.filter(Q(group__in=groups) | Q(group__in=stood_for)).values_list("comment", flat=True)
    among = {*keys, *alike}
    drawn = _lines(among)
    BoardLine.objects.filter(pk__in=among - {line.pk for line in drawn}).delete()
    fields = [field.name for field in BoardLine._meta.fields if not field.primary_key]
    BoardLine.objects.bulk_create(drawn, update_conflicts=True, unique_fields=["comment"], update_fields=fields)


def _lines(keys: Collection[int]) -> list[BoardLine]:
    """Those of these remarks that are weighed, with all that stands in them; one query."""
    rows = Comment.objects.posted().filter(parent=None, pk__in=keys).order_by()
    facts = rows.values(
        "version_id",
        "section_id",
        "passage_id",
        "number",
        "posted_at",
        "kind",
        "ground",
        "late",
        comment_id=F("pk"),
        issue_id=Coalesce("version__corrects", "version"),
        leads=~stands_behind(),
        state=_state(is_undecided()),
        own_state=_state(Q(decision=None)),
        is_taken_in=whether(Q(decision__value__in=Decision.TAKEN_IN)),
        is_contested=whether(is_contested()),
        is_unanimous=whether(is_unanimous()),
        group_id=F("grouped__group"),
        group_size=size_of_group(),
        assignment_id=F("assignment"),
        section_position=F("section__position"),
        passage_ordinal=Coalesce("passage__ordinal", -1),
    )
    return [BoardLine(**one) for one in facts]


def _state(is_open: Q) -> Case:
    return Case(
        When(is_open, then=Value(State.OPEN)),
        When(REOPENED, then=Value(State.REOPENED)),
        When(READY, then=Value(State.DRAFT)),
        default=Value(State.ANSWERED),
    )
