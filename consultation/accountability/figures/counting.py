"""The queries behind the figures of a round: always the same number of them, whatever there is to count."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    Min,
    Q,
    QuerySet,
    Value,
    When,
)

from consultation.accountability.figures.counts import (
    Before,
    Did,
    Members,
    Remarks,
    RoundFigures,
    Source,
    Support,
    Supported,
    Tally,
)
from consultation.accountability.figures.hours import HourOf, day_of_hour
from consultation.accountability.figures.periods import Period, course_of
from consultation.accountability.figures.scope import Scope
from consultation.accountability.figures.sections import remarks_by_section, sections_of
from consultation.comments import models as comments
from consultation.comments.models import Comment, NothingToAdd, Opening, Reminder, Review
from consultation.delivery.calendar import day_of
from consultation.rounds.models import Round
from consultation.tryouts.grouping import cells_of
from handbook.models import Version

MOST_SUPPORTED = 5
_SUPPORTED = ("comment__number", "comment__key", "comment__section__number", "agreed", "objected")


def figures_of(*, version: Version, round: Round) -> RoundFigures:
    """Counts a round; ``version`` is the one whose sections are told, the version of the round or a correction of it."""
    scope = Scope(version, round)
    course, by_the_week = _course(scope)
    members, before = _members(scope), _before(scope)
    return RoundFigures(
        members=members,
        before=before and Before(before.version.label, _members(before)),
        sections=tuple(sections_of(scope, asked=members.kinds, before=remarks_by_section(before))),
        remarks=_remarks(scope),
        support=_support(scope),
        course=course,
        by_the_week=by_the_week,
    )


def _members(scope: Scope) -> Members:
    posted = Comment.objects.posted().filter(version__in=scope.issue)
    reviews = Review.objects.filter(section__version__in=scope.issue)
    did = {
        "opened": Opening.objects.filter(section__version__in=scope.issue).values("user"),
        "reviewed": _users(reviews),
        "agreed": _users(reviews.filter(value=Review.Value.AGREED)),
        "commented": _users(posted.filter(parent=None)),
        "wrote": _users(posted),
        "passed": _users(NothingToAdd.objects.filter(round=scope.round)),
    }
    flags = {name: ExpressionWrapper(Q(pk__in=people), BooleanField()) for name, people in did.items()}
    rows = (
        scope.members.annotate(**flags)
        .order_by()
        .values_list("function", "organisation__kind", "organisation__name", "region", *flags)
        .annotate(Count("pk"))
    )
    counts = cells_of((Did(*map(bool, row[4:10])), row[:4], row[10]) for row in rows)
    return Members(tuple((cell, did, count) for (cell, did), count in counts.items() if isinstance(did, Did)))


def _before(scope: Scope) -> Scope | None:
    """The round of the newest earlier version of the handbook that had one."""
    version = scope.round.version
    rounds = Round.objects.filter(version__handbook_key=version.handbook_key, version__ordinal__lt=version.ordinal)
    round = rounds.select_related("version").order_by("-version__ordinal").first()
    return Scope(round.version, round) if round is not None else None


def _users(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(submitter__user__isnull=False).values("submitter__user")


def _remarks(scope: Scope) -> Remarks:
    published = Q(decision__published_at__isnull=False)
    source = Case(
        When(origin=Comment.Origin.CONFERENCE, then=Value(Source.ATTENDEES.value)),
        When(submitter__collective=True, then=Value(Source.ORGANISATIONS.value)),
        When(submitter__user__in=scope.members.values("pk"), then=Value(Source.MEMBERS.value)),
        default=Value(Source.OTHERS.value),
    )
    told = Case(When(published, then=F("decision__value")), default=Value(""))
    remarks = scope.remarks.annotate(source=source, told=told)
    rows = remarks.values_list("kind", "ground", "source", "told", "late").annotate(Count("pk"))
    days = (
        remarks.filter(published)
        .annotate(posted=HourOf("posted_at"), answered=HourOf("decision__published_at"))
        .values_list("posted", "answered")
        .annotate(Count("pk"))
    )
    waiting: datetime | None = remarks.exclude(published).aggregate(since=Min("posted_at"))["since"]
    return Remarks(
        rows=tuple(Tally(*row) for row in rows),
        people=dict(remarks.values_list("source").annotate(Count("submitter", distinct=True))),
        answer_days=tuple(((day_of_hour(answered) - day_of_hour(posted)).days, count) for posted, answered, count in days),
        waiting_since=day_of(waiting) if waiting is not None else None,
    )


def _support(scope: Scope) -> Support:
    agrees, objects = (Q(value=value) for value in (comments.Support.Value.AGREE, comments.Support.Value.OBJECT))
    given = comments.Support.objects.filter(comment__in=scope.remarks.values("pk"))
    counts = {"agreed": Count("pk", filter=agrees), "objected": Count("pk", filter=objects)}
    sums = given.aggregate(**counts, remarks=Count("comment", distinct=True))
    rows = given.order_by().values("comment__number", "comment__key", "comment__section__number").annotate(**counts)
    most = rows.order_by("-agreed", "-objected", "comment__number")[:MOST_SUPPORTED]
    return Support(**sums, most=tuple(Supported(*row) for row in most.values_list(*_SUPPORTED)))


def _course(scope: Scope) -> tuple[tuple[Period, ...], bool]:
    counts: Counter[date] = Counter()
    for hour, count in scope.remarks.annotate(hour=HourOf("posted_at")).values_list("hour").annotate(Count("pk")):
        counts[day_of_hour(hour)] += count
    reminded = Reminder.objects.filter(round=scope.round, missed=False).values_list("handled_at", flat=True)
    return course_of(
        counts,
        opens_on=day_of(scope.round.opens_at),
        closes_on=day_of(scope.round.closes_at),
        reminders={day_of(at) for at in reminded},
    )
