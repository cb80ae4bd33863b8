"""Where people are kept in this slice."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consultation.meetings.actions import forget_answers
from consultation.meetings.models import CalendarFeed, Rsvp
from consultation.people import retention
from consultation.people.registry import (
    Person,
    PersonalData,
    Row,
    excuse,
    excuse_texts,
    nothing,
    register,
    register_texts,
    rows_of,
)


def register_places() -> None:
    """Called when the app is ready."""
    register(
        PersonalData(
            Rsvp,
            ("user", "guests"),
            _("Your invitations to meetings and what you answered, with your guests. Erasing deletes them."),
            _rsvps,
            nothing,
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
    register_texts("meetings.Meeting", "title", "about", "record", "cancel_reason")
    excuse_texts("meetings.Meeting", "place", "online_url", why="where it is held")
    register_texts("meetings.AgendaItem", "title", "leader")
    register_texts("meetings.ActionPoint", "text")
    register_texts("meetings.Paper", "title", "name")
    excuse("meetings.ActionPoint", "owner", why="who promised something; the database empties it with the account")
    excuse("meetings.Paper", "name", why="the name of a file")
    excuse("meetings.AgendaItem", "leader", why="a text in which she may be named; erasing her takes the name out")


def register_periods() -> None:
    """Called when the app is ready."""
    what = _("What you answered to an invitation to a meeting, and your guests, after its end.")
    retention.register(retention.Period("meetings", what, lambda: settings.KEPT_DAYS["meetings"], forget_answers))


def _rsvps(person: Person) -> list[Row]:
    if person.user is None:
        return []
    fields = ("meeting__title", "meeting__starts_at", "invited_at", "answer", "way", "guests", "answered_at")
    return rows_of(Rsvp.objects.filter(user=person.user), *fields)


def _feeds(person: Person) -> list[Row]:
    return rows_of(CalendarFeed.objects.filter(user=person.user), "made_at") if person.user else []
