"""Inviting: everybody in the groups of a meeting and in its round, and who joins them later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from wagtail.log_actions import log

from consultation.meetings.actions.reminding import plan_reminders
from consultation.meetings.errors import AlreadyCancelled, TimeIsPast
from consultation.meetings.models import Meeting, Rsvp
from consultation.meetings.notices import tell_back, tell_parted, tell_state
from consultation.people.models import User


def people_invited(meeting: Meeting) -> QuerySet[User]:
    """Active members of the groups of a meeting and of the audience of its round, each once."""
    return User.objects.active_in(meeting.groups_invited()).order_by("pk")


def count_invited(meeting: Meeting) -> int:
    """How many people hear of a meeting: what an editor sees before she sends anything."""
    return people_invited(meeting).count()


@transaction.atomic
def invite(*, meeting: Meeting, by: Any, at: datetime) -> Meeting:
    """Invites everybody: a message and, by mail, an object for the calendar. Twice changes nothing.

    Raises:
        AlreadyCancelled, TimeIsPast: nobody was invited.
    """
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if locked.is_cancelled:
        raise AlreadyCancelled
    if locked.state == Meeting.State.PLANNED:
        return locked
    if locked.starts_at <= at:
        raise TimeIsPast
    locked.state, locked.changed_at = Meeting.State.PLANNED, at
    locked.save(update_fields=["state", "changed_at"])
    plan_reminders(locked, at=at)
    invited = invite_missing(locked, at=at)
    log(locked, "klankbord.meetings.invite", user=by, data={"people": invited})
    return locked


def keep_up(*, at: datetime) -> int:
    """The sweep that invites who came into a group or a round after the others, and parts with who left. Returns how many.

    Safe to run twice, late and beside itself: an invitation is a row that there can be once, written with its message.
    """
    return sum(_keep_up(meeting, at=at) for meeting in Meeting.objects.planned().filter(starts_at__gt=at))


def invite_missing(meeting: Meeting, *, at: datetime) -> int:
    """Invites those of the audience who have no invitation yet; inside a transaction, under the lock. Returns how many.

    Who left and came back takes her invitation up again, with the answer that she gave, and hears of it when she had
    heard that she was not invited any more.
    """
    back = list(_back(meeting).select_related("user"))
    Rsvp.objects.filter(pk__in=[rsvp.pk for rsvp in back]).update(parted_at=None, turns=F("turns") + 1)
    missing = list(_missing(meeting))
    Rsvp.objects.bulk_create([Rsvp(meeting=meeting, user=user, invited_at=at) for user in missing])
    tell_state(meeting, users=missing, at=at)
    tell_back(meeting, users=[rsvp.user for rsvp in back], at=at)
    return len(missing)


def _missing(meeting: Meeting) -> QuerySet[User]:
    return people_invited(meeting).exclude(pk__in=meeting.rsvps.values("user"))


def part(meeting: Meeting, *, at: datetime) -> int:
    """Parts with those who are not in the audience any more; inside a transaction, under the lock. Returns how many."""
    left = list(_left(meeting).select_related("user"))
    Rsvp.objects.filter(pk__in=[rsvp.pk for rsvp in left]).update(parted_at=at)
    tell_parted(meeting, users=[rsvp.user for rsvp in left if rsvp.user.is_active], at=at)
    return len(left)


def _left(meeting: Meeting) -> QuerySet[Rsvp]:
    return meeting.rsvps.filter(parted_at=None).exclude(pk__in=meeting.rsvps.standing().values("pk"))


def _back(meeting: Meeting) -> QuerySet[Rsvp]:
    return meeting.rsvps.standing().exclude(parted_at=None)


@transaction.atomic
def _keep_up(found: Meeting, *, at: datetime) -> int:
    if not any(rows.exists() for rows in (_missing(found), _left(found), _back(found))):
        return 0
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if meeting.state != Meeting.State.PLANNED or meeting.starts_at <= at:
        return 0
    return invite_missing(meeting, at=at) + part(meeting, at=at)
