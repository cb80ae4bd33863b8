"""Where a reader can go on, over all rounds that she is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from consultation.reading.access import OpenVersion, days_until
from consultation.reading.version_page import VersionPage, version_page
from consultation.rounds.models import Round, round_of
from handbook.models import Status, Version


@dataclass(frozen=True, slots=True)
class OpenRound:
    """A round that runs and that this reader is in, with her progress."""

    round: Round
    page: VersionPage
    days_left: int

    @property
    def url(self) -> str:
        """The place to go on: the passage where she was, or the next section to do."""
        return self.page.resume_url


def open_rounds(*, user: Any, at: datetime) -> list[OpenRound]:
    """The rounds to work on, the one that closes first on top. A handful of queries per round; rounds are few."""
    running = list(Round.objects.open(at).for_user(user).order_by("closes_at").values_list("version_id", flat=True))
    versions = (
        Version.objects.filter(Q(pk__in=running) | Q(corrects__in=running), frozen_at__lte=at)
        .visible_to(user)
        .with_status()
        .select_related("round", "corrects__round")
        .order_by("ordinal")
    )
    # A round is read in the newest correction of its version that stands.
    read = {
        version.issue_id: version for version in versions if version.current_status != Status.WITHDRAWN or not version.corrects_id
    }
    found = []
    for version in (read[issue] for issue in running if issue in read):
        round = round_of(version)
        opened = OpenVersion(version=version, round=round, newest=version, status=version.current_status, user=user, at=at)
        found.append(OpenRound(round, version_page(opened), days_until(round.closes_at, at)))
    return found


def next_place(*, user: Any, at: datetime) -> OpenRound | None:
    """The first of them; None when no round is open for this reader."""
    return next(iter(open_rounds(user=user, at=at)), None)
