"""What waits for an editor, for the overview that she sees on the site: a fixed number of queries, whatever waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import ngettext

from consultation.comments.models import Comment, Placement, Report
from consultation.comments.permissions import can_moderate
from consultation.people.models import Application
from consultation.reading.access import days_until
from consultation.rounds.models import Round


@dataclass(frozen=True, slots=True)
class RunningRound:
    """A round that runs, with how many comments came in."""

    round: Round
    days_left: int
    comment_count: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits, in words, and the page where it is done."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Desk:
    rounds: list[RunningRound]
    waiting: list[Waiting]


def desk_of(*, user: Any, at: datetime) -> Desk | None:
    """The desk of an editor; None for who is none."""
    if not can_moderate(user):
        return None
    running = list(Round.objects.open(at).select_related("version").order_by("closes_at"))
    issue = Coalesce("version__corrects", "version")
    remarks = Comment.objects.posted().filter(parent=None).annotate(issue=issue)
    found = remarks.filter(issue__in=[one.version_id for one in running]).order_by().values_list("issue").annotate(Count("pk"))
    counts = dict(found)
    rounds = [RunningRound(one, days_until(one.closes_at, at), counts.get(one.version_id, 0)) for one in running]
    return Desk(rounds, _waiting(user))


def _waiting(user: Any) -> list[Waiting]:
    reports = Report.objects.filter(handled_at=None).count()
    places = Placement.objects.to_look_at().newest().count()
    applying = Application.objects.filter(state=Application.State.OPEN) if user.has_perm("people.change_application") else None
    applications = applying.count() if applying is not None else 0
    lines = (
        (reports, ngettext("%(n)s reported remark", "%(n)s reported remarks", reports), "moderation:index", "?state=gemeld"),
        (
            places,
            ngettext("%(n)s comment without a certain place", "%(n)s comments without a certain place", places),
            "moderation:places",
            "",
        ),
        (
            applications,
            ngettext("%(n)s application for the sounding board", "%(n)s applications for the sounding board", applications),
            "applications:index",
            "",
        ),
    )
    return [Waiting(words % {"n": count}, reverse(name) + query) for count, words, name, query in lines if count]
