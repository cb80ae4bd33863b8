"""The minutes of a meeting from what was decided in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.meetings.actions import add_to_record
from consultation.meetings.models import Meeting
from consultation.meetings.permissions import can_manage
from consultation.weighing.errors import MayNotMakeAgenda, NothingForMinutes
from consultation.weighing.minutes import draft_of
from consultation.weighing.permissions import can_publish


@transaction.atomic
def write_minutes(*, meeting: Meeting, by: Any, at: datetime) -> Meeting:
    """Adds what was decided to the minutes, behind what somebody typed there already; nobody sees it before they are published.

    Raises:
        MayNotMakeAgenda, NothingForMinutes, and RecordPublished of meetings: nothing was changed.
    """
    if not (can_publish(by) and can_manage(by)):
        raise MayNotMakeAgenda
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    text = draft_of(locked, user=by)
    if not text:
        raise NothingForMinutes
    changed = add_to_record(meeting=locked, text=text, by=by, at=at)
    log(changed, "klankbord.weighing.write_minutes", user=by, timestamp=at)
    return changed
