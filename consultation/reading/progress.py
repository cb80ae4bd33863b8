"""What a reader did with each section of a version, and what stands at each: a fixed number of queries for any version.

A section counts as done when its reader had it open, said something of it (gelezen, akkoord) or remarked on it, and its
text has not changed since. Chapters without text of their own do not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from consultation.comments.models import Comment, Opening, Review, Submitter, Support
from consultation.rounds.models import Round
from handbook.models import Section, Version

UNREAD, CHANGED, READ, AGREED = "unread", "changed", "read", "agreed"


@dataclass(slots=True)
class SectionProgress:
    """One section for one reader. ``state`` is empty for a section without text."""

    section_id: int
    state: str
    review: str = ""
    mine: int = 0
    others: int = 0
    opened_at: datetime | None = None
    passage_id: UUID | None = None
    is_asked: bool = True
    """Whether the round asks about it; what it does not ask about is nobody's work."""

    @property
    def is_left(self) -> bool:
        """Whether it is still to be done."""
        return self.is_asked and not self.is_done

    @property
    def is_done(self) -> bool:
        return self.state in {READ, AGREED, ""}

    @property
    def is_answered(self) -> bool:
        """Whether the reader said anything of it: gelezen, akkoord or a remark."""
        return bool(self.review or self.mine)


@dataclass(frozen=True, slots=True)
class Progress:
    """A whole version for one reader."""

    by_section: dict[int, SectionProgress]
    last_opened: SectionProgress | None

    @property
    def done(self) -> int:
        return sum(1 for one in self.by_section.values() if one.state and one.is_done and one.is_asked)


def progress_of(
    *, user: Any, version: Version, sections: Sequence[Section], round: Round | None = None, at: datetime
) -> Progress:
    """The progress of this reader through these sections of one version, which are read in ``round``; three queries, none for
    an anonymous reader."""
    if not user.is_authenticated:
        return Progress({section.pk: SectionProgress(section.pk, "") for section in sections}, None)
    openings = list(
        Opening.objects.filter(user=user, section__version__handbook_key=version.handbook_key)
        .order_by("opened_at")
        .values_list("section_id", "section__key", "section__content_hash", "opened_at", "passage_id")
    )
    own = Review.objects.filter(submitter__user=user, section__version=version).order_by()
    reviews = dict(own.values_list("section_id", "value"))
    counts = comment_counts(user=user, version=version, sections=sections, at=at)
    read_texts: dict[Any, set[str]] = {}
    for _section, key, content_hash, _at, _passage in openings:
        read_texts.setdefault(key, set()).add(content_hash)
    here = {section_id: (moment, passage) for section_id, _key, _hash, moment, passage in openings}
    by_section: dict[int, SectionProgress] = {}
    for section in sections:
        mine, others = counts.get(section.key, (0, 0))
        opened_at, passage_id = here.get(section.pk, (None, None))
        by_section[section.pk] = SectionProgress(
            section_id=section.pk,
            state=_state(section, review=reviews.get(section.pk, ""), mine=mine, read_texts=read_texts.get(section.key, set())),
            review=reviews.get(section.pk, ""),
            mine=mine,
            others=others,
            opened_at=opened_at,
            passage_id=passage_id,
            is_asked=round is None or round.covers(section.key),
        )
    opened = [one for one in by_section.values() if one.opened_at is not None]
    last = max(opened, key=lambda one: one.opened_at or at, default=None)
    return Progress(by_section, last)


def _state(section: Section, *, review: str, mine: int, read_texts: set[str]) -> str:
    if not section.word_count:
        return ""
    if review == Review.Value.AGREED:
        return AGREED
    if review or mine or section.content_hash in read_texts:
        return READ
    return CHANGED if read_texts else UNREAD


def comment_counts(*, user: Any, version: Version, sections: Sequence[Section], at: datetime) -> dict[UUID, tuple[int, int]]:
    """Own and others' remarks by the key of their section, drafts and replies left out; one query, and blind rounds keep
    their secret. In a correction those on the version that it corrects count as well. ``sections`` are those of the version.
    """
    mine = Count("pk", filter=Q(submitter__in=Submitter.objects.filter(user=user).values("pk")))
    if version.corrects_id is None:
        # By the section alone, which an index of remarks begins with: the remarks themselves are not looked at.
        keys = {section.pk: section.key for section in sections}
        standing = Comment.objects.standing_for(user, at, on=version).filter(parent=None, section__in=keys).order_by()
        counted = standing.values_list("section").annotate(mine=mine, total=Count("pk"))
        rows = [(keys[section], own, total) for section, own, total in counted]
    else:
        posted = Comment.objects.posted().filter(parent=None).visible_to(user, at, withdrawn=False)
        visible = posted.filter(version__in=Version.objects.issue_of(version)).order_by().values_list("section__key")
        rows = list(visible.annotate(mine=mine, total=Count("pk")))
    return {section: (own, total - own) for section, own, total in rows}


@dataclass(frozen=True, slots=True)
class SupportCount:
    """Agreement and objection on one remark, and what the reader said herself (1, -1 or 0)."""

    agree: int = 0
    object: int = 0
    own: int = 0


def support_counts(comments: Sequence[Comment], *, user: Any) -> dict[int, SupportCount]:
    """Support per remark for these remarks; one query."""
    rows = (
        Support.objects.filter(comment__in=[comment.pk for comment in comments])
        .values_list("comment_id", "value")
        .annotate(count=Count("pk"), own=Count("pk", filter=Q(submitter__user=user)))
        .order_by()
    )
    found: dict[int, SupportCount] = {}
    for comment, value, count, own in rows:
        known = found.get(comment, SupportCount())
        agrees = value == Support.Value.AGREE
        found[comment] = SupportCount(
            agree=count if agrees else known.agree,
            object=known.object if agrees else count,
            own=value if own else known.own,
        )
    return found


NOT_SHOWN = (
    "saved_at",
    "admitted_at",
    "removed_reason",
    "decision__decided_at",
)
NOT_SHOWN_OF_PEOPLE = (
    "handbook_key",
    "user__password",
    "user__last_login",
    "user__joined_at",
    "user__house_rules_accepted_at",
    "user__email",
)
"""What no remark on a page shows of itself or its writer; turning instants and keys into objects takes most of the time."""


def thread_of(section: Section, *, user: Any, at: datetime) -> list[Comment]:
    """All remarks and replies at a section that this reader may see, oldest first; two queries."""
    found = list(
        Comment.objects.visible_to(user, at, on=section.version)
        .filter(section=section)
        .select_related("decision", "contest__answer", "contribution", "attendee_answer")
        .defer(*NOT_SHOWN)
        .order_by("created_at", "pk")
    )
    # Few people write many remarks: each is made into an object once.
    people = Submitter.objects.select_related("user__organisation", "organisation").defer(*NOT_SHOWN_OF_PEOPLE)
    submitters = people.in_bulk({comment.submitter_id for comment in found}) if found else {}
    for comment in found:
        comment.submitter = submitters[comment.submitter_id]
    return found
