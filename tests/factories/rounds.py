"""Rounds for tests that need one to be open, blind or closed, written as rows; what opening does is tested with its action."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.models import Group
from django.utils import timezone

from consultation.people.models import SOUNDING_BOARD, WORKING_GROUP
from consultation.rounds.models import Round
from handbook.models.versions import Version


def make_round(
    *,
    version: Version,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    blind: bool = False,
    identity: str = Round.Identity.NAME,
    audience: Iterable[str] = (SOUNDING_BOARD, WORKING_GROUP),
) -> Round:
    """A round that opened a week ago and closes in two, unless told otherwise; its audience reads the version."""
    now = timezone.now()
    groups = Group.objects.filter(name__in=list(audience))
    made = Round.objects.create(
        version=version,
        opens_at=opens_at or now - timedelta(days=7),
        closes_at=closes_at or now + timedelta(days=14),
        blind=blind,
        identity=identity,
    )
    made.audience.set(groups)
    version.readers.add(*groups)
    return made
