"""The queries behind the figures of a round: always the same number of them, whatever there is to count.

A round has thousands of remarks. So each question is one walk through them that makes few groups, and what is asked of answers
looks only at the remarks that have one.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db.models import Count, Q

from consultation.accountability.figures.counts import Before, Remarks, RoundFigures, Support, Supported, Tally
from consultation.accountability.figures.deeds import Deeds, deeds_in
from consultation.accountability.figures.hours import HourOf, day_of_hour
from consultation.accountability.figures.periods import Period, course_of
from consultation.accountability.figures.scope import Scope, scope_of
from consultation.accountability.figures.sections import remarks_by_section, sections_of
from consultation.comments import models as comments
from consultation.comments.models import Comment, Reminder
from consultation.delivery.calendar import day_of
from consultation.rounds.models import Round
from handbook.models import Version

MOST_SUPPORTED = 5


def figures_of(*, version: Version, round: Round) -> RoundFigures:
    """Counts a round; ``version`` is the one whose sections are told, the version of the round or a correction of it."""
    scope, before = scope_of(version, round), _before(round.version)
    deeds, deeds_before = deeds_in(scope), deeds_in(before) if before is not None else None
    posted = _posted(scope)
    course, by_the_week = _course(scope, posted)
    return RoundFigures(
        members=deeds.counted(),
        before=Before(before.version.label, deeds_before.counted()) if before and deeds_before else None,
        sections=tuple(
            sections_of(
                deeds, version, before=remarks_by_section(deeds_before, before.version) if before and deeds_before else {}
            )
        ),
        remarks=_remarks(scope, deeds, posted),
        support=_support(scope),
        course=course,
        by_the_week=by_the_week,
    )


def _before(version: Version) -> Scope | None:
    """The round of the newest earlier version of the handbook that had one."""
    rounds = Round.objects.filter(version__handbook_key=version.handbook_key, version__ordinal__lt=version.ordinal)
    round = rounds.select_related("version").order_by("-version__ordinal").first()
    return scope_of(round.version, round) if round is not None else None


def _posted(scope: Scope) -> Counter[str]:
    """The remarks by the hour."""
    return Counter(dict(scope.remarks.annotate(hour=HourOf("posted_at")).values_list("hour").annotate(Count("pk"))))


def _remarks(scope: Scope, deeds: Deeds, posted: Counter[str]) -> Remarks:
    """``posted`` are all remarks by the hour."""
    rows = scope.remarks.values_list("ground", "kind", "late").annotate(Count("pk"))
    answers = (
        scope.remarks.filter(decision__published_at__isnull=False)
        .annotate(posted=HourOf("posted_at"), answered=HourOf("decision__published_at"))
        .values_list("ground", "decision__value", "posted", "answered")
        .annotate(Count("pk"))
    )
    told: Counter[tuple[str, str]] = Counter()
    days: Counter[int] = Counter()
    waiting = Counter(posted)
    for ground, decision, hour, answered, count in answers:
        told[ground, decision] += count
        days[(day_of_hour(answered) - day_of_hour(hour)).days] += count
        waiting[hour] -= count
    return Remarks(
        rows=tuple(Tally(kind, ground, late, count) for ground, kind, late, count in rows),
        told=told,
        heard=deeds.heard,
        answer_days=tuple(days.items()),
        waiting_since=min((day_of_hour(hour) for hour, count in waiting.items() if count > 0), default=None),
    )


def _support(scope: Scope) -> Support:
    """All support there is, and of the remarks with most of it who they are; the wide rows of these alone are looked at."""
    agrees, objects = (Q(value=value) for value in (comments.Support.Value.AGREE, comments.Support.Value.OBJECT))
    stands = Q(comment__posted_at__isnull=False, comment__withdrawn_at=None, comment__removed_at=None)
    given = comments.Support.objects.filter(stands, comment__version__in=scope.issue, comment__parent=None).order_by()
    rows = list(given.values_list("comment").annotate(agreed=Count("pk", filter=agrees), objected=Count("pk", filter=objects)))
    most = {comment: counts for comment, *counts in sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))[:MOST_SUPPORTED]}
    found = Comment.objects.filter(pk__in=most).values_list("pk", "number", "key", "section__number")
    supported = [Supported(*place, *most[comment]) for comment, *place in found.order_by()]
    return Support(
        agreed=sum(row[1] for row in rows),
        objected=sum(row[2] for row in rows),
        remarks=len(rows),
        most=tuple(sorted(supported, key=lambda one: (-one.agreed, -one.objected, one.number))),
    )


def _course(scope: Scope, posted: Counter[str]) -> tuple[tuple[Period, ...], bool]:
    counts: Counter[date] = Counter()
    for hour, count in posted.items():
        counts[day_of_hour(hour)] += count
    reminded = Reminder.objects.filter(round=scope.round, missed=False).order_by().values_list("handled_at", flat=True)
    return course_of(
        counts,
        opens_on=day_of(scope.round.opens_at),
        closes_on=day_of(scope.round.closes_at),
        reminders={day_of(at) for at in reminded},
    )
