"""Somebody's own calendar feed: fetched without a session by libraries that we did not write, revocable (guarantees G18)."""

from __future__ import annotations

from datetime import UTC, timedelta

import icalendar
import pytest
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from ical.calendar_stream import IcsCalendarStream
from time_machine import travel

from consultation.meetings.actions import answer_invitation, cancel_meeting, make_feed, stop_feed
from consultation.meetings.models import CalendarFeed, Meeting
from tests.factories.meetings import make_draft_meeting, make_invited_meeting, move

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(anna, eva) -> Meeting:
    return make_invited_meeting()


@pytest.fixture
def address(anna, at) -> str:
    return f"/agenda/{make_feed(user=anna, at=at).secret}.ics"


def events(response) -> list[tuple]:
    """What ical, a library for calendar programs, reads in a feed."""
    found = IcsCalendarStream.calendar_from_ics(response.content.decode()).events
    return [(event.uid, event.status and event.status.value, event.sequence, event.dtstart.astimezone(UTC)) for event in found]


def test_it_is_fetched_without_a_session_and_read_by_other_libraries(meeting, anna, visitor, address):
    answer_invitation(user=anna, meeting=meeting, answer="ja", way="op afstand", at=timezone.now())
    answer = visitor.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert not answer.cookies
    assert events(answer) == [(str(meeting.uid), "CONFIRMED", 0, meeting.starts_at)]
    read = vobject.readOne(answer.content.decode())
    assert read.method.value == "PUBLISH"
    assert read.vevent.dtstart.value.astimezone(UTC) == meeting.starts_at
    assert "BEGIN:VTIMEZONE" in answer.content.decode()


def test_one_event_moves_and_is_cancelled_under_one_name(meeting, visitor, address, cas, at):
    uid, seen = str(meeting.uid), []
    seen.append(events(visitor.get(address)))
    moved = move(meeting, at=at, length_minutes=45, day=meeting.day + timedelta(days=1))
    seen.append(events(visitor.get(address)))
    cancel_meeting(meeting=moved, reason="Ziek.", by=cas, at=at)
    seen.append(events(visitor.get(address)))
    assert seen == [
        [(uid, "TENTATIVE", 0, meeting.starts_at)],
        [(uid, "TENTATIVE", 1, moved.starts_at)],
        [(uid, "CANCELLED", 2, moved.starts_at)],
    ]


def test_a_cancelled_meeting_stays_for_thirty_days(meeting, visitor, address, cas, at):
    cancel_meeting(meeting=meeting, reason="Ziek.", by=cas, at=at)
    for days, shown in ((29, 1), (31, 0)):
        with travel(at + timedelta(days=days), tick=False):
            assert len(events(visitor.get(address))) == shown


def test_what_is_declined_or_in_the_making_or_somebody_elses_is_not_in_it(meeting, anna, bram, visitor, address, at):
    make_draft_meeting(title="Nog niet")
    answer_invitation(user=anna, meeting=meeting, answer="nee", at=at)
    assert events(visitor.get(address)) == []
    assert events(visitor.get(f"/agenda/{make_feed(user=bram, at=at).secret}.ics")) == []


def test_nobody_else_is_named_and_no_address_answers_for_her(meeting, eva, visitor, address, at):
    answer_invitation(user=eva, meeting=meeting, answer="ja", way="ter plaatse", guests=["Sem"], at=at)
    text = visitor.get(address).content.decode().replace("\r\n ", "")
    for secret in (eva.name, eva.email, "Sem", "antwoord/", "ATTENDEE"):
        assert secret not in text
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert event["url"].endswith(meeting.get_absolute_url())


def test_the_same_meetings_are_told_once(meeting, visitor, address, at):
    first = visitor.get(address)
    again = visitor.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    move(meeting, at=at, length_minutes=45)
    changed = visitor.get(address, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_unknown_revoked_and_of_an_account_that_is_closed_are_the_same_404(meeting, anna, visitor, address, at):
    new = make_feed(user=anna, at=at)
    pages = [visitor.get(address), visitor.get(f"/agenda/{'x' * len(new.secret)}.ics")]
    assert visitor.get(f"/agenda/{new.secret}.ics").status_code == 200
    anna.is_active = False
    anna.save()
    pages.append(visitor.get(f"/agenda/{new.secret}.ics"))
    anna.is_active = True
    anna.save()
    stop_feed(user=anna)
    pages.append(visitor.get(f"/agenda/{new.secret}.ics"))
    assert {page.status_code for page in pages} == {404}
    assert {len(page.content) for page in pages} == {len(pages[0].content)}


def test_the_page_makes_renews_and_stops_the_address(anna, visitor, signed_in):
    browser, page = signed_in(anna), "/bijeenkomsten/agenda/"
    assert "webcal://" not in browser.get(page).content.decode()
    assert not CalendarFeed.objects.exists(), "looking makes nothing"
    browser.post(page, {"action": "make"})
    first = CalendarFeed.objects.get().secret
    shown = browser.get(page).content.decode()
    assert f"webcal://localhost:8000/agenda/{first}.ics" in shown
    browser.post(page, {"action": "renew"})
    second = CalendarFeed.objects.get().secret
    assert first != second
    browser.post(page, {"action": "stop"})
    assert not CalendarFeed.objects.exists()
    assert visitor.get(page)["Location"].startswith("/account/login/")


def test_the_number_of_queries_does_not_depend_on_the_meetings(anna, visitor, address):
    counts = []
    for size in (2, 20):
        for _number in range(size):
            make_invited_meeting()
        with CaptureQueriesContext(connection) as seen:
            visitor.get(address)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 5
