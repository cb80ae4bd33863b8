"""Making a meeting, changing it, cancelling it: what an editor decides, and who hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.log_actions import log

from consultation.meetings.actions.contents import forget_file
from consultation.meetings.actions.inviting import invite_missing, part, people_invited
from consultation.meetings.actions.reminding import plan_reminders
from consultation.meetings.errors import AlreadyCancelled, NobodyInvited, NotYetInvited, PeopleInvited, TimeIsPast
from consultation.meetings.models import Meeting
from consultation.meetings.notices import tell_state, withdraw_waiting
from consultation.rounds.models import Round

TOLD_FIELDS = ("starts_at", "ends_at", "place", "online_url")
"""A change of one of these is a change for people's calendars and is told to everybody who is invited (guarantees G18)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPlan:
    """What an editor decides about a meeting.

    Args:
        title, about: plain text.
        day, begins: on the wall clock of Amsterdam.
        length_minutes: on the same clock.
        place, online_url: where; one of them at least.
        groups, round: who is invited: the members of these groups and everybody in the audience of the round.
        most_guests: so many guests may each person bring.
    """

    title: str
    about: str = ""
    day: date
    begins: time
    length_minutes: int
    place: str = ""
    online_url: str = ""
    groups: Sequence[Group] = ()
    round: Round | None = None
    most_guests: int = 1


@transaction.atomic
def make_meeting(*, plan: MeetingPlan, by: Any, at: datetime) -> Meeting:
    """Makes a meeting that nobody hears of before ``invite``.

    Raises:
        NobodyInvited, TimeIsPast: nothing was made.
    """
    meeting = Meeting()
    _fill(meeting, plan, at=at)
    meeting.groups.set(plan.groups)
    log(meeting, "klankbord.meetings.make", user=by, data={"starts_at": meeting.starts_at.isoformat()})
    return meeting


@transaction.atomic
def change_meeting(*, meeting: Meeting, plan: MeetingPlan, by: Any, at: datetime) -> Meeting:
    """Changes a meeting. When its time or place changes everybody who is invited hears of it, once.

    What still waited about the meeting as it was is taken back, so that nobody hears of two times; the reminders are
    planned anew. Who is invited from now on gets an invitation, and who is not any more hears that.

    Raises:
        AlreadyCancelled, NobodyInvited, TimeIsPast: nothing was changed.
    """
    locked = _lock(meeting)
    before = Meeting.objects.get(pk=locked.pk)
    _fill(locked, plan, at=at, was=before)
    locked.groups.set(plan.groups)
    log(locked, "klankbord.meetings.change", user=by, data={"starts_at": locked.starts_at.isoformat()})
    if locked.state != Meeting.State.PLANNED:
        return locked
    if any(getattr(before, name) != getattr(locked, name) for name in TOLD_FIELDS):
        withdraw_waiting(before, at=at)
        locked.sequence += 1
        locked.save(update_fields=["sequence"])
        plan_reminders(locked, at=at)
        tell_state(locked, users=people_invited(locked), at=at)
    invite_missing(locked, at=at)
    part(locked, at=at)
    return locked


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: Any, at: datetime) -> Meeting:
    """Cancels a meeting, with the reason that everybody who was invited reads. Twice changes nothing.

    Raises:
        NotYetInvited: there is nothing to cancel.
    """
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if locked.is_cancelled:
        return locked
    if locked.state == Meeting.State.DRAFT:
        raise NotYetInvited
    withdraw_waiting(locked, at=at)
    locked.state, locked.cancelled_at, locked.cancel_reason = Meeting.State.CANCELLED, at, reason.strip()
    locked.sequence += 1
    locked.changed_at = at
    locked.save(update_fields=["state", "cancelled_at", "cancel_reason", "sequence", "changed_at"])
    plan_reminders(locked, at=at)
    log(locked, "klankbord.meetings.cancel", user=by, data={"reason": locked.cancel_reason})
    if locked.ends_at > at:
        tell_state(locked, users=people_invited(locked), at=at)
    return locked


@transaction.atomic
def discard_meeting(*, meeting: Meeting, by: Any) -> None:
    """Throws a meeting away that nobody was invited to. Raises PeopleInvited for any other: those are kept."""
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if locked.state != Meeting.State.DRAFT:
        raise PeopleInvited
    log(locked, "klankbord.meetings.discard", user=by, deleted=True)
    for paper in locked.papers.all():
        forget_file(paper)
    locked.delete()


def _lock(meeting: Meeting) -> Meeting:
    """The row, held until the transaction ends. Raises AlreadyCancelled."""
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if locked.is_cancelled:
        raise AlreadyCancelled
    return locked


def _fill(meeting: Meeting, plan: MeetingPlan, *, at: datetime, was: Meeting | None = None) -> None:
    if not plan.groups and plan.round is None:
        raise NobodyInvited
    meeting.set_time(day=plan.day, begins=plan.begins, length_minutes=plan.length_minutes)
    moves = was is None or (was.starts_at, was.ends_at) != (meeting.starts_at, meeting.ends_at)
    if moves and meeting.starts_at <= at:
        raise TimeIsPast
    meeting.title, meeting.about = plan.title.strip(), plan.about.strip()
    meeting.place, meeting.online_url = plan.place.strip(), plan.online_url.strip()
    meeting.round, meeting.most_guests, meeting.changed_at = plan.round, plan.most_guests, at
    meeting.save()
