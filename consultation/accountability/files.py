"""A note as a file, in private storage under the hash of what it says: a note that changes leads to another file."""

from __future__ import annotations

import hashlib
import json

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils import translation

from consultation.accountability.models import NoteEdition
from consultation.accountability.paper.pdf import note_as_pdf
from consultation.accountability.paper.word import note_as_word
from consultation.accountability.showing import shown_note
from consultation.accountability.snapshot import Note

FOLDER = "verantwoording"
_WRITERS = {
    "pdf": note_as_pdf,
    "docx": note_as_word,
    "json": lambda note: json.dumps(note, ensure_ascii=False, indent=1).encode(),
}
FORMATS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}
"""The forms of a note and their media types."""


def kept_file(edition: NoteEdition, file_format: str) -> File | None:
    """The file of the note as it is today, opened; None when nobody made it since the note changed."""
    with translation.override(settings.LANGUAGE_CODE):
        name = _name(edition, shown_note(edition), file_format)
    return default_storage.open(name, "rb") if default_storage.exists(name) else None


def make_file(edition: NoteEdition, file_format: str) -> None:
    """Writes the file of the note as it is today, in the language of the site, unless it is there."""
    with translation.override(settings.LANGUAGE_CODE):
        note = shown_note(edition)
        name = _name(edition, note, file_format)
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(write_note(note, file_format)))


def write_note(note: Note, file_format: str) -> bytes:
    """A note in one of `FORMATS`, in the language that is active."""
    return _WRITERS[file_format](note)


def folder_of(edition_id: int) -> str:
    """Where the files of an edition are kept."""
    return f"{FOLDER}/{edition_id}"


def forget_files(folder: str) -> None:
    """Deletes what was kept of an edition: its words changed, and the files still have the old ones."""
    if default_storage.exists(folder):
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")


def _name(edition: NoteEdition, note: Note, file_format: str) -> str:
    digest = hashlib.sha256(json.dumps(note, sort_keys=True).encode()).hexdigest()
    return f"{folder_of(edition.pk)}/{digest}.{file_format}"
