"""Where people are kept in this slice."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consultation.people.registry import Person, PersonalData, Row, excuse, nothing, register, register_texts, rows_of
from consultation.weighing.models import AlikeGroup, Assignment, Decision, Note, TakeOver


def register_places() -> None:
    """Called when the app is ready."""
    register(
        PersonalData(
            Decision,
            ("decided_by", "reason"),
            _("Decisions that you took on comments. They stay; erasing takes your name off."),
            _decisions,
            nothing,
        )
    )
    register(
        PersonalData(TakeOver, ("by",), _("Proposals that you took over. Erasing takes your name off."), _take_overs, nothing)
    )
    register(
        PersonalData(
            Note,
            ("author",),
            _("Notes that you wrote at comments for those who weigh. They stay; erasing takes your name off."),
            _notes,
            nothing,
        )
    )
    register(
        PersonalData(
            Assignment,
            ("to", "by"),
            _("Comments that you were to look at. Erasing leaves them to nobody."),
            _assignments,
            nothing,
        )
    )
    register_texts(Decision, "reason")
    register_texts(Note, "text")
    excuse(AlikeGroup, "confirmed_by", why="who put remarks together; the database empties it with the account")


def _decisions(person: Person) -> list[Row]:
    own = Decision.objects.filter(decided_by=person.user, decided_by__isnull=False)
    return rows_of(own, "comment__key", "value", "reason", "decided_at", "published_at")


def _take_overs(person: Person) -> list[Row]:
    return rows_of(TakeOver.objects.filter(by=person.user, by__isnull=False), "comment__key", "at")


def _notes(person: Person) -> list[Row]:
    return rows_of(Note.objects.filter(author=person.user, author__isnull=False), "comment__key", "text", "written_at")


def _assignments(person: Person) -> list[Row]:
    return rows_of(Assignment.objects.filter(to=person.user), "comment__key", "at") if person.user else []
