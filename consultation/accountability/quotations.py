"""Where this slice repeats the words of a remark: in the notes that went out, and in the receipts of later versions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from consultation.accountability.files import folder_of, forget_files
from consultation.accountability.models import NoteDraft, NoteEdition
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
    """In each edition of the note the remark, its answer and the introduction; the draft of the next one, and what the notes on
    other versions begin with. A receipt is composed anew each time, nothing of it is kept."""
    about = NoteEdition.objects.filter(version__handbook_key=comment.version.handbook_key)
    drafts = NoteDraft.objects.filter(version__handbook_key=comment.version.handbook_key)
    found = [Text(draft, "introduction", _("Introduction of a response note")) for draft in drafts]
    for edition in about:
        found += [Text(words, "text", _("Response note")) for words in _words(edition, str(comment.key))]
    return [text for text in found if text.value]


def topics_about(comment: Comment) -> list[str]:
    """The receipts that came with the versions after this one."""
    later = Version.objects.of(comment.version.handbook_key).filter(ordinal__gt=comment.version.ordinal)
    return [receipt_topic(version) for version in later.values_list("pk", flat=True)]


def _words(edition: NoteEdition, key: str) -> Iterator[WordsInNote]:
    yield WordsInNote(edition, edition.snapshot, "introduction")
    for section in edition.snapshot["sections"]:
        for entry in section["entries"]:
            mine = [remark for remark in entry["remarks"] if remark["key"] == key]
            for remark in mine:
                yield WordsInNote(edition, remark, "body")
                yield WordsInNote(edition, remark, "proposed")
            if mine:
                yield WordsInNote(edition, entry, "reason")
                yield from (WordsInNote(edition, position, "reason") for position in entry["positions"])
