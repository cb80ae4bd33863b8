"""What the home page shows beside the editor's words: what is in consultation, and which handbooks there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from consultation.conference.models import Conference
from consultation.meetings.models import Meeting, Rsvp
from consultation.reading.access import days_until
from consultation.rounds.models import Round
from handbook.models import HandbookPage

MOST_CONFERENCES = 3


@dataclass(frozen=True, slots=True)
class OpenConsultation:
    """A round that runs, in the words of the home page. The label of a draft is no secret; its text is."""

    title: str
    label: str
    summary: str
    days_left: int
    closes_at: Any
    url: str


@dataclass(frozen=True, slots=True)
class ComingConference:
    """A conference in the words of the home page; ``places`` as people say it: "14 places left"."""

    title: str
    summary: str
    starts_at: Any
    location: str
    places: str
    url: str


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """A meeting to come, and what one answered."""

    meeting: Meeting
    rsvp: Rsvp | None


def front_door(*, user: Any) -> dict[str, Any]:
    """Open rounds, published handbooks, coming conferences and the next meeting that ``user`` is invited to.

    Three queries, whatever their number, and two more for who is signed in.
    """
    at = timezone.now()
    handbooks = list(HandbookPage.objects.live().order_by("title"))
    by_key = {page.key: page for page in handbooks}
    rounds = Round.objects.open(at).select_related("version").order_by("closes_at")
    consultations = [
        OpenConsultation(
            title=round.version.title,
            label=round.version.label,
            summary=by_key[round.version.handbook_key].summary,
            days_left=days_until(round.closes_at, at),
            closes_at=round.closes_at,
            url=reverse("handbook", kwargs={"slug": by_key[round.version.handbook_key].slug}),
        )
        for round in rounds
        if round.version.handbook_key in by_key
    ]
    conferences = [
        ComingConference(one.title, one.summary, one.starts_at, one.location, one.describe_places(at), one.get_absolute_url())
        for one in Conference.objects.published().coming(at).with_counts().order_by("starts_at")[:MOST_CONFERENCES]
    ]
    return {
        "consultations": consultations,
        "handbooks": handbooks,
        "conferences": conferences,
        "next_meeting": next_meeting(user=user, at=at),
    }


def next_meeting(*, user: Any, at: datetime) -> NextMeeting | None:
    """The first meeting to come that this person is invited to, with her answer; two queries, none for a visitor."""
    if not user.is_authenticated:
        return None
    meeting = Meeting.objects.for_user(user).planned().coming(at).first()
    if meeting is None:
        return None
    return NextMeeting(meeting, Rsvp.objects.filter(meeting=meeting, user=user).first())
