"""Where people are kept in this slice."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from consultation.meetings.models import CalendarFeed, Rsvp
from consultation.people.registry import Person, PersonalData, Row, excuse, nothing, register, rows_of


def register_places() -> None:
    """Called when the app is ready."""
    register(
        PersonalData(
            Rsvp,
            ("user", "guests"),
            _("Your invitations to meetings and what you answered, with your guests. Erasing deletes them."),
            _rsvps,
            _erase_rsvps,
        )
    )
    register(
        PersonalData(
            CalendarFeed,
            ("user",),
            _("The address of your own calendar. Erasing shuts it."),
            _feeds,
            nothing,
        )
    )
    excuse("meetings.ActionPoint", "owner", why="who promised something; the database empties it with the account")
    excuse("meetings.Paper", "name", why="the name of a file")
    excuse("meetings.AgendaItem", "leader", why="on the agenda, known to everybody who is invited")


def _rsvps(person: Person) -> list[Row]:
    if person.user is None:
        return []
    fields = ("meeting__title", "meeting__starts_at", "invited_at", "answer", "way", "guests", "answered_at")
    return rows_of(Rsvp.objects.filter(user=person.user), *fields)


def _erase_rsvps(person: Person, *, at: datetime) -> int:
    return Rsvp.objects.filter(user=person.user).delete()[0] if person.user else 0


def _feeds(person: Person) -> list[Row]:
    return rows_of(CalendarFeed.objects.filter(user=person.user), "made_at") if person.user else []
