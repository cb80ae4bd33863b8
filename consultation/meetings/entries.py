"""Meetings turned into what a calendar object says, in the language that is active."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from consultation.delivery.calendar_objects import Entry, Mailbox, Status
from consultation.meetings.models import Meeting, Rsvp


def entry_of(meeting: Meeting, *, rsvp: Rsvp | None = None, turns: int = 0) -> Entry:
    """A meeting as a calendar entry. It is certain when ``rsvp`` says yes, or when nobody asks whose it is.

    ``turns`` is how often its receiver came back to the audience: her calendar knows higher numbers than those of others.

    The address in it is that of the page, for which one signs in: calendars are shared with secretaries and colleagues,
    so no address stands in them with which another could answer in somebody's name.
    """
    url = settings.BASE_URL + meeting.get_absolute_url()
    return Entry(
        uid=str(meeting.uid),
        sequence=meeting.sequence + turns,
        title=meeting.title,
        place=meeting.place or meeting.online_url,
        description=_description(meeting, url),
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        url=url,
        organizer=Mailbox(settings.ORGANISATION_NAME, settings.REPLY_TO_EMAIL),
        status=_status(meeting, rsvp),
        changed_at=meeting.changed_at,
    )


def _status(meeting: Meeting, rsvp: Rsvp | None) -> Status:
    if meeting.is_cancelled:
        return Status.CANCELLED
    return Status.CONFIRMED if rsvp is None or rsvp.answer == Rsvp.Answer.YES else Status.TENTATIVE


def _description(meeting: Meeting, url: str) -> str:
    lines = [meeting.cancel_reason if meeting.is_cancelled else meeting.about]
    if meeting.online_url and not meeting.is_cancelled:
        lines.append(_("Take part online: %(url)s") % {"url": meeting.online_url})
    if not meeting.is_cancelled:
        lines.append(_("Agenda, papers and your answer: %(url)s") % {"url": url})
        lines.append(_("Please answer on that page: an answer from your calendar does not reach us."))
    return "\n\n".join(line for line in lines if line)
