"""Which decided answers go out together, and which stay back and why."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from consultation.comments.actions import people_behind_each
from consultation.comments.models import Comment
from consultation.people.models import User
from consultation.weighing.errors import DespiteMissing
from consultation.weighing.models import AlikeGroup, Answer
from consultation.weighing.positions import is_contested, unanimous
from consultation.weighing.weighed import remarks_of, whether
from handbook.models import Passage, Section, Version
from look.paging import in_their_order

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
    """An answer that stays back: the remark (``Comment.pk``), and its group, if it has one."""

    comment: int
    why: Back
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What goes out and what stays, in reading order; remarks are named by ``Comment.pk``.

    ``contested`` are those that go out all the same. ``voices`` gives for each that goes out one of the same submitter and
    version: the same people hear of both.
    """

    ready: list[int]
    held: list[HeldBack]
    contested: set[int]
    voices: dict[int, int]

    @property
    def contested_held(self) -> list[tuple[HeldBack, int]]:
        """One of each group, with how many more of the group stay back."""
        held = [one for one in self.held if one.why is Back.CONTESTED]
        of_group = Counter(one.group for one in held if one.group is not None)
        firsts = {one.group or -one.comment: one for one in reversed(held)}
        return [(one, of_group[one.group] - 1 if one.group else 0) for one in held if firsts[one.group or -one.comment] is one]

    @property
    def others_held(self) -> list[HeldBack]:
        return [one for one in self.held if one.why is not Back.CONTESTED]

    def people_behind_each(self) -> dict[int, list[User]]:
        """Who hears of each that goes out; the number of queries does not depend on how many those are."""
        speaking = Comment.objects.filter(pk__in=set(self.voices.values()))
        behind = people_behind_each(speaking.select_related("submitter__user", "version"))
        return {key: behind[voice] for key, voice in self.voices.items()}


def look_ahead(version: Version, plan: BatchPlan, *, among: Collection[int] | None = None) -> Outlook:
    """What would go out now, of all or ``among`` some remarks (``Comment.pk``); at most three queries, and of each answer
    a few values."""
    remarks = _chosen(remarks_of(version).filter(READY), plan)
    if among is not None:
        remarks = remarks.filter(pk__in=among)
    # What can be told by the database is no value: of thousands of answers, each key and instant would be made anew.
    facts = remarks.annotate(is_apart=whether(is_contested()), is_changed=whether(Q(decision__decided_at__gt=plan.seen_at)))
    rows = facts.values_list("pk", "grouped__group", "is_apart", "is_changed", "submitter", "version", named=True)
    let_go = dict(remarks.filter(key__in=plan.anyway).values_list("pk", "grouped__group")) if plan.anyway else {}
    released = set(let_go.values()) - {None}
    waiting = _groups_that_wait(version)
    voice_of: dict[tuple[int, int], int] = {}
    outlook = Outlook(ready=[], held=[], contested=set(), voices={})
    for one in rows:
        group = one.grouped__group
        if one.is_changed:
            outlook.held.append(HeldBack(one.pk, Back.CHANGED, group))
        elif group in waiting:
            outlook.held.append(HeldBack(one.pk, Back.GROUP, group))
        elif one.is_apart and one.pk not in let_go and group not in released:
            outlook.held.append(HeldBack(one.pk, Back.CONTESTED, group))
        else:
            outlook.ready.append(one.pk)
            outlook.voices[one.pk] = voice_of.setdefault((one.submitter, one.version), one.pk)
            if one.is_apart:
                outlook.contested.add(one.pk)
    return outlook


def answers_of(keys: Sequence[int]) -> list[Comment]:
    """These remarks (``Comment.pk``), in this order, with their decisions and all that telling of them asks for.

    Sections, versions and people are few: each is made once, and not again for every remark.
    """
    whole = (
        Comment.objects.select_related("decision", "grouped")
        .defer("selectors")
        .prefetch_related(
            Prefetch("section", Section.objects.defer("text")),
            Prefetch("passage", Passage.objects.defer("text", "html", "data")),
            "version",
            "submitter__user__organisation",
            "submitter__organisation",
        )
    )
    return in_their_order(whole, keys)


def _chosen(remarks: QuerySet[Comment], plan: BatchPlan) -> QuerySet[Comment]:
    if plan.which is Which.UNANIMOUS:
        return unanimous(remarks)
    return remarks.filter(key__in=plan.keys) if plan.which is Which.TICKED else remarks


def _groups_that_wait(version: Version) -> set[int]:
    """The confirmed groups with a remark that has no decision yet: one answer goes to all of it."""
    undecided = remarks_of(version).filter(grouped__group=OuterRef("pk"), decision=None).order_by()
    groups = AlikeGroup.objects.filter(version=version.issue_id, confirmed_at__isnull=False).filter(Exists(undecided))
    return set(groups.values_list("pk", flat=True))
