"""The remarks of a version as rows, in reading order, with full texts. They are read in pieces, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator

from consultation.comments.table.rows import TableRow, row_of
from consultation.rounds.models import round_of
from consultation.weighing.weighed import remarks_of
from handbook.models import Version

PIECE = 1000
"""Rows that are in memory at once."""


def table_rows(version: Version) -> Iterator[TableRow]:
    """Every remark that stands, as others see its author: one query for each thousand.

    ``decision`` and ``reason`` are empty until the decision was published.
    """
    round = round_of(version)
    remarks = remarks_of(version).select_related(
        "version",
        "section",
        "passage",
        "decision",
        "question",
        "attendee_answer",
        "submitter__user__organisation",
        "submitter__organisation",
    )
    remarks = remarks.defer("section__text", "passage__text", "passage__html", "passage__data", "version__notes")
    for remark in remarks.iterator(chunk_size=PIECE):
        decision = getattr(remark, "decision", None)
        if decision is None or not decision.is_published:
            yield row_of(remark, round)
        else:
            yield row_of(remark, round, decision=str(decision.get_value_display()), reason=decision.reason)
