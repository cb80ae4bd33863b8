""" "Mijn reacties": what somebody wrote, over all handbooks and versions, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultation.comments.actions import DRAFTS, unposted
from consultation.comments.models import Comment, Redaction, contribution_of
from consultation.people.retention import kept_until
from consultation.reading.addresses import section_url
from consultation.reading.earlier import effects_now
from consultation.reading.progress import support_counts
from consultation.reading.remarks import RemarkContext, RemarkView, answer_to, minority_of, remark_view
from consultation.rounds.models import LATE_WINDOW, Round
from consultation.rounds.permissions import standing_of
from consultation.tryouts.models import Stuck
from consultation.weighing.actions import Effect, effects_for


class MyCommentsFilter(Enum):
    """The choices of ``?toon=``."""

    ALL = ""
    DRAFTS = "concept"
    POSTED = "geplaatst"
    WITHDRAWN = "ingetrokken"

    @classmethod
    def from_query(cls, value: str) -> MyCommentsFilter:
        return next((choice for choice in cls if choice.value == value), cls.ALL)

    @property
    def words(self) -> Promise:
        return {
            MyCommentsFilter.ALL: _("All"),
            MyCommentsFilter.DRAFTS: _("Drafts"),
            MyCommentsFilter.POSTED: _("Posted"),
            MyCommentsFilter.WITHDRAWN: _("Withdrawn"),
        }[self]

    @property
    def condition(self) -> Q:
        """Which remarks it holds; to filter with or to count."""
        return {
            MyCommentsFilter.ALL: Q(),
            MyCommentsFilter.DRAFTS: Q(posted_at=None, withdrawn_at=None),
            MyCommentsFilter.POSTED: Q(posted_at__isnull=False, withdrawn_at=None),
            MyCommentsFilter.WITHDRAWN: Q(withdrawn_at__isnull=False),
        }[self]


@dataclass(frozen=True, slots=True)
class MyComment:
    """One remark with the place where it was made. Equal ones look the same (the tag ``kept_each``)."""

    remark: RemarkView
    place: str
    place_url: str
    handbook: str
    label: str
    in_reply: bool
    effect: Effect | None
    """What became of its words in the next version; None before there is one."""
    now: Effect | None
    """Where they stand in the newest version, when that is a later one."""
    redacted: tuple[str, ...]
    waits: bool
    """That it is weighed and has no answer yet."""
    kept_until: datetime | None
    """When a draft of a round that closed is deleted; None for all else."""


def my_comments_of(*, user: Any, shown: MyCommentsFilter) -> tuple[QuerySet[Comment], dict[MyCommentsFilter, int]]:
    """Own remarks after the filter, drafts first and then the newest, with how many each choice has (one query).

    What somebody answered as an attendee of a conference, before she was a member, is among them: it is known by the
    address that she signs in with. It stays under its own number, and she changes it where she wrote it.
    """
    attended = Comment.objects.filter(attendee_answer__registration__email__iexact=user.email)
    own = Comment.objects.of(user) | attended
    counts = own.order_by().aggregate(**{choice.name: Count("pk", filter=choice.condition) for choice in MyCommentsFilter})
    listed = own.filter(shown.condition).order_by(Case(When(posted_at=None, then=0), default=1), "-saved_at", "-pk")
    return listed, {choice: counts[choice.name] for choice in MyCommentsFilter}


def with_what_is_shown(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """With all that ``views_of`` wants at hand."""
    return comments.select_related(
        "version__round",
        "section",
        "passage",
        "submitter__user__organisation",
        "submitter__organisation",
        "decision",
        "contest__answer",
        "contribution",
        "attendee_answer",
    ).defer("section__text", "passage__html")


def views_of(comments: Sequence[Comment], *, user: Any, at: datetime) -> list[MyComment]:
    """The remarks of one page; the queries depend on the number of versions among them, not of remarks."""
    supports = support_counts(comments, user=user)
    now = effects_now(comments, user=user, at=at)
    effects = effects_for(comments, user=user)
    redacted = _redacted(comments)
    stuck = Stuck.objects.told_in(comments)
    minority = minority_of(comments)
    versions = {comment.version_id: comment.version for comment in comments}
    people = {pk: standing_of(user=user, version=version) for pk, version in versions.items()}
    views = []
    for comment in comments:
        version, section = comment.version, comment.section
        effect, newest = effects.get(comment.pk), now.get(comment.pk)
        context = RemarkContext(
            person=people[version.pk],
            at=at,
            section_url=section_url(version, section.number),
            section_number=section.number,
            passages={comment.passage_id: comment.passage} if comment.passage_id and comment.passage else {},
            supports=supports,
            stuck=stuck,
            minority=minority,
        )
        # On her own list her name says nothing; what it is does.
        name = comment.submitter.appears_in(None)[0] if comment.submitter.collective else gettext("Your comment")
        remark = replace(remark_view(comment, context), author_name=name, author_role="")
        views.append(
            MyComment(
                remark=remark,
                place=f"{section.number} {section.title}",
                place_url=remark.anchor_url,
                handbook=version.title,
                label=version.label,
                in_reply=comment.parent_id is not None,
                effect=effect or newest,
                now=newest if effect is not None and newest is not None and newest.version != effect.version else None,
                redacted=tuple(redacted.get(comment.pk, ())),
                waits=_waits(comment, is_passed=comment.pk in now, at=at),
                kept_until=_kept_until(comment, people[version.pk].round, at=at),
            )
        )
    return views


@dataclass(frozen=True, slots=True)
class RoundDrafts:
    """A round in which this person can post drafts now, and how many."""

    round: Round
    count: int


def rounds_with_drafts(*, user: Any, at: datetime) -> list[RoundDrafts]:
    """The rounds that are open, or closed so short that a draft may still come, with drafts of hers; one query for each."""
    taking = Round.objects.filter(opens_at__lte=at, closes_at__gt=at - LATE_WINDOW).for_user(user).select_related("version")
    found = [RoundDrafts(round, unposted(round).filter(submitter__user=user).count()) for round in taking]
    return [one for one in found if one.count]


def _waits(comment: Comment, *, is_passed: bool, at: datetime) -> bool:
    """Whether its author waits for an answer: its round closed, or a newer version came (``is_passed``)."""
    if not comment.stands or comment.parent_id is not None or comment.question_id is not None or answer_to(comment) is not None:
        return False
    round: Round | None = getattr(comment.version, "round", None)
    return is_passed or (round is not None and round.closes_at <= at)


def _kept_until(comment: Comment, round: Round | None, *, at: datetime) -> datetime | None:
    """Drafts of a closed round do not stay for ever; what was shared is her colleagues' too."""
    if not comment.is_draft or round is None or round.closes_at > at or contribution_of(comment) is not None:
        return None
    return kept_until(DRAFTS, since=max(round.closes_at, comment.saved_at, comment.admitted_at or comment.saved_at))


def _redacted(comments: Sequence[Comment]) -> dict[int, list[str]]:
    """By the number of the remark, why words were blacked out in it, each time in a sentence; one query."""
    reasons: dict[int, list[str]] = {}
    for redaction in Redaction.objects.standing().filter(comment__in=[comment.pk for comment in comments]):
        sentence = gettext("The editors blacked out words: %(reason)s") % {"reason": redaction.reason}
        reasons.setdefault(redaction.comment_id, []).append(sentence)
    return reasons
