"""Remarks as the section page and "Mijn reacties" show them: who, where, what, and what this reader may do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.comments.models import Comment, asked_of, contribution_of
from consultation.comments.permissions import can_edit, can_reply, can_report, can_support, can_withdraw, is_own
from consultation.comments.quoting import quote_in
from consultation.reading.progress import SupportCount
from consultation.rounds.permissions import Standing
from consultation.weighing.models import Answer, Contest, Decision, Dissent
from consultation.weighing.permissions import contest_of, last_day_to_contest, may_be_contested
from handbook.diff import Change, diff_words
from handbook.models import Passage
from handbook.numbering import passage_number


@dataclass(frozen=True, slots=True)
class RemarkView:
    """The parameters of components/remark.html; see there for each. Equal ones look the same (the tag ``kept_each``)."""

    id: str
    number: str
    anchor_url: str
    passage_id: str
    passage_number: str
    author_name: str
    author_role: str
    posted_at: datetime | None
    edited_at: datetime | None
    kind_label: str
    ground_label: str
    body: str
    state: str
    is_mine: bool
    quote: str = ""
    asked: str = ""
    proposal_parts: tuple[Change, ...] = ()
    state_label: str = ""
    state_tone: str = ""
    placement_note: str = ""
    place_parts: tuple[Change, ...] = ()
    origin_url: str = ""
    origin_label: str = ""
    decision_label: str = ""
    decision_tone: str = ""
    answer: str = ""
    answer_note: str = ""
    minority: tuple[str, ...] = ()
    earlier_label: str = ""
    earlier_answer: str = ""
    contest_url: str = ""
    contest_until: date | None = None
    support_count: int = 0
    objection_count: int = 0
    supported: bool = False
    support_url: str = ""
    object_url: str = ""
    reply_url: str = ""
    edit_url: str = ""
    withdraw_url: str = ""
    report_url: str = ""
    said: str = ""
    replies: tuple[RemarkView, ...] = ()

    def saying(self, said: str, *, at: str) -> RemarkView:
        """The same remark, with what was just done told at it or at that reply to it; itself when it is another one."""
        if at == self.id:
            return replace(self, said=said)
        if any(reply.id == at for reply in self.replies):
            return replace(self, replies=tuple(reply.saying(said, at=at) for reply in self.replies))
        return self


@dataclass(frozen=True, slots=True)
class RemarkContext:
    """What all remarks of one page share."""

    person: Standing
    at: datetime
    section_url: str
    section_number: str
    passages: Mapping[int, Passage]
    supports: Mapping[int, SupportCount]
    stuck: Mapping[int, str] = field(default_factory=dict)
    """For remarks from a try-out where their authors got stuck, in words."""
    minority: Mapping[int, Sequence[Dissent]] = field(default_factory=dict)
    """For answered remarks the partners that did not simply agree, as far as readers see them."""

    @property
    def hides_numbers(self) -> bool:
        """In a blind round a number would tell how many remarks colleagues posted before this one."""
        return self.person.round is not None and self.person.round.hides_peers(self.at)


def remark_views(comments: Sequence[Comment], context: RemarkContext) -> list[RemarkView]:
    """Threads in the order of the text: the whole section first, then passage by passage, each oldest first.

    A withdrawn or removed remark stays as one line when somebody replied to it, and goes when nobody did.
    """
    replies: dict[int, list[Comment]] = {}
    for comment in comments:
        if comment.parent_id is not None:
            replies.setdefault(comment.parent_id, []).append(comment)
    views: list[tuple[int, RemarkView]] = []
    for comment in comments:
        if comment.parent_id is not None or comment.question_id is not None:
            continue
        answers = (remark_view(reply, context) for reply in replies.get(comment.pk, []))
        view = remark_view(comment, context, replies=tuple(one for one in answers if one.state in SHOWN))
        if view.state in SHOWN or view.replies:
            passage = context.passages.get(comment.passage_id or 0)
            views.append((passage.ordinal if passage else 0, view))
    views.sort(key=lambda item: item[0])
    return [view for _ordinal, view in views]


@lru_cache(maxsize=16_384)
def _address(name: str, key: str) -> str:
    return reverse(name, args=[key])


def remark_view(comment: Comment, context: RemarkContext, *, replies: tuple[RemarkView, ...] = ()) -> RemarkView:
    """One remark with these replies, or a reply."""
    passage = context.passages.get(comment.passage_id or 0)
    person, at = context.person, context.at
    mine = is_own(person, comment)
    state = _state(comment)
    support = context.supports.get(comment.pk, SupportCount())
    name, role = comment.submitter.appears_in(person.round)
    key = str(comment.key)
    supportable = can_support(person, comment, at)
    draft = mine and state in {"draft", "shared"}
    contest = contest_of(comment)
    decision = answer_to(comment)
    contestable = mine and may_be_contested(comment, at)
    quoted = quote_in(comment.selectors)
    quote = quoted.exact if quoted else ""
    return RemarkView(
        id=key,
        number=f"R{comment.number}" if comment.number and not context.hides_numbers else "",
        anchor_url=f"{context.section_url}?reactie={key}#r-{key}",
        passage_id=str(passage.passage_id) if passage else "",
        passage_number=passage_number(context.section_number, passage.ordinal) if passage else "",
        author_name=name,
        author_role=role,
        posted_at=comment.posted_at,
        edited_at=comment.edited_at,
        kind_label=str(KINDS[comment.kind]),
        ground_label=str(GROUNDS.get(comment.ground, "")),
        body=comment.body,
        asked=asked_of(comment) or context.stuck.get(comment.pk, ""),
        state=state,
        is_mine=mine,
        quote=quote,
        proposal_parts=tuple(diff_words(quote or (passage.text if passage else ""), comment.proposed))
        if comment.proposed
        else (),
        state_label=_state_label(comment, state),
        state_tone="warning" if comment.late else "",
        placement_note=_left_out_words(comment) if mine and state == "shared" else "",
        support_count=support.agree,
        objection_count=support.object,
        supported=support.own == 1,
        support_url=_address("comment-support", key) if supportable else "",
        object_url=_address("comment-object", key) if supportable else "",
        reply_url=_address("comment-reply", key) if comment.parent_id is None and can_reply(person, comment, at) else "",
        edit_url=_address("comment-edit", key) if draft or can_edit(person, comment, at) else "",
        withdraw_url=_address("comment-withdraw", key)
        if (draft and not _was_taken_over(comment)) or can_withdraw(person, comment, at)
        else "",
        decision_label=decision.get_value_display() if decision else "",
        decision_tone=DECISION_TONES.get(decision.value, "outline") if decision else "",
        answer=decision.reason if decision else "",
        answer_note=_answer_note(contest),
        minority=tuple(one.words for one in context.minority.get(comment.pk, ())) if decision else (),
        earlier_label=contest.answer.get_value_display() if contest and contest.settled_at else "",
        earlier_answer=contest.answer.reason if contest and contest.settled_at else "",
        contest_url=_address("contest-answer", key) if contestable else "",
        contest_until=last_day_to_contest(comment.decision.published_at) if contestable else None,
        report_url=_address("comment-report", key) if can_report(person, comment, at) else "",
        replies=replies,
    )


ORIGINS = {
    Comment.Origin.ENTERED: gettext_lazy("entered by the editors"),
    Comment.Origin.CONFERENCE: gettext_lazy("from the conference"),
    Comment.Origin.TRYOUT: gettext_lazy("from the try-out"),
}
"""Where a remark came from, for those that nobody posted here herself."""
KINDS, GROUNDS = dict(Comment.Kind.choices), dict(Comment.Ground.choices)
DECISION_TONES = {Decision.Value.ADOPTED: "positive", Decision.Value.PARTLY: "accent"}


def answer_to(comment: Comment) -> Decision | Answer | None:
    """What its readers see as the answer: the decision that was published, or, while the remark is weighed again, the answer
    that its author had. The remark must have come with ``select_related("decision", "contest__answer")``.
    """
    decision: Decision | None = getattr(comment, "decision", None)
    if decision is not None and decision.is_published:
        return decision
    contest = contest_of(comment)
    return contest.answer if contest is not None else None


def minority_of(comments: Iterable[Comment]) -> dict[int, list[Dissent]]:
    """Which partners did not simply agree with the answers to these remarks, as far as readers see it; one query, and none
    where nothing was answered."""
    return Dissent.objects.for_readers().by_comment(one.pk for one in comments if answer_to(one) is not None)


def _answer_note(contest: Contest | None) -> str:
    """Whether the remark is weighed again, or this is the last word on it."""
    if contest is None:
        return ""
    if contest.settled_at is None:
        return _("The author says that this answer misses what was meant. The working group looks at it again.")
    return _("This answer is final. It came after the author said that the first one missed what was meant.")


def _state(comment: Comment) -> str:
    if comment.removed_at is not None:
        return "hidden"
    if comment.withdrawn_at is not None:
        return "withdrawn"
    if not comment.is_draft:
        return "posted"
    return "draft" if contribution_of(comment) is None else "shared"


def _was_taken_over(draft: Comment) -> bool:
    """Whether a shared text went into the remark of one's organisation, which keeps pointing at it."""
    contribution = contribution_of(draft)
    return contribution is not None and contribution.gathered_id is not None


def _left_out_words(comment: Comment) -> str:
    """Why one's coordinator left a text out of the gathered reaction; empty when she did not."""
    reason = contribution_of(comment).left_out_reason
    return _("Left out: %(reason)s") % {"reason": reason} if reason else ""


def _state_label(comment: Comment, state: str) -> str:
    if comment.late:
        return _("too late")
    if state == "shared":
        contribution = contribution_of(comment)
        if contribution.gathered_id is not None:
            return _("taken over by your organisation")
        return _("left out") if contribution.left_out_at is not None else _("only for your colleagues")
    return str(ORIGINS.get(comment.origin, ""))


SHOWN = frozenset({"posted", "draft", "shared"})
"""The states of a remark that stands; others are shown for the sake of their replies only."""
