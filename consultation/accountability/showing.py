"""A note as it may be shown today, and its introduction as markup."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from consultation.accountability.models import NoteEdition
from consultation.accountability.snapshot import Note
from consultation.comments.models import Comment
from handbook.exchange.markdown import read_markdown
from handbook.models import Version


def shown_note(edition: NoteEdition) -> Note:
    """The note without the words of remarks that were withdrawn or removed after it went out: that they were there, and the
    answer, stay. One query."""
    gone = _gone(edition.version)
    note: Note = edition.snapshot
    if not gone:
        return note
    sections = [
        {
            **section,
            "entries": [
                {**entry, "remarks": [_without_words(one, gone) for one in entry["remarks"]]} for entry in section["entries"]
            ],
        }
        for section in note["sections"]
    ]
    return {**note, "sections": sections}


def introduction_html(note: Note) -> SafeString:
    """The introduction, read as Markdown and made safe by the same reader as a handbook."""
    document = read_markdown(f"# x\n\n{note['introduction']}")
    return mark_safe("".join(block.html for section in document.sections for block in section.blocks))  # noqa: S308


def _gone(version: Version) -> set[str]:
    posted = Comment.objects.filter(version__in=Version.objects.issue_of(version), posted_at__isnull=False)
    gone = posted.exclude(withdrawn_at=None, removed_at=None)
    return {str(key) for key in gone.values_list("key", flat=True)}


def _without_words(remark: dict[str, Any], gone: set[str]) -> dict[str, Any]:
    if remark["key"] not in gone:
        return remark
    said = _("This comment was withdrawn or removed after the note went out.")
    return {**remark, "body": said, "proposed": "", "quoted": "", "effect": None}
