"""Where this slice repeats the words of a remark: in the notes that went out, and in the receipts of later versions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from consultation.accountability.files import folder_of, forget_files
from consultation.accountability.models import NoteEdition
from consultation.accountability.notices import receipt_topic
from consultation.comments.actions import Text
from consultation.comments.models import Comment
from handbook.models import Version


class WordsInNote:
    """One text inside the snapshot of an edition, as if it were a row with a field ``text``."""

    def __init__(self, edition: NoteEdition, said: dict[str, Any], name: str) -> None:
        self.edition, self.said, self.name = edition, said, name

    @property
    def text(self) -> str:
        return str(self.said[self.name])

    @text.setter
    def text(self, value: str) -> None:
        self.said[self.name] = value

    def save(self, *, update_fields: list[str]) -> None:
        """Writes the whole snapshot of which this is a part; files with the old words go."""
        NoteEdition.objects.filter(pk=self.edition.pk).update(snapshot=self.edition.snapshot)
        forget_files(folder_of(self.edition.pk))


def texts_about(comment: Comment) -> list[Text]:
    """The remark and its answer in each edition of the note; a receipt is composed anew each time, nothing of it is kept."""
    found = []
    for edition in NoteEdition.objects.filter(version=comment.version.issue_id):
        found += [Text(words, "text", _("Response note")) for words in _words(edition, str(comment.key))]
    return [text for text in found if text.value]


def topics_about(comment: Comment) -> list[str]:
    """The receipts that came with the versions after this one."""
    later = Version.objects.of(comment.version.handbook_key).filter(ordinal__gt=comment.version.ordinal)
    return [receipt_topic(version) for version in later.values_list("pk", flat=True)]


def _words(edition: NoteEdition, key: str) -> Iterator[WordsInNote]:
    for section in edition.snapshot["sections"]:
        for entry in section["entries"]:
            mine = [remark for remark in entry["remarks"] if remark["key"] == key]
            for remark in mine:
                yield WordsInNote(edition, remark, "body")
                yield WordsInNote(edition, remark, "proposed")
            if mine:
                yield WordsInNote(edition, entry, "reason")
                yield from (WordsInNote(edition, position, "reason") for position in entry["positions"])
