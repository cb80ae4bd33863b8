"""What became of each remark, for its author, when a next version comes: decision, reason, and the words before and after."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from consultation.comments.actions import people_behind_each, readers_among
from consultation.comments.models import Comment
from consultation.people.models import User
from consultation.rounds.models import Round
from consultation.weighing.actions import Effect, effects_in
from consultation.weighing.models import Answer, Decision
from handbook.models import Version


@dataclass(frozen=True, slots=True)
class Told:
    """One remark. ``answer`` is what its author may know of the decision, None when there is none yet; ``is_reopened`` that she
    contested it and it is weighed again. ``now`` is what became of its words in the new version."""

    comment: Comment
    answer: Decision | Answer | None
    is_reopened: bool
    now: Effect | None


@dataclass(slots=True)
class Receipt:
    """All that one person is told, in reading order."""

    person: User
    remarks: list[Told] = field(default_factory=list)

    @property
    def open_count(self) -> int:
        """How many have no answer yet."""
        return sum(1 for one in self.remarks if one.answer is None)


def receipts_of(version: Version) -> list[Receipt]:
    """For everybody who may read ``version`` and stands behind a remark that it accounts for; the number of queries does not
    grow with remarks or people."""
    comments = list(remarks_accounted_for(version))
    now = effects_in(comments, version)
    behind = people_behind_each(comments)
    readers = readers_among(version, {person.pk for people in behind.values() for person in people})
    found: dict[int, Receipt] = {}
    for comment in comments:
        told = _told(comment, now.get(comment.pk))
        for person in behind[comment.pk]:
            if person.pk in readers:
                found.setdefault(person.pk, Receipt(person)).remarks.append(told)
    return [found[pk] for pk in sorted(found)]


def remarks_accounted_for(version: Version) -> QuerySet[Comment]:
    """The remarks on the versions since the one that was asked about last, and older ones that were answered since then or are
    still open: each is told until it is answered, and once more with its answer."""
    earlier = Comment.objects.posted().filter(
        version__handbook_key=version.handbook_key, version__ordinal__lt=version.ordinal, parent=None
    )
    asked = (
        Round.objects.filter(version__handbook_key=version.handbook_key, version__ordinal__lt=version.ordinal)
        .select_related("version")
        .order_by("-version__ordinal")
        .first()
    )
    if asked is not None:
        since = Q(version__ordinal__gte=asked.version.ordinal)
        later = Q(decision__published_at__gte=asked.version.frozen_at)
        earlier = earlier.filter(since | later | Q(decision=None) | Q(decision__published_at=None))
    # An answer to a question of the round is no remark until somebody decides about it.
    return (
        earlier.filter(Q(question=None) | Q(decision__published_at__isnull=False))
        .select_related("version", "section", "passage", "decision", "contest__answer", "submitter__user")
        .order_by("version__ordinal", "section__position", "number", "pk")
    )


def _told(comment: Comment, now: Effect | None) -> Told:
    decision: Decision | None = getattr(comment, "decision", None)
    contest = getattr(comment, "contest", None)
    if decision is not None and decision.is_published:
        return Told(comment, decision, False, now)
    return Told(comment, contest.answer if contest is not None else None, contest is not None, now)
