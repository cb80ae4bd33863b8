"""Where people are kept in this slice. A note names organisations and numbers; who wrote a remark is not in it."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consultation.accountability.files import folder_of, forget_files
from consultation.accountability.models import NoteDraft, NoteEdition
from consultation.people.registry import Person, PersonalData, Row, excuse, register, register_texts, rows_of


def register_places() -> None:
    """Called when the app is ready."""
    register(
        PersonalData(
            NoteEdition,
            ("published_by",),
            _("Response notes that you sent out. They stay; erasing takes your name off, and out of what others wrote in them."),
            _editions,
            _forget_every_file,
        )
    )
    excuse(NoteDraft, "saved_by", why="who last saved the draft of a note; the database empties it with the account")
    register_texts(NoteEdition, "snapshot")
    register_texts(NoteDraft, "introduction")


def _editions(person: Person) -> list[Row]:
    own = NoteEdition.objects.filter(published_by=person.user, published_by__isnull=False)
    return rows_of(own, "version__slug", "version__label", "number", "published_at")


def _forget_every_file(person: Person, *, at: datetime) -> int:
    """Any note may name her. What its files were made of is looked into after this; who asks for one gets it made anew."""
    for pk in NoteEdition.objects.values_list("pk", flat=True):
        transaction.on_commit(partial(forget_files, folder_of(pk)))
    return 0
