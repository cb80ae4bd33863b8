"""Meetings, made and changed through the real actions."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import vobject
from django.contrib.auth.models import Group
from django.utils import timezone

from consultation.delivery.calendar import day_of
from consultation.delivery.models import Email
from consultation.meetings.actions import MeetingPlan, answer_invitation, change_meeting, invite, make_meeting
from consultation.meetings.models import Meeting, Rsvp
from consultation.people.models import SOUNDING_BOARD


def plan(*, day: date | None = None, at: datetime | None = None, **changes: Any) -> MeetingPlan:
    """A meeting of the sounding board at ten, in three weeks unless told otherwise, at a place and online."""
    fields = {
        "title": "Klankbordgroep over concept 0.3",
        "day": day or day_of(at or timezone.now()) + timedelta(days=21),
        "begins": time(10),
        "length_minutes": 120,
        "place": "De Stadsgaarde, Waterlo",
        "online_url": "https://overleg.example/klankbord",
        "groups": [Group.objects.get(name=SOUNDING_BOARD)],
    }
    return MeetingPlan(**fields | changes)


def plan_of(meeting: Meeting, **changes: Any) -> MeetingPlan:
    """What stands now about a meeting, with some of it changed."""
    names = ("title", "about", "day", "begins", "length_minutes", "place", "online_url", "round", "most_guests")
    return MeetingPlan(**{name: getattr(meeting, name) for name in names} | {"groups": list(meeting.groups.all())} | changes)


def make_draft_meeting(*, at: datetime | None = None, by: Any = None, **changes: Any) -> Meeting:
    """A meeting that nobody is invited to yet."""
    at = at or timezone.now()
    return make_meeting(plan=plan(at=at, **changes), by=by, at=at)


def make_invited_meeting(*, at: datetime | None = None, by: Any = None, **changes: Any) -> Meeting:
    """A meeting that everybody in its groups is invited to."""
    at = at or timezone.now()
    return invite(meeting=make_draft_meeting(at=at, by=by, **changes), by=by, at=at)


def move(meeting: Meeting, *, at: datetime, by: Any = None, **changes: Any) -> Meeting:
    """The meeting, changed as an editor's form does."""
    meeting.refresh_from_db()
    return change_meeting(meeting=meeting, plan=plan_of(meeting, **changes), by=by, at=at)


def mails(kind: str = "invitation", **filters: Any) -> list[Email]:
    """The mails of one of the kinds of this slice, the first one first."""
    return list(Email.objects.filter(kind=f"meetings.{kind}", **filters).order_by("pk"))


def addresses(kind: str = "invitation", **filters: Any) -> list[str]:
    """To whom they go."""
    return [mail.to_address for mail in mails(kind, **filters)]


def event_of(mail: Email) -> tuple[str, str, int, datetime]:
    """Method, UID, SEQUENCE and beginning of the object in a mail, as a library reads it."""
    calendar = vobject.readOne(mail.calendar)
    event = calendar.vevent
    assert calendar.method.value == mail.calendar_method
    return mail.calendar_method, event.uid.value, int(event.sequence.value), event.dtstart.value.astimezone(UTC)


def comes(user: Any, meeting: Meeting, at: datetime) -> Rsvp:
    """She says that she comes there."""
    return answer_invitation(user=user, meeting=meeting, answer="ja", way="ter plaatse", at=at)
