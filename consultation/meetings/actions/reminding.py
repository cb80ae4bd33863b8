"""Reminders: planned with the meeting, planned anew when it moves, sent once to whom they concern."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from consultation.delivery.calendar import Break
from consultation.delivery.models import SchoolHoliday
from consultation.meetings.models import Meeting, Reminder
from consultation.meetings.notices import tell_reminder
from consultation.meetings.planning import reminders_of
from consultation.people.models import User

GRACE = timedelta(hours=12)
"""A reminder that is later than this is recorded as missed and not sent any more."""


def plan_reminders(meeting: Meeting, *, at: datetime) -> None:
    """Writes the reminders of the meeting as it stands and drops those that wait for a beginning that is no more.

    Under the lock of the meeting. What was sent for a beginning stays sent, also when the meeting comes back to it.
    """
    waiting = meeting.reminders.filter(state=Reminder.State.WAITING)
    if meeting.state != Meeting.State.PLANNED:
        waiting.delete()
        return
    waiting.exclude(starts_at=meeting.starts_at).delete()
    breaks = [Break(first, last) for first, last in SchoolHoliday.objects.values_list("first_day", "last_day")]
    Reminder.objects.bulk_create(
        [
            Reminder(meeting=meeting, what=one.what, starts_at=meeting.starts_at, on_day=one.on_day, due_at=one.due_at)
            for one in reminders_of(starts_at=meeting.starts_at, breaks=breaks, at=at)
        ],
        ignore_conflicts=True,
    )


def remind_due(*, at: datetime) -> int:
    """The sweep: reminds who comes, and asks who has not answered. Run it twice, late, or at once by two.

    Each reminder is ended by a conditional update in the transaction that writes its mails. Returns the number of
    reminders handled, those included whose time had passed.
    """
    due = Reminder.objects.due(at).order_by("due_at").values_list("pk", "meeting")
    return sum(_remind(key, meeting, at=at) for key, meeting in list(due))


@transaction.atomic
def _remind(key: int, meeting_id: int, *, at: datetime) -> int:
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)
    reminder = meeting.reminders.due(at).filter(pk=key, starts_at=meeting.starts_at).first()
    if reminder is None:
        return 0
    reminder.handled_at, reminder.state = at, Reminder.State.SENT
    if at - reminder.due_at > GRACE or at >= meeting.starts_at:
        reminder.state = Reminder.State.MISSED
    else:
        reminder.told = tell_reminder(meeting, what=reminder.what, users=_concerned(meeting, reminder), at=at)
    reminder.save(update_fields=["handled_at", "state", "told"])
    return 1


def _concerned(meeting: Meeting, reminder: Reminder) -> list[User]:
    """Who came into it before the moment of reminding (guarantees G17): who said yes by then, or was asked by then."""
    rsvps = meeting.rsvps.standing().select_related("user").order_by("user")
    if reminder.what == Reminder.What.REMINDER:
        found = rsvps.coming().filter(answered_at__lt=reminder.due_at)
    else:
        found = rsvps.unanswered().filter(invited_at__lt=reminder.due_at)
    return [rsvp.user for rsvp in found]
