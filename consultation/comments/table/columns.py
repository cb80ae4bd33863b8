"""The columns of the comment table, as standards bodies have them, in Dutch order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultation.comments.models import Comment
from consultation.comments.table.rows import TableRow

_Words = str | Promise


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, what stands under it, its width in characters of a spreadsheet and in centimetres of paper, and the words
    that one may choose from."""

    head: _Words
    text: Callable[[TableRow], str]
    width: int
    paper_width: float = 0
    choices: tuple[_Words, ...] = ()


def _passage(row: TableRow) -> str:
    """The words that the remark is about, or the number of the passage."""
    return row.quoted.exact if row.quoted else row.place


_KINDS = tuple(kind.label for kind in Comment.Kind if kind != Comment.Kind.ANSWER)
_GROUNDS = tuple(ground.label for ground in Comment.Ground)

WRITTEN = (
    Column(_("No."), lambda row: row.number, 7, 1.2),
    Column(_("Organisation"), lambda row: row.who, 24, 2.8),
    Column(_("Section"), lambda row: row.section, 26, 2.8),
    Column(_("Passage"), _passage, 30, 3.2),
    Column(_("Kind"), lambda row: row.kind, 13, 1.9, _KINDS),
    Column(_("Ground"), lambda row: row.ground, 15, 2.0, _GROUNDS),
    Column(_("Comment"), lambda row: row.body, 60, 5.2),
    Column(_("Proposal"), lambda row: row.proposed, 40, 3.6),
)
"""What whoever writes remarks sees and fills in."""

COLUMNS = (
    *WRITTEN,
    Column(_("Decision"), lambda row: row.decision, 18, 2.2),
    Column(_("Explanation"), lambda row: row.reason, 50, 3.8),
    Column(_("Answers the question"), lambda row: row.asked, 40, 2.4),
)
"""With what became of each, and what it answers."""

HIDDEN = (
    Column("key", lambda row: row.key, 8),
    Column("section", lambda row: row.section_key, 8),
    Column("passage", lambda row: row.passage_id, 8),
    Column("prefix", lambda row: row.quoted.prefix if row.quoted else "", 8),
    Column("suffix", lambda row: row.quoted.suffix if row.quoted else "", 8),
)
"""What a spreadsheet hides, so that a row that comes back finds its place; names of ours, in no language."""
