"""The page of one version: what it is, what is asked, and the contents with what is left to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from consultation.accountability.models import ShownFigure
from consultation.accountability.permissions import has_note
from consultation.comments.actions import gathering_for, has_nothing_to_add, unposted
from consultation.comments.models import Comment, Gathering
from consultation.comments.permissions import can_gather
from consultation.reading.access import OpenVersion
from consultation.reading.addresses import figures_url, go_ahead_url, note_url, weighing_url
from consultation.reading.contents import Contents, ContentsLine, contents_of
from consultation.reading.framework_page import framework_address
from consultation.reading.frozen import sections_of
from consultation.reading.going_on import going_on, lines_of_list
from consultation.reading.notes import notes_html
from consultation.reading.progress import CHANGED, progress_of
from consultation.reading.receipt import changed_words, receipt_of, receipt_words
from consultation.reading.section_page import QuestionView, any_changes_url, question_views
from consultation.reading.tryout_entry import TryoutEntry, tryout_entry
from consultation.rounds.models import Question
from consultation.rounds.permissions import can_be_recorded, can_comment, standing_of
from consultation.weighing.actions import asks_partners
from consultation.weighing.permissions import can_decide
from handbook.models import Status

TO_DO, ONLY_CHANGED, WITH_REMARKS = "te-doen", "gewijzigd", "met-reacties"


def filters() -> Sequence[tuple[str, str]]:
    """The choices of ``?toon=``, the empty one first."""
    return [("", _("All")), (TO_DO, _("Still to do")), (ONLY_CHANGED, _("Only changed")), (WITH_REMARKS, _("With comments"))]


@dataclass(frozen=True, slots=True)
class VersionPage:
    """What the template shows. ``lines`` is the contents after the filter; ``start`` is where to go on reading."""

    opened: OpenVersion
    contents: Contents
    lines: list[ContentsLine]
    shown: str
    start: ContentsLine | None
    start_url: str
    is_begun: bool
    reading_list: list[ContentsLine]
    questions: list[QuestionView]
    changes_url: str
    framework_url: str
    tryout: TryoutEntry | None
    receipt: str
    changed: str
    weighing_url: str
    figures_url: str
    note_url: str
    """The response note, once it went out for this reader."""
    go_ahead_url: str
    """Where partners say whether it may go into consultation; empty for who does not weigh, and for any other version."""
    gathering: Gathering | None
    may_gather: bool
    may_comment: bool
    keeps_progress: bool
    draft_count: int
    """Drafts of this round that may be posted now."""
    has_nothing_to_add: bool

    @property
    def hottest(self) -> int:
        """For who weighs: how many comments the section has that has most, so that each can be shown beside it; else 0."""
        return max((line.comments for line in self.contents.sections), default=0) if self.weighing_url else 0

    @property
    def notes(self) -> SafeString:
        return notes_html(self.opened.version.notes)

    @property
    def asked(self) -> list[ContentsLine]:
        """The sections that a limited round asks about; empty for a round on the whole version."""
        return [line for line in self.contents.sections if line.asked_label]

    @property
    def resume_url(self) -> str:
        """Where to go on: ``start_url``, or the contents of a version without sections."""
        return self.start_url or self.contents.url

    @property
    def reading_list_minutes(self) -> int:
        return sum(line.minutes for line in self.reading_list)


def version_page(opened: OpenVersion, *, shown: str = "") -> VersionPage:
    """Compose the page; the queries do not depend on the number of sections, remarks or members."""
    sections = sections_of(opened.version)
    progress = progress_of(user=opened.user, version=opened.version, sections=sections, round=opened.round, at=opened.at)
    person = standing_of(user=opened.user, version=opened.version)
    keeps = can_be_recorded(person, opened.at)
    contents = contents_of(opened, sections, progress, keeps_progress=keeps)
    may_comment = can_comment(person, opened.at)
    reading_list = lines_of_list(contents, opened.round.reading_list if opened.round else ())
    if shown not in {code for code, _words in filters()} or not keeps:
        shown = ""
    start = going_on(contents, reading_list, progress)
    receipt = receipt_of(user=opened.user, version=opened.version) if keeps else None
    asked = opened.round if may_comment and keeps else None
    changed = [line for line in contents.sections if line.state == CHANGED and line.is_asked]
    return VersionPage(
        opened=opened,
        contents=contents,
        lines=[line for line in contents.sections if _is_shown(line, shown)],
        shown=shown,
        start=start.line if start else None,
        start_url=start.url if start else "",
        is_begun=progress.last_opened is not None or bool(contents.read),
        reading_list=reading_list,
        questions=_whole_questions(opened, may_comment=may_comment),
        changes_url=any_changes_url(opened, progress),
        framework_url=framework_address(opened.version),
        tryout=tryout_entry(opened),
        receipt=receipt_words(receipt) if receipt else "",
        changed=changed_words(changed=len(changed), total=contents.total, minutes=sum(line.minutes for line in changed)),
        gathering=gathering_for(user=opened.user, round=opened.round) if person.writes else None,
        may_gather=can_gather(person, opened.at),
        weighing_url=weighing_url(opened.version) if can_decide(opened.user) else "",
        figures_url=_figures_url(opened),
        note_url=note_url(opened.version) if has_note(opened.version, user=opened.user) else "",
        go_ahead_url=_go_ahead_url(opened),
        may_comment=may_comment,
        keeps_progress=keeps,
        draft_count=unposted(asked).filter(submitter__user=opened.user).count() if asked else 0,
        has_nothing_to_add=has_nothing_to_add(user=opened.user, round=asked) if asked else False,
    )


def _figures_url(opened: OpenVersion) -> str:
    """Where the figures of the round are, for who weighs and for whom the editors show some."""
    if opened.round is None:
        return ""
    sees_some = can_decide(opened.user) or ShownFigure.objects.shown(opened.version, reads=True, at=opened.at)
    return figures_url(opened.version) if sees_some else ""


def _go_ahead_url(opened: OpenVersion) -> str:
    asked = opened.status == Status.WORKING and can_decide(opened.user) and asks_partners(opened.version)
    return go_ahead_url(opened.version) if asked else ""


def _is_shown(line: ContentsLine, shown: str) -> bool:
    if shown == TO_DO:
        return line.is_left
    if shown == ONLY_CHANGED:
        return line.state == CHANGED
    return bool(line.mine or line.others) if shown == WITH_REMARKS else True


def _whole_questions(opened: OpenVersion, *, may_comment: bool) -> list[QuestionView]:
    """The questions about the whole, with the reader's own answers; two queries."""
    if opened.round is None or not opened.user.is_authenticated:
        return []
    questions = list(Question.objects.filter(round=opened.round, section_key=None))
    answers = {
        comment.question_id: comment
        for comment in Comment.objects.filter(question__in=questions, submitter__user=opened.user, withdrawn_at=None)
    }
    return question_views(questions, answers, user=opened.user, may_comment=may_comment)
