"""Which decided answers go out together, and which stay back and why."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from consultation.comments.models import Comment
from consultation.weighing.errors import DespiteMissing
from consultation.weighing.models import AlikeGroup, Answer, Position
from consultation.weighing.positions import apart_on, unanimous
from consultation.weighing.weighed import remarks_of
from handbook.models import Passage, Section, Version

DECIDED_ANEW = Q(contest=None) | Q(contest__settled_at__isnull=False) | Q(decision__decided_at__gt=F("contest__at"))
READY = Q(decision__isnull=False, decision__published_at=None) & DECIDED_ANEW
"""Decided and not sent; of a remark that its author reopened, decided with her words at hand."""
REOPENED = Q(contest__isnull=False, contest__settled_at=None) & ~Q(decision__decided_at__gt=F("contest__at"))
"""An author said that the answer misses what she meant, and nobody decided anew."""


class Which(StrEnum):
    """Which of the decided ones: the values of ``?welke=``."""

    ALL = "alles"
    UNANIMOUS = "eensgezind"
    TICKED = "aangevinkt"

    @classmethod
    def from_query(cls, value: str | None) -> Which:
        return next((choice for choice in cls if choice.value == value), cls.ALL)


class Back(StrEnum):
    """Why an answer stays back."""

    CONTESTED = "contested"
    GROUP = "group"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """What an editor confirmed; it travels as JSON through the job row.

    ``key`` makes a second press the same sending. ``seen_at`` is when she saw the list: what was decided later stays back.
    ``keys`` are the remarks that were ticked, ``anyway`` those that go out, with their groups, although a partner does not agree,
    for the reason ``despite``; ``shown`` is a value of ``Answer.Shown``.
    """

    key: uuid.UUID
    seen_at: datetime
    which: Which = Which.ALL
    keys: tuple[uuid.UUID, ...] = ()
    anyway: tuple[uuid.UUID, ...] = ()
    despite: str = ""
    shown: str = str(Answer.Shown.NAMED)

    def refuse_unexplained(self) -> None:
        """Raises DespiteMissing when contested answers go out all the same and nobody says why."""
        if self.anyway and not self.despite.strip():
            raise DespiteMissing

    def to_json(self) -> dict[str, Any]:
        data = asdict(self)
        return data | {
            "key": str(self.key),
            "seen_at": self.seen_at.isoformat(),
            "keys": [str(key) for key in self.keys],
            "anyway": [str(key) for key in self.anyway],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            key=uuid.UUID(data["key"]),
            seen_at=datetime.fromisoformat(data["seen_at"]),
            which=Which(data["which"]),
            keys=tuple(map(uuid.UUID, data["keys"])),
            anyway=tuple(map(uuid.UUID, data["anyway"])),
            despite=data["despite"],
            shown=data["shown"],
        )


@dataclass(frozen=True, slots=True)
class HeldBack:
    """An answer that stays back. ``positions`` are those of the partners that do not simply agree, ``group`` is that of the
    remark, if it has one."""

    comment: Comment
    why: Back
    positions: list[Position] = field(default_factory=list)
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What goes out and what stays, in reading order. ``contested`` are the numbers of those that go out all the same."""

    ready: list[Comment]
    held: list[HeldBack]
    contested: set[int]

    @property
    def contested_held(self) -> list[tuple[HeldBack, int]]:
        """One of each group, with how many more of the group stay back."""
        held = [one for one in self.held if one.why is Back.CONTESTED]
        of_group = Counter(one.group for one in held if one.group is not None)
        firsts = {one.group or -one.comment.pk: one for one in reversed(held)}
        return [(one, of_group[one.group] - 1 if one.group else 0) for one in held if firsts[one.group or -one.comment.pk] is one]

    @property
    def others_held(self) -> list[HeldBack]:
        return [one for one in self.held if one.why is not Back.CONTESTED]


def look_ahead(version: Version, plan: BatchPlan, *, among: Collection[int] | None = None) -> Outlook:
    """What would go out now, of all or ``among`` some remarks (``Comment.pk``); the number of queries does not depend on how
    many answers there are."""
    remarks = _chosen(remarks_of(version).filter(READY), plan)
    if among is not None:
        remarks = remarks.filter(pk__in=among)
    # Sections, versions and people are few: each is made once, and not again for every remark.
    rows = list(
        remarks.select_related("decision", "grouped")
        .defer("selectors")
        .prefetch_related(
            Prefetch("section", Section.objects.defer("text")),
            Prefetch("passage", Passage.objects.defer("text", "html", "data")),
            "version",
            "submitter__user__organisation",
            "submitter__organisation",
        )
    )
    apart = apart_on([one.pk for one in rows])
    released = {one.grouped.group_id for one in rows if one.key in plan.anyway and hasattr(one, "grouped")} - {None}
    waiting = _groups_that_wait(version)
    ready: list[Comment] = []
    held: list[HeldBack] = []
    contested: set[int] = set()
    for comment in rows:
        group = comment.grouped.group_id if hasattr(comment, "grouped") else None
        if comment.decision.decided_at > plan.seen_at:
            held.append(HeldBack(comment, Back.CHANGED))
        elif group in waiting:
            held.append(HeldBack(comment, Back.GROUP))
        elif comment.pk in apart and comment.key not in plan.anyway and group not in released:
            held.append(HeldBack(comment, Back.CONTESTED, apart[comment.pk], group))
        else:
            ready.append(comment)
            if comment.pk in apart:
                contested.add(comment.pk)
    return Outlook(ready, held, contested)


def _chosen(remarks: QuerySet[Comment], plan: BatchPlan) -> QuerySet[Comment]:
    if plan.which is Which.UNANIMOUS:
        return unanimous(remarks)
    return remarks.filter(key__in=plan.keys) if plan.which is Which.TICKED else remarks


def _groups_that_wait(version: Version) -> set[int]:
    """The confirmed groups with a remark that has no decision yet: one answer goes to all of it."""
    undecided = remarks_of(version).filter(grouped__group=OuterRef("pk"), decision=None).order_by()
    groups = AlikeGroup.objects.filter(version=version.issue_id, confirmed_at__isnull=False).filter(Exists(undecided))
    return set(groups.values_list("pk", flat=True))
