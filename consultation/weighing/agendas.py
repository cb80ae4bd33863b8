"""What belongs on an agenda: remarks on which the partners are not of one mind, and steps on which members part."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from consultation.comments.models import Comment
from consultation.meetings.models import Meeting
from consultation.people.models import WORKING_GROUP
from consultation.tryouts.figures import StepFigures, figures_of
from consultation.tryouts.permissions import readable_tryout
from consultation.weighing.models import AgendaPoint, Position
from consultation.weighing.positions import is_contested
from consultation.weighing.weighed import one_of_each_group, remarks_of
from handbook.models import Version

MOST_TITLE = 200
MOST_MEETINGS = 3
FIRST = -1
"""Before the first passage of a section: what is about the section as a whole."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may come on an agenda: a remark, which stands for its group, or a decision step with how far members agree on it.

    ``place`` orders candidates as the text does: the position of the section, the ordinal of the passage, a number.
    """

    title: str
    section_key: UUID
    place: tuple[int, int, int]
    comment: Comment | None = None
    step: StepFigures | None = None
    comes_back: str = ""

    @property
    def name(self) -> str:
        """What a form calls it."""
        return str(self.comment.key) if self.comment is not None else self.step_name

    @property
    def step_name(self) -> str:
        return self.step.step.name if self.step is not None else ""


def candidates_of(version: Version, *, user: Any, at: datetime) -> list[Candidate]:
    """What a meeting about this version has to speak of, in reading order.

    Contested remarks, a group once, and steps on which members of the try-out are divided, as far as ``user`` may see their
    figures. What a meeting put off comes back, with the line that was written down. What was decided in a meeting or answered
    does not, unless a partner spoke against it afterwards; nor does what stands on an agenda that is still to come.
    """
    pasts = _pasts(version, at=at)
    found = [*_remarks(version, pasts), *_steps(version, pasts, user=user)]
    return sorted(found, key=lambda candidate: candidate.place)


def upcoming_meetings(at: datetime) -> QuerySet[Meeting]:
    """Meetings of the working group that are still to come, those in the making too."""
    coming = Meeting.objects.coming(at).exclude(state=Meeting.State.CANCELLED)
    return coming.filter(groups__name=WORKING_GROUP).order_by("starts_at", "pk")


def meetings_about(version: Version) -> QuerySet[Meeting]:
    """Meetings that had or have this version on the agenda, the latest one first, with how many points are ``left``."""
    left = Count("weighed", filter=Q(weighed__version=version.issue_id, weighed__outcome=""), distinct=True)
    found = Meeting.objects.exclude(state=Meeting.State.CANCELLED).filter(weighed__version=version.issue_id)
    return found.annotate(left=left).order_by("-starts_at")[:MOST_MEETINGS]


def points_of(meeting: Meeting, version: Version) -> QuerySet[AgendaPoint]:
    """The points of a version on the agenda of a meeting, in their order."""
    found = AgendaPoint.objects.filter(meeting=meeting, version=version.issue_id).in_order()
    return found.select_related("item", "meeting", "version", "comment__section", "comment__passage", "comment__grouped__group")


@dataclass(slots=True)
class _Past:
    """What became of a subject on earlier agendas. ``waits`` says that it stands on one that is still to come."""

    last: AgendaPoint | None = None
    waits: bool = False

    @property
    def put_off(self) -> str:
        return self.last.said if self.last is not None and self.last.outcome == AgendaPoint.Outcome.BACK else ""

    @property
    def settled_at(self) -> datetime | None:
        is_settled = self.last is not None and self.last.outcome == AgendaPoint.Outcome.DECIDED
        return self.last.concluded_at if is_settled and self.last is not None else None


Pasts = Mapping[Hashable, _Past]


def _pasts(version: Version, *, at: datetime) -> Pasts:
    """By the name of a step, or by the group or the remark."""
    points = AgendaPoint.objects.standing().filter(version=version.issue_id).select_related("meeting", "comment__grouped")
    pasts: dict[Hashable, _Past] = {}
    for point in points.order_by("concluded_at", "pk"):
        past = pasts.setdefault(point.step or _subject(point.comment), _Past())
        if point.concluded_at is not None:
            past.last = point
        elif point.meeting.ends_at > at:
            past.waits = True
    return pasts


def _subject(comment: Comment) -> Hashable:
    alike = getattr(comment, "grouped", None)
    return ("group", alike.group_id) if alike is not None and alike.group_id is not None else ("remark", comment.pk)


def _remarks(version: Version, pasts: Pasts) -> Iterable[Candidate]:
    remarks = one_of_each_group(remarks_of(version)).select_related("section", "passage", "grouped__group", "decision")
    put_off = [past.last.comment_id for past in pasts.values() if past.put_off and past.last is not None]
    again = Q(pk__in=put_off) | Q(grouped__group__members__comment__in=put_off)
    spoken: dict[Hashable, datetime] = {}
    apart = Position.objects.standing().apart().filter(comment__in=remarks_of(version).order_by())
    for position in apart.select_related("comment__grouped").order_by("given_at"):
        spoken[_subject(position.comment)] = position.given_at
    for comment in remarks.filter(is_contested() | again).distinct():
        past, decision = pasts.get(_subject(comment), _Past()), getattr(comment, "decision", None)
        done_at = max(filter(None, (past.settled_at, decision and decision.published_at)), default=None)
        against_at = spoken.get(_subject(comment))
        if past.waits or (done_at is not None and not past.put_off and (against_at is None or against_at <= done_at)):
            continue
        yield Candidate(
            title=title_of(comment),
            section_key=comment.section.key,
            place=(comment.section.position, comment.passage.ordinal if comment.passage else FIRST, comment.number),
            comment=comment,
            comes_back=past.put_off,
        )


def _steps(version: Version, pasts: Pasts, *, user: Any) -> Iterable[Candidate]:
    tryout = readable_tryout(user=user, version=version)
    if tryout is None:
        return
    sections = {str(section.key): section for section in tryout.round.version.sections.all()}
    for number, figures in enumerate(figures_of(tryout).steps):
        past = pasts.get(figures.step.name, _Past())
        if past.waits or past.settled_at is not None or not (figures.is_divided or past.put_off):
            continue
        section = sections[figures.step.place.key]
        yield Candidate(
            title=title_of_step(figures),
            section_key=section.key,
            place=(section.position, FIRST, number),
            step=figures,
            comes_back=past.put_off,
        )


def title_of(comment: Comment) -> str:
    """How a remark stands on the agenda that everybody reads who is invited: where it is, and none of its words."""
    alike = getattr(comment, "grouped", None)
    with translation.override(settings.LANGUAGE_CODE):
        if alike is not None and alike.group_id is not None:
            what = _("comments that say the same, with R%(number)s") % {"number": comment.number}
        else:
            what = _("comment R%(number)s") % {"number": comment.number}
    place = Truncator(f"{comment.section.number} {comment.section.title}").chars(MOST_TITLE - len(what) - 2)
    return f"{place}: {what}"


def title_of_step(figures: StepFigures) -> str:
    """How a step stands on the agenda: its name and its question."""
    with translation.override(settings.LANGUAGE_CODE):
        what = _("Step %(name)s: %(question)s") % {"name": figures.step.name, "question": figures.step.question}
    return Truncator(what).chars(MOST_TITLE)
