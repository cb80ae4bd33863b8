"""Where people are kept in this slice."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consultation.comments.actions import leave_in_place
from consultation.people import retention
from consultation.people.registry import Person, PersonalData, Row, excuse, excuse_texts, register, register_texts, rows_of
from consultation.tryouts.actions import forget_unfinished
from consultation.tryouts.models import Walk


def register_places() -> None:
    """Called when the app is ready."""
    register(
        PersonalData(
            Walk,
            ("user",),
            _("Your walks through fictional cases. Erasing leaves finished ones without your name and deletes the others."),
            _walks,
            _leave_walks,
        )
    )
    register_texts("tryouts.StepAnswer", "motivation")
    excuse("tryouts.StepAnswer", "motivation", why="a text about a made-up case; erasing her takes names out")
    register_texts("tryouts.Conclusion", "reason")
    made_up = "about a made-up case; a walk that is not finished is hers alone"
    leave_in_place("tryouts.StepAnswer", "tryouts.Conclusion", why=made_up)
    excuse("tryouts.Case", "title", "persons", why="a made-up case")
    excuse_texts("tryouts.Case", "story", "persons", "known", why="a made-up case, in which nobody lives")
    excuse_texts("tryouts.Conclusion", "persons", why="persons of a made-up case")
    excuse_texts("tryouts.Tryout", "intro", why="what the editors ask of members")


def register_periods() -> None:
    """Called when the app is ready."""
    what = _("A walk through a fictional case that you did not finish, after its round closed.")
    retention.register(retention.Period("walks", what, lambda: settings.KEPT_DAYS["walks"], forget_unfinished))


def _walks(person: Person) -> list[Row]:
    if person.user is None:
        return []
    walks = Walk.objects.filter(user=person.user)
    answers = rows_of(walks, "case__title", "begun_at", "finished_at", "answers__step", "answers__choice", "answers__motivation")
    return answers + rows_of(walks.filter(conclusions__isnull=False), "case__title", "conclusions__chosen", "conclusions__reason")


def _leave_walks(person: Person, *, at: datetime) -> int:
    if person.user is None:
        return 0
    mine = Walk.objects.filter(user=person.user)
    deleted, _each = mine.filter(finished_at=None).delete()
    return deleted + mine.update(user=None)
