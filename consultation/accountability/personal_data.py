"""Where people are kept in this slice. A note names organisations and numbers; who wrote a remark is not in it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consultation.accountability.actions import forget_dossiers
from consultation.accountability.files import folder_of, forget_files
from consultation.accountability.models import Dossier, NoteDraft, NoteEdition
from consultation.comments.actions import leave_in_place
from consultation.people import retention
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
    register(
        PersonalData(
            Dossier,
            ("made_by",),
            _("Consultation dossiers that you made. Erasing deletes all dossiers that lie ready: a text in them may name you."),
            _dossiers,
            _forget_every_dossier,
        )
    )
    excuse(NoteDraft, "saved_by", why="who last saved the draft of a note; the database empties it with the account")
    register_texts(NoteEdition, "snapshot")
    register_texts(NoteDraft, "introduction")
    leave_in_place("accountability.NoteEdition", why="its parts are texts about a comment")


def register_periods() -> None:
    """Called when the app is ready."""
    what = _("A consultation dossier that lies ready for the editors, after it was made.")
    retention.register(retention.Period("dossiers", what, lambda: settings.KEPT_DAYS["dossiers"], forget_old_dossiers))


def forget_old_dossiers(*, at: datetime) -> int:
    """Deletes those of which the term is over."""
    return forget_dossiers(made_before=at - timedelta(days=settings.KEPT_DAYS["dossiers"]))


def _dossiers(person: Person) -> list[Row]:
    own = Dossier.objects.filter(made_by=person.user, made_by__isnull=False)
    return rows_of(own, "version__slug", "version__label", "made_at")


def _forget_every_dossier(person: Person, *, at: datetime) -> int:
    """What was closed cannot be looked into. Making one again takes a minute, and leaves her name out."""
    return forget_dossiers()


def _editions(person: Person) -> list[Row]:
    own = NoteEdition.objects.filter(published_by=person.user, published_by__isnull=False)
    return rows_of(own, "version__slug", "version__label", "number", "published_at")


def _forget_every_file(person: Person, *, at: datetime) -> int:
    """Any note may name her. What its files were made of is looked into after this; who asks for one gets it made anew."""
    for pk in NoteEdition.objects.values_list("pk", flat=True):
        transaction.on_commit(partial(forget_files, folder_of(pk)))
    return 0
