"""The remarks of a version as rows, in reading order, with full texts. They are read in pieces, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from consultation.comments.models import Comment
from consultation.comments.quoting import Quoted, quote_in
from consultation.rounds.models import Round, round_of
from consultation.weighing.weighed import remarks_of
from handbook.models import Version
from handbook.numbering import passage_number

PIECE = 1000
"""Rows that are in memory at once."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One remark. ``decision`` and ``reason`` are empty until the decision was published.

    ``place`` is the citable number of its passage or section ("2.3-4"), ``quoted`` the words it is about if it names some,
    ``section_key`` and ``passage_id`` (UUIDs as text, the latter "" for a whole section) are what a file hides to find back
    its place.
    """

    key: str
    number: str
    submitter: str
    who: str
    section: str
    section_key: str
    place: str
    passage_id: str
    quoted: Quoted | None
    passage_text: str
    kind: str
    ground: str
    body: str
    proposed: str
    decision: str
    reason: str
    late: bool
    posted_at: datetime


def table_rows(version: Version) -> Iterator[TableRow]:
    """Every remark that stands, as others see its author: one query for each thousand."""
    round = round_of(version)
    remarks = remarks_of(version).select_related(
        "section", "passage", "decision", "submitter__user__organisation", "submitter__organisation"
    )
    for remark in remarks.iterator(chunk_size=PIECE):
        yield _row(remark, round)


def _row(remark: Comment, round: Round | None) -> TableRow:
    section, passage, submitter = remark.section, remark.passage, remark.submitter
    decision = getattr(remark, "decision", None)
    is_answered = decision is not None and decision.is_published
    who = ", ".join(part for part in submitter.appears_in(round) if part)
    return TableRow(
        key=str(remark.key),
        number=f"R{remark.number}",
        submitter=str(submitter.number),
        who=who,
        section=f"{section.number} {section.title}",
        section_key=str(section.key),
        place=passage_number(section.number, passage.ordinal) if passage is not None else section.number,
        passage_id=str(passage.passage_id) if passage is not None else "",
        quoted=quote_in(remark.selectors),
        passage_text=passage.text if passage is not None else "",
        kind=remark.get_kind_display(),
        ground=remark.get_ground_display() if remark.ground else "",
        body=remark.body,
        proposed=remark.proposed,
        decision=str(decision.get_value_display()) if is_answered else "",
        reason=decision.reason if is_answered else "",
        late=remark.late,
        posted_at=remark.posted_at,
    )
