"""Where people are kept in this slice."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consultation.conference.actions import forget, reduce_past
from consultation.conference.actions.reducing import WARN_DAYS
from consultation.conference.models import Registration
from consultation.people import retention
from consultation.people.registry import (
    Person,
    PersonalData,
    Row,
    excuse,
    excuse_texts,
    has_address,
    register,
    register_texts,
    rows_of,
)


def register_places() -> None:
    """Called when the app is ready."""
    register(
        PersonalData(
            Registration,
            ("name", "email", "organisation", "function", "entered_by"),
            _("Your sign-up for a conference. Erasing cancels and deletes it; numbers without names stay."),
            _registrations,
            _erase,
        )
    )
    excuse("conference.Conference", "contact_email", "contact_phone", "address", why="of the organisation, public")
    excuse("conference.Workshop", "leader", why="public, as on any programme")
    register_texts("conference.Conference", "cancel_reason", "counts")
    public = "public words of the editors about a day"
    excuse_texts("conference.Conference", "summary", "about", "route", "accessibility", "address", why=public)
    excuse_texts("conference.Workshop", "text", why=public)


def register_periods() -> None:
    """Called when the app is ready."""
    what = _("Your sign-up for a conference, after its end. Numbers without names stay.")
    retention.register(retention.Period("conference", what, lambda: settings.KEPT_DAYS["conference"], reduce_past, (WARN_DAYS,)))


def _of(person: Person) -> QuerySet[Registration]:
    return Registration.objects.filter(has_address(person, "email"))


def _registrations(person: Person) -> list[Row]:
    fields = ("conference__title", "name", "email", "organisation", "function", "workshop__title", "state", "registered_at")
    return rows_of(_of(person), *fields, "checked_in_at")


def _erase(person: Person, *, at: datetime) -> int:
    """Her place goes to who waits longest, as when she cancels herself."""
    rows = list(_of(person).order_by("-repeats", "pk"))
    for row in rows:
        forget(registration=row, at=at)
    return len(rows)
