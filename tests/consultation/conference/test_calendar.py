"""The place at a conference follows into one's own calendar: put in, moved, taken out, always the same event (G18)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import vobject
from icalendar import Calendar

from consultation.conference.actions import accept_offer, call_off, leave, save_conference
from consultation.delivery.models import Email
from tests.factories.conferences import make_conference, register

pytestmark = pytest.mark.django_db


def events(kind: str) -> list[tuple[str, dict[str, str]]]:
    """Method and event of the mails of a kind, read by icalendar; vobject must agree."""
    found = []
    for row in Email.objects.filter(kind=kind).order_by("pk"):
        read = Calendar.from_ical(row.calendar)
        (event,) = read.walk("VEVENT")
        other = vobject.readOne(row.calendar)
        assert other.vevent.dtstart.value == event.decoded("dtstart")
        assert (other.method.value, other.vevent.uid.value) == (row.calendar_method, str(event["uid"]))
        found.append((str(read["method"]), event))
    return found


def test_a_place_that_moves_and_is_cancelled_is_one_event(at) -> None:
    conference = make_conference()
    row = register(conference)
    moved = conference.starts_at + timedelta(days=1)

    def save():
        conference.starts_at, conference.ends_at = moved, moved + timedelta(hours=6)
        conference.save()
        return conference

    save_conference(conference=conference, save=save, at=at)
    leave(registration=row, at=at)
    chain = events("conference.confirmed") + events("conference.changed") + events("conference.left")
    assert [method for method, _event in chain] == ["REQUEST", "REQUEST", "CANCEL"]
    assert {str(event["uid"]) for _method, event in chain} == {str(row.request_key)}
    assert [int(event["sequence"]) for _method, event in chain] == [0, 1, 2]
    assert chain[1][1].decoded("dtstart") == moved
    assert row.token not in Email.objects.get(kind="conference.confirmed").calendar, "calendars are shared"

    again = register(conference)
    assert str(events("conference.confirmed")[-1][1]["uid"]) != str(row.request_key)
    call_off(conference=conference, reason="De zaal is niet vrij.", by=None, at=at)
    ((method, event),) = events("conference.called_off")
    assert (method, str(event["status"]), str(event["uid"])) == ("CANCEL", "CANCELLED", str(again.request_key))
    assert int(event["sequence"]) == 2


def test_who_has_no_place_has_nothing_in_her_calendar_until_she_accepts(at) -> None:
    conference = make_conference(capacity=1)
    first, second = register(conference, "Een"), register(conference, "Twee")
    leave(registration=first, at=at)
    for kind in ("conference.waiting", "conference.offer"):
        assert not Email.objects.get(kind=kind, to_address=second.email).calendar
    accept_offer(registration=second, at=at)
    assert Email.objects.get(kind="conference.confirmed", to_address=second.email).calendar_method == "REQUEST"


def test_leaving_the_queue_cancels_nothing_in_a_calendar(at) -> None:
    conference = make_conference(capacity=0)
    leave(registration=register(conference), at=at)
    assert not Email.objects.get(kind="conference.left").calendar
