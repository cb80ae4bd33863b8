"""The table that a member takes home: room for a remark at every section, with her own remarks, or all that she may read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from consultation.comments.models import Comment
from consultation.comments.table.columns import WRITTEN
from consultation.comments.table.facts import TableFacts
from consultation.comments.table.paper import write_docx
from consultation.comments.table.rows import TableRow, row_of, section_words
from consultation.comments.table.spreadsheets import write_xlsx
from consultation.rounds.models import round_of
from handbook.models import Section, Version

PIECE = 1000
"""Remarks that are in memory at once."""
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_WRITERS = {"xlsx": write_xlsx, "docx": write_docx}


class Filling(Enum):
    """Which remarks the table holds."""

    EMPTY = "leeg"
    OWN = "eigen"
    ALL = "alles"


def write_member_table(version: Version, file_format: str, path: Path, *, user: Any, filling: Filling, at: datetime) -> None:
    """Writes the table of this person to a file; ``file_format`` is one of ``MEDIA_TYPES``. Headings are in the active language.

    Raises:
        OSError: the file cannot be written.
    """
    facts = TableFacts(_("Comments on %(version)s") % {"version": version}, version.slug, version.label)
    _WRITERS[file_format](member_rows(version, user=user, filling=filling, at=at), path, facts=facts, columns=WRITTEN)


def member_rows(version: Version, *, user: Any, filling: Filling, at: datetime) -> Iterator[TableRow]:
    """The remarks in reading order and behind those of each section a row to write in. Two queries, one more for each
    thousand remarks."""
    round = round_of(version)
    remarks = _remarks(version, user, filling, at).select_related(
        "version",
        "section",
        "passage",
        "question",
        "attendee_answer",
        "submitter__user__organisation",
        "submitter__organisation",
    )
    waiting = remarks.iterator(chunk_size=PIECE)
    following = next(waiting, None)
    for section in Section.objects.filter(version=version).order_by("position"):
        while following is not None and following.section_id == section.pk:
            yield row_of(following, round)
            following = next(waiting, None)
        yield TableRow(section=section_words(section), section_key=str(section.key))


def _remarks(version: Version, user: Any, filling: Filling, at: datetime) -> QuerySet[Comment]:
    """What stands, and her own drafts; nothing that ``Comment.visible_to`` hides from her."""
    if filling is Filling.EMPTY:
        return Comment.objects.none()
    standing = Q(posted_at__isnull=False, withdrawn_at=None, removed_at=None)
    shown = Comment.objects.visible_to(user, at, on=version).filter(
        standing | Q(posted_at=None, submitter__user=user), parent=None
    )
    if filling is Filling.OWN:
        shown = shown.of(user)
    return shown.order_by("section__position", F("passage__ordinal").asc(nulls_first=True), "number", "pk")
