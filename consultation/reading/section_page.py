"""The section page, the heart: text, remarks and progress of one section for one reader, in a fixed number of queries.

The budget stands in tests/consultation/reading/test_queries.py: the same number for 2 remarks or 500, 5 members or 5,000.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from consultation.comments.models import Comment, Placement
from consultation.comments.permissions import sign_writer
from consultation.comments.quoting import find_words, quote_in
from consultation.reading.access import OpenVersion
from consultation.reading.addresses import changes_url, section_url
from consultation.reading.contents import Contents, ContentsLine, contents_of
from consultation.reading.earlier import carried_views, earlier_views, placed_here
from consultation.reading.frozen import passages_of, section_in, sections_of
from consultation.reading.going_on import GoingOn, going_on, lines_of_list
from consultation.reading.marking import Quotation, mark_quotations
from consultation.reading.progress import CHANGED, Progress, progress_of, support_counts, thread_of
from consultation.reading.remarks import RemarkContext, RemarkView, minority_of, remark_views
from consultation.rounds.models import Question
from consultation.rounds.permissions import (
    Standing,
    can_be_recorded,
    can_comment,
    can_review,
    can_write,
    is_asked_about,
    standing_of,
)
from consultation.tryouts.models import Stuck
from handbook.models import Passage, Section
from handbook.numbering import passage_number


@dataclass(frozen=True, slots=True)
class PassageView:
    """The parameters of components/passage.html."""

    id: str
    number: str
    type: str
    html: SafeString
    text: str
    anchor_url: str
    remark_count: int
    comment_url: str
    propose_url: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question of the round at the foot of this section, with the reader's own answer if she gave one."""

    question: Question
    answer: Comment | None
    url: str
    writer: str
    """Who has the page open, signed, so that an answer kept over an expired session goes back to this person only."""


@dataclass(frozen=True, slots=True)
class SectionPage:
    """Everything that the section's template shows."""

    opened: OpenVersion
    person: Standing
    section: Section
    chapter: str
    contents: Contents
    progress: Progress
    passages: list[PassageView]
    remarks: list[RemarkView]
    earlier: list[RemarkView]
    questions: list[QuestionView]
    previous: ContentsLine | None
    next: ContentsLine | None
    resume: GoingOn | None
    is_asked: bool
    """Whether the round asks about this section."""
    may_comment: bool
    may_review: bool
    opened_url: str
    url: str

    @property
    def review(self) -> str:
        return self.progress.by_section[self.section.pk].review

    @property
    def section_remark_count(self) -> int:
        return sum(1 for remark in self.remarks if not remark.passage_id and remark.state != "draft")


def section_page(opened: OpenVersion, number: str) -> SectionPage:
    """Compose the page of the section with this number.

    Raises:
        Http404: the version has no such section.
    """
    user, at = opened.user, opened.at
    sections = sections_of(opened.version)
    index = next((place for place, one in enumerate(sections) if one.number == number), None)
    if index is None:
        raise Http404
    section = section_in(opened.version, sections[index])
    passages = passages_of(section)
    person = standing_of(user=user, version=opened.version)
    progress = progress_of(user=user, version=opened.version, sections=sections, round=opened.round, at=at)
    comments = thread_of(section, user=user, at=at) if user.is_authenticated else []
    placed = placed_here(section, user=user, at=at)
    carried = [one for one in placed if one.comment.version.issue_id == opened.version.issue_id]
    earlier = [one for one in placed if one not in carried]
    url = section_url(opened.version, number)
    context = RemarkContext(
        person=person,
        at=at,
        section_url=url,
        section_number=number,
        passages={passage.pk: passage for passage in passages},
        supports=support_counts([*comments, *(one.comment for one in carried)], user=user) if comments or carried else {},
        stuck=Stuck.objects.told_in([*comments, *(one.comment for one in carried)]),
        minority=minority_of([*comments, *(one.comment for one in placed)]),
    )
    remarks = _in_order([*carried_views(carried, context), *remark_views(comments, context)], passages)
    records = can_be_recorded(person, at)
    contents = contents_of(opened, sections, progress, current=number, keeps_progress=records)
    is_asked = is_asked_about(person, section.key)
    may_comment = is_asked and can_write(person, at)
    counts = Counter(remark.passage_id for remark in remarks if remark.state != "draft")
    quotations = _quotations(passages, [*comments, *carried], remarks)
    return SectionPage(
        opened=opened,
        person=person,
        section=section,
        chapter=_chapter_of(sections, index),
        contents=contents,
        progress=progress,
        passages=[
            _passage_view(passage, number, url, counts, quotations.get(passage.pk, ()), may_comment=may_comment)
            for passage in passages
        ],
        remarks=remarks,
        earlier=earlier_views(earlier, minority=context.minority, person=person, section_number=number, at=at),
        questions=_questions(opened, section, comments, may_comment=can_comment(person, at)),
        previous=contents.sections[index - 1] if index else None,
        next=contents.sections[index + 1] if index + 1 < len(sections) else None,
        resume=_resume(opened, contents, progress, current=section),
        is_asked=is_asked,
        may_comment=may_comment,
        may_review=is_asked and can_review(person, at),
        opened_url=_opened_url(section, at) if records else "",
        url=url,
    )


def _opened_url(section: Section, at: datetime) -> str:
    """Where the page tells that it was open, and when it was made."""
    return f"{reverse('section-opened', args=[section.pk])}?{urlencode({'getoond': at.isoformat()})}"


def _chapter_of(sections: list[Section], index: int) -> str:
    """The title of the chapter in which a section stands; empty for a chapter itself."""
    if sections[index].level == 1:
        return ""
    return next((f"{one.number} {one.title}" for one in reversed(sections[:index]) if one.level == 1), "")


def _in_order(remarks: list[RemarkView], passages: Sequence[Passage]) -> list[RemarkView]:
    """In the order of the text: the whole section first, then passage by passage."""
    ordinals = {str(passage.passage_id): passage.ordinal for passage in passages}
    return sorted(remarks, key=lambda remark: ordinals.get(remark.passage_id, 0))


def _quotations(
    passages: Sequence[Passage], quoting: Sequence[Comment | Placement], remarks: Sequence[RemarkView]
) -> dict[int, tuple[Quotation, ...]]:
    """What the remarks that are shown quote, by passage, with offsets in its own text; drafts mark nothing."""
    author_of = {remark.id: remark.author_name for remark in remarks if remark.state == "posted"}
    offsets: dict[int, int] = {}
    offset = 0
    for passage in passages:
        offsets[passage.pk] = offset
        offset += len(passage.text) + 2 if passage.text else 0
    text_of = {passage.pk: passage.text for passage in passages}
    found: dict[int, tuple[Quotation, ...]] = {}
    for one in quoting:
        key = str(one.comment.key if isinstance(one, Placement) else one.key)
        quoted = quote_in(one.selectors)
        if quoted is None or key not in author_of or one.passage_id not in text_of:
            continue
        near = quoted.start - offsets[one.passage_id] if quoted.start is not None else None
        span = find_words(text_of[one.passage_id], quoted.exact, near=near)
        if span is not None:
            known = found.get(one.passage_id, ())
            found[one.passage_id] = (*known, Quotation(*span, key, author_of[key]))
    return found


def _passage_view(
    passage: Passage,
    section_number: str,
    url: str,
    counts: Counter[str],
    quotations: tuple[Quotation, ...],
    *,
    may_comment: bool,
) -> PassageView:
    key = str(passage.passage_id)
    comment_url = reverse("comment-post", args=[passage.section_id]) + f"?plek={key}" if may_comment else ""
    return PassageView(
        id=key,
        number=passage_number(section_number, passage.ordinal),
        type=passage.type,
        # Frozen markup was sanitised when it was read.
        html=mark_safe(mark_quotations(passage.html, passage.text, quotations)),  # noqa: S308
        text=passage.text,
        anchor_url=f"{url}#b-{key}",
        remark_count=counts.get(key, 0),
        comment_url=comment_url,
        propose_url=f"{comment_url}&voorstel=1" if comment_url and passage.type in {"paragraph", "list"} else "",
    )


def _questions(opened: OpenVersion, section: Section, comments: list[Comment], *, may_comment: bool) -> list[QuestionView]:
    """The round's questions at this section; one query. Answers stay with the version that asked: a correction looks there."""
    if opened.round is None:
        return []
    if opened.version.corrects_id is not None and opened.user.is_authenticated:
        asked = Question.objects.filter(round=opened.round, section_key=section.key)
        comments = list(Comment.objects.filter(question__in=asked, submitter__user=opened.user).select_related("submitter"))
    own = {
        comment.question_id: comment
        for comment in comments
        if comment.question_id is not None and comment.submitter.user_id == opened.user.pk and comment.withdrawn_at is None
    }
    questions = Question.objects.filter(round=opened.round, section_key=section.key).order_by("ordinal")
    return question_views(questions, own, user=opened.user, may_comment=may_comment)


def question_views(
    questions: Iterable[Question], answers: Mapping[int, Comment], *, user: Any, may_comment: bool
) -> list[QuestionView]:
    """Questions with the reader's own answers, which are known by the number of their question."""
    writer = sign_writer(user)
    return [
        QuestionView(
            question=question,
            answer=answers.get(question.pk),
            url=reverse("question-answer", args=[question.pk]) if may_comment else "",
            writer=writer,
        )
        for question in questions
    ]


def _resume(opened: OpenVersion, contents: Contents, progress: Progress, *, current: Section) -> GoingOn | None:
    """Where the reader goes on, when she read before and that is another section than this one."""
    if progress.last_opened is None:
        return None
    reading_list = lines_of_list(contents, opened.round.reading_list if opened.round else ())
    found = going_on(contents, reading_list, progress)
    return found if found is not None and found.number != current.number else None


def any_changes_url(opened: OpenVersion, progress: Progress) -> str:
    """The way to what changed since this reader last read; empty when nothing did."""
    if not any(one.state == CHANGED for one in progress.by_section.values()):
        return ""
    return changes_url(opened.version) + "?sinds=gelezen"


def template_context(page: SectionPage) -> dict[str, Any]:
    """The page in the words of the component templates."""
    return {
        "page": page,
        "section": {
            "number": page.section.number,
            "title": page.section.title,
            "chapter": page.chapter,
            "minutes": page.section.reading_minutes,
            "remark_count": page.section_remark_count,
        },
        "contents": page.contents,
        "passages": page.passages,
        "remarks": page.remarks,
        "earlier": [remark for remark in page.earlier if not remark.decision_label],
        "answered": [remark for remark in page.earlier if remark.decision_label],
        "opened_url": page.opened_url,
        "foot": {
            "review": {"akkoord": "agreed", "gelezen": "read"}.get(page.review, ""),
            "review_url": reverse("section-review", args=[page.section.pk]) if page.may_review else "",
            "comment_url": reverse("comment-post", args=[page.section.pk]) if page.may_comment else "",
            "previous": page.previous,
            "next": page.next,
            "continue": page.resume,
        },
    }
