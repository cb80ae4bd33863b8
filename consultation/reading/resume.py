"""Where a reader can go on, over all rounds that she is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consultation.reading.access import OpenVersion, days_until
from consultation.reading.version_page import VersionPage, version_page
from consultation.rounds.models import Round
from handbook.models import Version


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
    running = Round.objects.open(at).for_user(user).values_list("version_id", flat=True)
    versions = (
        Version.objects.filter(pk__in=running).visible_to(user).with_status().select_related("round").order_by("round__closes_at")
    )
    found = []
    for version in versions:
        opened = OpenVersion(
            version=version, round=version.round, newest=version, status=version.current_status, user=user, at=at
        )
        found.append(OpenRound(version.round, version_page(opened), days_until(version.round.closes_at, at)))
    return found


def next_place(*, user: Any, at: datetime) -> OpenRound | None:
    """The first of them; None when no round is open for this reader."""
    return next(iter(open_rounds(user=user, at=at)), None)
