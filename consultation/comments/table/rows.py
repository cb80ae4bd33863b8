"""A remark as a row of the comment table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from consultation.comments.models import Comment, asked_of
from consultation.comments.quoting import Quoted, quote_in
from consultation.rounds.models import Round
from handbook.models import Section
from handbook.numbering import passage_number


@dataclass(frozen=True, slots=True)
class TableRow:
    """One remark, or room for one at a section: then only the section is filled.

    ``label`` is that of the version it was made on, a correction perhaps. ``place`` is the citable number of its passage or
    section ("2.3-4"), ``quoted`` the words it is about if it names some, ``section_key`` and ``passage_id`` (UUIDs as text, the
    latter "" for a whole section) are what a file hides to find back its place. ``number`` and ``posted_at`` are empty for a
    draft; ``asked`` is the question that it answers, of the round or of a conference; ``is_collective`` tells that an
    organisation speaks.
    """

    section: str
    section_key: str
    label: str = ""
    place: str = ""
    passage_id: str = ""
    quoted: Quoted | None = None
    key: str = ""
    number: str = ""
    submitter: str = ""
    who: str = ""
    is_collective: bool = False
    kind: str = ""
    ground: str = ""
    asked: str = ""
    body: str = ""
    proposed: str = ""
    decision: str = ""
    reason: str = ""
    late: bool = False
    posted_at: datetime | None = None


def row_of(remark: Comment, round: Round | None, *, decision: str = "", reason: str = "") -> TableRow:
    """A remark, with its author as others see her in this round. All that it names is at hand, the question among it."""
    section, passage = remark.section, remark.passage
    return TableRow(
        section=section_words(section),
        section_key=str(section.key),
        label=remark.version.label,
        place=passage_number(section.number, passage.ordinal) if passage is not None else section.number,
        passage_id=str(passage.passage_id) if passage is not None else "",
        quoted=quote_in(remark.selectors),
        key=str(remark.key),
        number=f"R{remark.number}" if remark.number is not None else "",
        submitter=str(remark.submitter.number),
        who=", ".join(part for part in remark.submitter.appears_in(round) if part),
        is_collective=remark.submitter.collective,
        kind=str(Comment.Kind(remark.kind).label),
        ground=str(Comment.Ground(remark.ground).label) if remark.ground else "",
        asked=remark.question.text if remark.question is not None else asked_of(remark),
        body=remark.body,
        proposed=remark.proposed,
        decision=decision,
        reason=reason,
        late=remark.late,
        posted_at=remark.posted_at,
    )


def section_words(section: Section) -> str:
    """A section as the table names it: its number and its title."""
    return f"{section.number} {section.title}"
