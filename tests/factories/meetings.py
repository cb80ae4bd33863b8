"""Meetings, made and changed through the real actions."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from consultation.delivery.calendar import day_of
from consultation.meetings.actions import MeetingPlan, change_meeting, invite, make_meeting
from consultation.meetings.models import Meeting
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
