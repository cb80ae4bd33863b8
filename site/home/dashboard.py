"""The facts of the editors' dashboard; a fixed number of queries for each round that runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from consultation.comments.models import Comment, NothingToAdd, Placement, Report, Review
from consultation.delivery.models import Email
from consultation.people.models import Application, User
from consultation.reading.access import days_until
from consultation.rounds.models import Round
from handbook.models import Version


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """One running round: how many people are in it, how many said something or have nothing to add, who said nothing."""

    round: Round
    days_left: int
    member_count: int
    active_count: int
    comment_count: int
    passed_count: int
    silent: list[User]

    @property
    def silent_count(self) -> int:
        return self.member_count - self.active_count - self.passed_count


@dataclass(frozen=True, slots=True)
class DashboardFacts:
    rounds: list[RoundFacts]
    open_applications: int
    open_reports: int
    comments_to_place: int
    uncertain_mails: int


SILENT_SHOWN = 12


def dashboard_facts(*, at: datetime) -> DashboardFacts:
    """What an editor wants to know when she comes in."""
    return DashboardFacts(
        rounds=[_round_facts(round, at=at) for round in Round.objects.open(at).select_related("version").order_by("closes_at")],
        open_applications=Application.objects.filter(state=Application.State.OPEN).count(),
        open_reports=Report.objects.filter(handled_at=None).count(),
        uncertain_mails=Email.objects.filter(bulk=True, state=Email.State.UNCERTAIN).count(),
        comments_to_place=Placement.objects.to_look_at().newest().count(),
    )


def _round_facts(round: Round, *, at: datetime) -> RoundFacts:
    members = User.objects.active_in(round.audience.all())
    issue = Version.objects.issue_of(round.version)
    remarks = Comment.objects.posted().filter(version__in=issue)
    writers = remarks.filter(submitter__user__isnull=False)
    reviews = Review.objects.filter(section__version__in=issue, submitter__user__isnull=False)
    said_something = Q(pk__in=writers.values("submitter__user")) | Q(pk__in=reviews.values("submitter__user"))
    passed = Q(pk__in=NothingToAdd.objects.filter(round=round, submitter__user__isnull=False).values("submitter__user"))
    silent = members.exclude(said_something | passed).select_related("organisation").order_by("name")
    return RoundFacts(
        round=round,
        days_left=days_until(round.closes_at, at),
        member_count=members.count(),
        active_count=members.filter(said_something).count(),
        passed_count=members.filter(passed).exclude(said_something).count(),
        comment_count=remarks.filter(parent=None).count(),
        silent=list(silent[:SILENT_SHOWN]),
    )
