"""The columns of the comment table, as standards bodies have them, in Dutch order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultation.weighing.table.rows import TableRow


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, what stands under it, and its width in characters of a spreadsheet."""

    head: str | Promise
    text: Callable[[TableRow], str]
    width: int


def _passage(row: TableRow) -> str:
    """The words that the remark is about, or the number of the passage."""
    return row.quoted.exact if row.quoted else row.place


COLUMNS = (
    Column(_("No."), lambda row: row.number, 7),
    Column(_("Organisation"), lambda row: row.who, 24),
    Column(_("Section"), lambda row: row.section, 26),
    Column(_("Passage"), _passage, 30),
    Column(_("Kind"), lambda row: row.kind, 13),
    Column(_("Ground"), lambda row: row.ground, 15),
    Column(_("Comment"), lambda row: row.body, 60),
    Column(_("Proposal"), lambda row: row.proposed, 40),
    Column(_("Decision"), lambda row: row.decision, 18),
    Column(_("Explanation"), lambda row: row.reason, 50),
)
"""What everybody sees."""

HIDDEN = (
    Column("key", lambda row: row.key, 8),
    Column("section", lambda row: row.section_key, 8),
    Column("passage", lambda row: row.passage_id, 8),
    Column("prefix", lambda row: row.quoted.prefix if row.quoted else "", 8),
    Column("suffix", lambda row: row.quoted.suffix if row.quoted else "", 8),
)
"""What a spreadsheet hides, so that a row that comes back finds its place; names of ours, in no language."""
