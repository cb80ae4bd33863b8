"""The page of one handbook: the version in force, the one in consultation, and those before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString

from consultation.accountability.permissions import noted_versions
from consultation.reading.access import days_until
from consultation.reading.addresses import changes_url, note_url, version_url
from consultation.reading.notes import notes_html
from consultation.rounds.models import Round, round_of
from handbook.models import HandbookPage, Status, Version


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the list of a handbook."""

    label: str
    status: str
    since: datetime | None
    reason: str
    frozen_at: datetime
    notes: SafeString
    url: str
    changes_url: str
    note_url: str
    in_consultation: bool
    days_left: int | None
    closes_at: datetime | None


@dataclass(frozen=True, slots=True)
class HandbookOverview:
    """What the page shows: lines newest first; ``in_force`` and ``in_consultation`` are among them or None."""

    page: HandbookPage
    lines: list[VersionLine]
    in_force: VersionLine | None
    in_consultation: VersionLine | None
    hidden_round: Round | None
    """A round that runs on a version which this reader may not see: she may know that it runs, and how to join."""


def handbook_overview(*, page: HandbookPage, user: Any, at: datetime) -> HandbookOverview:
    """Three queries: the versions that this reader sees, the notes about them, and the round that runs."""
    visible = list(
        Version.objects.of(page.key)
        .filter(frozen_at__lte=at)
        .visible_to(user)
        .with_status()
        .select_related("round", "corrects__round")
        .order_by("-ordinal")
    )
    newest_of_issue = {version.issue_id: version.pk for version in reversed(visible)}
    noted = noted_versions(page.key, user=user)
    lines = [
        _line(
            version,
            is_first=version is visible[-1],
            is_read=newest_of_issue[version.issue_id] == version.pk,
            has_note=version.issue_id in noted,
            at=at,
        )
        for version in visible
    ]
    running = Round.objects.open(at).filter(version__handbook_key=page.key).select_related("version").first()
    seen = {line.label for line in lines}
    return HandbookOverview(
        page=page,
        lines=lines,
        in_force=next((line for line in lines if line.status == Status.ADOPTED), None),
        in_consultation=next((line for line in lines if line.in_consultation), None),
        hidden_round=running if running is not None and running.version.label not in seen else None,
    )


def _line(version: Version, *, is_first: bool, is_read: bool, has_note: bool, at: datetime) -> VersionLine:
    """``is_read``: nothing newer corrects it, so that the round is read here."""
    round = round_of(version)
    is_open = is_read and round is not None and round.is_open(at)
    return VersionLine(
        label=version.label,
        status=version.current_status,
        since=version.status_since,
        reason=version.status_reason or "",
        frozen_at=version.frozen_at,
        notes=notes_html(version.notes),
        url=version_url(version),
        changes_url="" if is_first else changes_url(version),
        note_url=note_url(version) if has_note else "",
        in_consultation=is_open,
        days_left=days_until(round.closes_at, at) if round is not None and is_open else None,
        closes_at=round.closes_at if round is not None else None,
    )
