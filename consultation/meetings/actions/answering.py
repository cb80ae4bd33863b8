"""Answering an invitation: yes, no or perhaps; there or online; with whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from consultation.meetings.errors import MeetingOver, NotInvited, NotThatWay, TooManyGuests
from consultation.meetings.models import Meeting, Rsvp
from consultation.people.models import User
from consultation.people.retention import cut


@transaction.atomic
def answer_invitation(
    *, user: User, meeting: Meeting, answer: str, way: str = "", guests: Sequence[str] = (), at: datetime
) -> Rsvp:
    """Notes what somebody answers; the last answer counts, and the same one again changes nothing.

    Args:
        user: who is invited.
        answer: a value of ``Rsvp.Answer``.
        way: a value of ``Rsvp.Way`` with a yes; left out otherwise.
        guests: names of those who come along with a yes; left out otherwise.
        at: now.

    Raises:
        NotInvited, MeetingOver, NotThatWay, TooManyGuests: nothing was changed.
    """
    meeting, rsvp = _find(user, meeting, at=at)
    comes = answer == Rsvp.Answer.YES
    names = [name.strip() for name in guests if name.strip()] if comes else []
    possible = dict(zip(Rsvp.Way.values, (meeting.place, meeting.online_url), strict=True))
    if answer not in Rsvp.Answer.values or (comes and not possible.get(way)):
        raise NotThatWay
    if len(names) > meeting.most_guests:
        raise TooManyGuests
    new = {"answer": answer, "way": way if comes else "", "guests": names, "answered_sequence": meeting.sequence}
    if any(getattr(rsvp, name) != value for name, value in new.items()):
        for name, value in {**new, "answered_at": at}.items():
            setattr(rsvp, name, value)
        rsvp.save()
    return rsvp


@transaction.atomic
def take_back_answer(*, user: User, meeting: Meeting, at: datetime) -> Rsvp:
    """Makes an answer undone: she has not answered, and may be asked again. Raises NotInvited, MeetingOver."""
    _meeting, rsvp = _find(user, meeting, at=at)
    rsvp.answer, rsvp.way, rsvp.guests, rsvp.answered_at, rsvp.answered_sequence = "", "", [], None, None
    rsvp.save()
    return rsvp


def forget_answers(*, at: datetime) -> int:
    """Makes the answers and the guests of meetings of a while ago go; who was invited stays, and reads the minutes."""
    past = Rsvp.objects.filter(meeting__ends_at__lt=cut("meetings", at=at)).exclude(answer="")
    return past.update(answer="", way="", guests=[], answered_at=None, answered_sequence=None)


def _find(user: User, meeting: Meeting, *, at: datetime) -> tuple[Meeting, Rsvp]:
    """The meeting under its lock, and her invitation; who joined a moment ago has one from now on."""
    found = Meeting.objects.select_for_update(of=("self",)).for_user(user).filter(pk=meeting.pk).first()
    if found is None or not user.is_active:
        raise NotInvited
    if found.is_over(at):
        raise MeetingOver
    rsvp, _is_new = Rsvp.objects.get_or_create(meeting=found, user=user, defaults={"invited_at": at})
    return found, rsvp
