"""What still goes to somebody who is erased: meetings to come leave her calendar, as for who is not invited any more."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from consultation.delivery.actions import CalendarObject, queue_email
from consultation.delivery.calendar_objects import Mailbox, Method, message
from consultation.delivery.kinds import Kind, register
from consultation.meetings.entries import entry_of
from consultation.meetings.models import Meeting
from consultation.meetings.notices import stands_in_calendar, turns_of, when_in_words
from consultation.people.models import User
from consultation.people.registry import Person, register_last_mails

ERASED = "meetings.erased"


def register_parting() -> None:
    """Called when the app is ready."""
    why = _("You get this mail because your data were erased. We do not keep it.")
    register(Kind(ERASED, _("A meeting leaves your calendar"), "meetings/erased", transactional=True, forget=True, why=why))
    register_last_mails(last_mails_of)


def last_mails_of(person: Person, *, at: datetime) -> list[Callable[[], Any]]:
    """For each meeting to come that stands in her calendar, what writes the mail with the object that cancels it (RFC 5546).

    Her account is closed by now, so what she was invited to is read from her invitations and not from her groups.
    """
    user = person.user
    if user is None:
        return []
    coming = Meeting.objects.planned().filter(starts_at__gt=at, rsvps__user=user)
    return [partial(queue_email, **_mail(one, user, at=at)) for one in coming if stands_in_calendar(one, user)]


def _mail(meeting: Meeting, user: User, *, at: datetime) -> dict[str, Any]:
    with override(user.language):
        attendee = Mailbox(user.name, user.email)
        entry = entry_of(meeting, turns=turns_of(meeting).get(user.pk, 0))
        calendar = CalendarObject(Method.CANCEL, message(Method.CANCEL, entry, attendee=attendee, at=at))
        context = {"meeting": meeting.title, "when": when_in_words(meeting)}
    return {
        "kind": ERASED,
        "to_address": user.email,
        "language": user.language,
        "context": context,
        "dedup_key": f"{ERASED}:{secrets.token_hex(16)}",
        "topic": "erased",
        "calendar": calendar,
        "at": at,
    }
