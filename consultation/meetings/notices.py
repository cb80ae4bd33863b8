"""What people hear of a meeting: the invitation and its changes, the reminders, the minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import Truncator, format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, override

from consultation.delivery.actions import CalendarObject, tell, withdraw_topic
from consultation.delivery.calendar_objects import Mailbox, Method, message
from consultation.delivery.kinds import Kind, register
from consultation.delivery.models import Email, Notice
from consultation.meetings.answering import answer_path
from consultation.meetings.entries import entry_of
from consultation.meetings.models import Meeting, Reminder, Rsvp
from consultation.meetings.subjects import tell_counts
from consultation.people.models import User

INVITATION = "meetings.invitation"
REMINDER = "meetings.reminder"
NUDGE = "meetings.nudge"
RECORD = "meetings.record"

KIND_OF = {Reminder.What.REMINDER: REMINDER, Reminder.What.NUDGE: NUDGE}
INVITED, CHANGED, CANCELLED, PARTED, BACK = "invited", "changed", "cancelled", "parted", "back"
TITLES = {
    INVITED: _("Invitation: {meeting}, {when}"),
    CHANGED: _("New time or place: {meeting}, {when}"),
    CANCELLED: _("Does not take place: {meeting}, {when}"),
    PARTED: _("You are not invited any more: {meeting}, {when}"),
    BACK: _("You are invited again: {meeting}, {when}"),
}
REACHED = (Email.State.SENDING, Email.State.SENT, Email.State.UNCERTAIN)
"""A mail in these states reached its receiver, or may have."""
CHANGED_AGAIN = gettext_noop("the meeting changed again")


def register_kinds() -> None:
    """Makes the kinds of this slice known; called when the app is ready."""
    why = _("You get this mail because you are invited to this meeting.")
    invitation = _("Invitation to a meeting, and its changes")
    register(
        Kind(
            INVITATION,
            invitation,
            "meetings/invitation",
            bulk=True,
            beyond_limit=True,
            still_due=invitation_still_due,
            why=why,
        )
    )
    for kind, label in (
        (REMINDER, _("A meeting to which you come is soon")),
        (NUDGE, _("A meeting to which you have not answered is soon")),
    ):
        template = kind.replace(".", "/")
        register(Kind(kind, label, template, bulk=True, can_wait=False, still_due=reminder_still_due, why=why))
    register(Kind(RECORD, _("Minutes of a meeting"), "meetings/record", bulk=True, why=why))


def topic_of(meeting: Meeting) -> str:
    """The topic of what is told of the meeting as it stands now; another one after the next change."""
    return f"meeting:{meeting.pk}:{meeting.sequence}"


def topic_of_reminder(meeting: Meeting) -> str:
    """Names the meeting and the beginning that people are reminded of (guarantees G6)."""
    return f"reminder:{meeting.pk}:{_stamp(meeting)}"


def withdraw_waiting(meeting: Meeting, *, at: datetime) -> None:
    """Takes back what still waits about the meeting as it stands: the next state of it is told instead."""
    withdraw_topic(topic=topic_of(meeting), reason=CHANGED_AGAIN, at=at)
    withdraw_topic(topic=topic_of_reminder(meeting), reason=CHANGED_AGAIN, at=at)


def tell_state(meeting: Meeting, *, users: Iterable[User], at: datetime) -> int:
    """Tells these people of the meeting as it is now: once for each state, the mail with an object for the calendar.

    Who never heard of an earlier state is invited to this one; a change is told to who knows what it is a change of.
    """
    people = list(users)
    if meeting.is_cancelled:
        return _tell_state(CANCELLED, meeting, people, topic=topic_of(meeting), at=at)
    heard = who_heard(meeting)
    changed = [user for user in people if user.pk in heard]
    invited = [user for user in people if user.pk not in heard]
    topic = topic_of(meeting)
    return sum(_tell_state(event, meeting, who, topic=topic, at=at) for event, who in ((CHANGED, changed), (INVITED, invited)))


def tell_parted(meeting: Meeting, *, users: Iterable[User], at: datetime) -> int:
    """Tells those of these people who know of the meeting that they are not invited any more, and takes it out of calendars."""
    heard = who_heard(meeting)
    return _tell_turn(PARTED, meeting, [user for user in users if user.pk in heard], at=at)


def tell_back(meeting: Meeting, *, users: Iterable[User], at: datetime) -> int:
    """Tells those who left and came back what holds now; inside a transaction, after their turn was counted.

    Who was told that she is not invited any more is invited again, with a number that her calendar takes as newer. Who
    never knew that she was gone hears only of a state of the meeting that she has not heard of.
    """
    people = list(users)
    gone = _who_knows(topic__startswith=PARTED, topic__contains=f":meeting:{meeting.pk}:")
    told = set(Notice.objects.filter(kind=INVITATION, topic=topic_of(meeting)).values_list("user", flat=True))
    again = _tell_turn(BACK, meeting, [user for user in people if user.pk in gone], at=at)
    return again + tell_state(meeting, users=[user for user in people if user.pk not in gone | told], at=at)


def tell_reminder(meeting: Meeting, *, what: str, users: Iterable[User], at: datetime) -> int:
    """Reminds these people once of this beginning; returns how many."""
    title = {
        Reminder.What.REMINDER: _("See you soon: {meeting}, {when}"),
        Reminder.What.NUDGE: _("Do you come? {meeting}, {when}"),
    }[Reminder.What(what)]
    return tell(
        kind=KIND_OF[Reminder.What(what)],
        users=users,
        topic=topic_of_reminder(meeting),
        title=_title(title, meeting),
        url=meeting.get_absolute_url(),
        context_for=_context(meeting, {}),
        at=at,
    )


def tell_record(meeting: Meeting, *, users: Iterable[User], at: datetime) -> int:
    """Tells these people that the minutes are there; once."""
    points = [point.text for point in meeting.action_points.all()]
    return tell(
        kind=RECORD,
        users=users,
        topic=f"meeting:{meeting.pk}:record",
        title=_title(_("Minutes: {meeting}, {when}"), meeting),
        url=meeting.get_absolute_url(),
        context_for=_context(meeting, {"action_points": points}),
        at=at,
    )


def invitation_still_due(row: Any) -> str | None:
    """Why a waiting message about a meeting must not go any more, or None."""
    *turn, _meeting, meeting_id, sequence = row.topic.split(":")
    parted = bool(turn) and turn[0].startswith(PARTED)
    meeting = Meeting.objects.filter(pk=meeting_id).first()
    if meeting is None or (str(meeting.sequence) != sequence and not parted):
        return CHANGED_AGAIN
    now = _now_of(row)
    if now is None or now >= meeting.ends_at:
        return gettext_noop("the meeting has been")
    is_invited = meeting.rsvps.standing().filter(user=row.user_id).exists()
    if is_invited is parted:
        return gettext_noop("the receiver is invited again") if parted else gettext_noop("the receiver is not invited any more")
    return None


def reminder_still_due(row: Any) -> str | None:
    """Why a waiting reminder must not go any more, or None (guarantees G17)."""
    _reminder, meeting_id, stamp = row.topic.split(":")
    meeting = Meeting.objects.planned().filter(pk=meeting_id).first()
    if meeting is None or _stamp(meeting) != stamp:
        return CHANGED_AGAIN
    now = _now_of(row)
    if now is None or now >= meeting.starts_at:
        return gettext_noop("the meeting has begun")
    mine = meeting.rsvps.standing().filter(user=row.user_id)
    wanted = mine.coming() if row.kind == REMINDER else mine.unanswered()
    return None if wanted.exists() else gettext_noop("the receiver has answered otherwise")


def _tell_turn(event: str, meeting: Meeting, users: list[User], *, at: datetime) -> int:
    """Tells of leaving or coming back; each turn is told once."""
    by_turns: dict[int, list[User]] = {}
    turns = turns_of(meeting)
    for user in users:
        by_turns.setdefault(turns.get(user.pk, 0), []).append(user)
    return sum(
        _tell_state(event, meeting, who, topic=f"{event}{number or ''}:{topic_of(meeting)}", at=at)
        for number, who in by_turns.items()
    )


def turns_of(meeting: Meeting) -> dict[int, int]:
    """How often each person came back, by her primary key."""
    return dict(meeting.rsvps.values_list("user", "turns"))


def _tell_state(event: str, meeting: Meeting, users: list[User], *, topic: str, at: datetime) -> int:
    if not users:
        return 0
    rsvps = {rsvp.user_id: rsvp for rsvp in meeting.rsvps.all()}
    facts = {"event": event, "reason": meeting.cancel_reason, "answers": event in {INVITED, CHANGED, BACK}}
    return tell(
        kind=INVITATION,
        users=users,
        topic=topic,
        title=_title(TITLES[event], meeting),
        body=meeting.cancel_reason if event == CANCELLED else "",
        url=reverse("meetings") if event == PARTED else meeting.get_absolute_url(),
        context_for=_context(meeting, facts, rsvps=rsvps),
        calendar_for=_calendar(meeting, Method.CANCEL if event in {CANCELLED, PARTED} else Method.REQUEST, at=at),
        at=at,
    )


def who_heard(meeting: Meeting) -> set[int]:
    """Who knows of the meeting: a mail of one of its states reached her, by itself or in a digest, or she read it here."""
    return _who_knows(topic__startswith=f"meeting:{meeting.pk}:")


def _who_knows(**topic: Any) -> set[int]:
    """Who knows of one of these topics."""
    knows = Q(read_at__isnull=False) | Q(email__state__in=REACHED)
    return set(Notice.objects.filter(knows, kind=INVITATION, **topic).values_list("user", flat=True))


def stands_in_calendar(meeting: Meeting, user: User) -> bool:
    """Whether she heard of the meeting and was not told to take it out since she was last invited."""
    turn = turns_of(meeting).get(user.pk, 0) or ""
    parted = Notice.objects.filter(kind=INVITATION, topic__startswith=f"{PARTED}{turn}:meeting:{meeting.pk}:", user=user)
    return user.pk in who_heard(meeting) and not parted.exists()


def _calendar(meeting: Meeting, method: Method, *, at: datetime) -> Callable[[User], CalendarObject]:
    turns = turns_of(meeting)

    def calendar_for(user: User) -> CalendarObject:
        with override(user.language):
            entry = entry_of(meeting, turns=turns.get(user.pk, 0))
            return CalendarObject(method, message(method, entry, attendee=Mailbox(user.name, user.email), at=at))

    return calendar_for


def _context(
    meeting: Meeting, facts: dict[str, Any], *, rsvps: dict[int, Rsvp] | None = None
) -> Callable[[User], dict[str, Any]]:
    agenda = [item.title for item in meeting.agenda.all()]
    counts: dict[str, list[str]] = {}

    def context_for(user: User) -> dict[str, Any]:
        rsvp = (rsvps or {}).get(user.pk)
        with override(user.language):
            starts, ends = localtime(meeting.starts_at), localtime(meeting.ends_at)
            if user.language not in counts:
                counts[user.language] = tell_counts(meeting)
            return {
                **facts,
                "meeting": meeting.title,
                "about": meeting.about,
                "on_day": date_format(starts, "l j F Y"),
                "short_day": date_format(starts, "j F"),
                "from_time": f"{starts:%H:%M}",
                "until_time": f"{ends:%H:%M}",
                "location": meeting.place,
                "online_url": "" if meeting.is_cancelled else meeting.online_url,
                "agenda": agenda,
                "counts": counts[user.language],
                "answered": str(rsvp.get_answer_display()) if rsvp else "",
                "answer_url": settings.BASE_URL + answer_path(user_id=user.pk, meeting_id=meeting.pk),
            }

    return context_for


def _title(title: Any, meeting: Meeting) -> Any:
    return format_lazy(title, meeting=Truncator(meeting.title).chars(110), when=lazy(when_in_words, str)(meeting))


def when_in_words(meeting: Meeting) -> str:
    """Day and time on the wall clock, in the reader's language: "3 December 2026, 10:00"."""
    local = localtime(meeting.starts_at)
    return f"{date_format(local, 'j F Y')}, {local:%H:%M}"


def _now_of(row: Any) -> datetime | None:
    """What time it is for a row that is about to go: the lease of a mail tells it, the hour of its digest for a notice."""
    return getattr(row, "lease_until", None) or getattr(row, "digest_at", None)


def _stamp(meeting: Meeting) -> str:
    return f"{meeting.starts_at.astimezone(UTC):%Y%m%dT%H%M}"
