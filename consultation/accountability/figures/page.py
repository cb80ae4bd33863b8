"""All that somebody sees of the figures of a round, and the same as a file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from consultation.accountability.figures import people, remarks
from consultation.accountability.figures.counts import RoundFigures
from consultation.accountability.figures.view import FigureView, Look
from consultation.accountability.models import Figure, ShownFigure
from consultation.rounds.models import Round
from consultation.weighing.permissions import can_decide
from handbook.exchange.spreadsheets import write_csv
from handbook.models import Version

_TELL = {
    Figure.PARTICIPATION: people.participation,
    Figure.COVERAGE: people.coverage,
    Figure.REMARKS: remarks.remarks,
    Figure.ANSWERS: remarks.answers,
    Figure.GROUPS: people.groups,
    Figure.COURSE: remarks.course,
    Figure.SUPPORT: remarks.support,
}


def look_of(*, user: Any, version: Version, round: Round, at: datetime) -> Look | None:
    """How this person looks at the figures of a version; None when she sees none of them.

    Who weighs sees all, while a blind round runs too, since she reads every remark then. Three queries at most.
    """
    reads = Version.objects.visible_to(user).filter(pk=version.pk).exists()
    sees_all = reads and can_decide(user)
    figures = Figure.values if sees_all else ShownFigure.objects.shown(version, reads=reads, at=at)
    if not figures:
        return None
    return Look(version=version, figures=frozenset(figures), sees_all=sees_all, reads=reads, is_over=at >= round.closes_at)


def views_of(figures: RoundFigures, look: Look, *, shown_to: Mapping[str, str] | None = None) -> list[FigureView]:
    """The groups of figures in their order; ``shown_to`` is by figure who else sees it, in words."""
    views = (tell(figures, look) for figure, tell in _TELL.items() if figure in look.figures)
    return [replace(view, shown_to=(shown_to or {}).get(view.figure, "")) for view in views]


def zipped(views: Iterable[FigureView], *, at: datetime) -> bytes:
    """Each table as a .csv, as the comment table is written: text that no spreadsheet takes for a formula."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in (table for view in views for table in view.tables):
            text = io.StringIO(newline="")
            write_csv(text, ([str(cell) for cell in row] for row in [table.columns, *table.rows]))
            entry = zipfile.ZipInfo(f"{table.name}.csv", at.timetuple()[:6])
            archive.writestr(entry, text.getvalue(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
