"""Conferences with workshops, and people who sign up for them."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from consultation.conference.actions import sign_up
from consultation.conference.actions.signing_up import Attendee
from consultation.conference.models import Conference, Registration, Workshop


def make_conference(*, capacity: int = 20, at: datetime | None = None, workshops: dict[str, int] | None = None, **fields: Any):
    """A public conference in three weeks for which one can sign up now. Workshops by title, with their places."""
    at = at or timezone.now()
    begins = (at + timedelta(days=21)).replace(second=0, microsecond=0)
    conference = Conference.objects.create(
        **{
            "title": "Werkconferentie MAS",
            "slug": "werkconferentie",
            "summary": "Denk een dag mee over de handreiking.",
            "starts_at": begins,
            "ends_at": begins + timedelta(hours=6),
            "location": "De Jaarbeurs",
            "address": "Stationsplein 1, Waterlo",
            "contact_email": "congres@ingrado.example",
            "capacity": capacity,
            "signup_opens_at": at - timedelta(days=1),
            "signup_closes_at": at + timedelta(days=20),
            "published_at": at - timedelta(days=1),
            **fields,
        }
    )
    for ordinal, (title, places) in enumerate((workshops or {}).items()):
        Workshop.objects.create(conference=conference, title=title, capacity=places, ordinal=ordinal, leader="Halt", room="2.14")
    return conference


def attendee(name: str = "Gerda Smit", **changes: str) -> Attendee:
    """What somebody tells of herself; the address follows from the name."""
    return Attendee(
        **{
            "name": name,
            "email": f"{name.lower().replace(' ', '.')}@gemeente.example",
            "organisation": "Gemeente Waterlo",
            "function": "leerplichtambtenaar",
            "language": "nl",
            **changes,
        }
    )


def register(
    conference: Conference,
    name: str = "Gerda Smit",
    *,
    workshop: Workshop | None = None,
    key: uuid.UUID | None = None,
    at: datetime | None = None,
    **changes: str,
) -> Registration:
    """Signs somebody up, as the form does."""
    return sign_up(
        conference=conference,
        attendee=attendee(name, **changes),
        workshop=workshop,
        request_key=key or uuid.uuid4(),
        at=at or timezone.now(),
    )
