"""Partners who weigh along, and what they are not of one mind about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group

from consultation.comments.models import Comment
from consultation.meetings.models import Meeting
from consultation.people.models import WORKING_GROUP, Organisation, User
from consultation.weighing.actions import Stance, give_position, make_agenda
from consultation.weighing.models import AgendaPoint, Position
from handbook.models import Version
from tests.factories.meetings import make_draft_meeting
from tests.factories.people import make_organisation, make_person


def make_partner(name: str, *, person: User | None = None) -> User:
    """Somebody of the working group whose organisation weighs along; with ``person``, she and her organisation."""
    found = person or make_person(name=f"Iemand van {name}", organisation=make_organisation(name).name, groups=[WORKING_GROUP])
    Organisation.objects.filter(pk=found.organisation_id).update(is_partner=True)
    found.organisation.refresh_from_db()
    return found


def object_to(comment: Comment, *, by: User, reason: str = "De wet zegt drie.", at: datetime) -> Position:
    """A partner objects."""
    return give_position(comment=comment, stance=Stance(Position.Value.OBJECT, "juridisch", reason), by=by, at=at)


def make_weighing_meeting(*, at: datetime, **changes: Any) -> Meeting:
    """A meeting of the working group that nobody is invited to yet."""
    changes = {"title": "Werkgroep over concept 0.1", "groups": [Group.objects.get(name=WORKING_GROUP)]} | changes
    return make_draft_meeting(at=at, **changes)


def make_point(comment: Comment, *, version: Version, by: User, at: datetime) -> AgendaPoint:
    """The point of a contested remark on the agenda of a new meeting."""
    make_agenda(version=version, meeting=make_weighing_meeting(at=at), by=by, at=at)
    return AgendaPoint.objects.select_related("meeting", "comment", "item").latest("pk")
