"""What we write for calendars, read by libraries that we did not write: icalendar, vobject and ical."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from ical.calendar import Calendar as IcalCalendar
from ical.calendar_stream import IcsCalendarStream
from ical.store import EventStore

from consultation.delivery.calendar import instant
from consultation.delivery.calendar_objects import ZONE, Entry, Mailbox, Method, Status, feed, message

request, cancel = partial(message, Method.REQUEST), partial(message, Method.CANCEL)
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ANNA = Mailbox('Anna "A" van den Berg, Waterlo', "anna@waterlo.example")


def an_entry(day: str = "2026-04-01", hour: int = 10, minute: int = 0, **changes: object) -> Entry:
    begins = datetime.fromisoformat(f"{day}T{hour:02}:{minute:02}")
    ends = begins + timedelta(hours=2)
    fields = {
        "uid": "1f0c@klankbord.example",
        "sequence": 0,
        "title": "Klankbordgroep; concept 0.3, deel 1",
        "place": "De Stadsgaarde, zaal 2\nGaardepad 12, Waterlo",
        "description": "Wij lopen de agenda langs.\nMeer: https://klankbord.example/bijeenkomsten/1/ " + "en zo verder " * 20,
        "starts_at": instant(begins.date(), begins.hour, begins.minute),
        "ends_at": instant(ends.date(), ends.hour, ends.minute),
        "url": "https://klankbord.example/bijeenkomsten/1/",
        "organizer": Mailbox("Ingrado", "redactie@ingrado.example"),
        "status": Status.CONFIRMED,
        "changed_at": AT,
    }
    return Entry(**fields | changes)


def by_icalendar(text: str) -> list[tuple]:
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return [
        (
            str(one["uid"]),
            int(one["sequence"]),
            one["dtstart"].dt.astimezone(UTC),
            one["dtend"].dt.astimezone(UTC),
            str(one["summary"]),
        )
        for one in events
    ]


def by_vobject(text: str) -> list[tuple]:
    events = vobject.readOne(text).contents.get("vevent", [])
    return [
        (
            one.uid.value,
            int(one.sequence.value),
            one.dtstart.value.astimezone(UTC),
            one.dtend.value.astimezone(UTC),
            one.summary.value,
        )
        for one in events
    ]


def by_ical(text: str) -> list[tuple]:
    events = IcsCalendarStream.calendar_from_ics(text).events
    return [(one.uid, one.sequence, one.dtstart.astimezone(UTC), one.dtend.astimezone(UTC), one.summary) for one in events]


READERS = [by_icalendar, by_vobject, by_ical]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("write", [request, cancel])
def test_three_libraries_read_the_same_event(read, write) -> None:
    entry = an_entry(sequence=3)
    text = write(entry, attendee=ANNA, at=AT)
    assert read(text) == [(entry.uid, 3, entry.starts_at, entry.ends_at, entry.title)]


CHANGES_OF_THE_CLOCK = [
    ("2026-03-28", 10, 0),
    ("2026-03-29", 1, 30),
    ("2026-03-29", 3, 0),
    ("2026-03-29", 3, 30),
    ("2026-03-29", 10, 0),
    ("2026-10-24", 10, 0),
    ("2026-10-25", 1, 30),
    ("2026-10-25", 3, 30),
    ("2026-10-25", 10, 0),
    ("2026-12-31", 23, 30),
]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(("day", "hour", "minute"), CHANGES_OF_THE_CLOCK)
def test_the_time_is_right_on_both_sides_of_the_changes_of_the_clock(read, day, hour, minute) -> None:
    entry = an_entry(day, hour, minute)
    text = request(entry, attendee=ANNA, at=AT)
    ((_uid, _sequence, starts_at, ends_at, _title),) = read(text)
    assert (starts_at, ends_at) == (entry.starts_at, entry.ends_at)
    assert f"DTSTART;TZID=Europe/Amsterdam:{day.replace('-', '')}T{hour:02}{minute:02}00" in text


def test_the_rule_of_the_zone_that_we_send_along_says_what_the_zone_says() -> None:
    """A program that does not know Europe/Amsterdam has only this; vobject builds a zone from it alone."""
    text = request(an_entry(), attendee=ANNA, at=AT).replace("Europe/Amsterdam", "Ergens/Onbekend")
    zone = vobject.readOne(text).vevent.dtstart.value.tzinfo
    assert zone is not ZoneInfo("Europe/Amsterdam")
    wall = datetime(2026, 1, 1, 0, 30)  # noqa: DTZ001  (on the wall clock)
    while wall.year == 2026:
        if (wall.month, wall.day, wall.hour) not in {(3, 29, 2), (10, 25, 2)}:
            assert wall.replace(tzinfo=zone).utcoffset() == wall.replace(tzinfo=ZONE).utcoffset(), wall
        wall += timedelta(hours=1)


def test_the_method_stands_in_the_object_and_the_receiver_alone_is_named() -> None:
    text = request(an_entry(), attendee=ANNA, at=AT)
    calendar = icalendar.Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    assert calendar["method"] == "REQUEST"
    assert event["status"] == "CONFIRMED"
    assert event["organizer"] == "mailto:redactie@ingrado.example"
    assert event["attendee"] == "mailto:anna@waterlo.example"
    assert event["attendee"].params["RSVP"] == "FALSE"
    assert event["attendee"].params["CN"] == "Anna A van den Berg, Waterlo"
    assert event["url"] == "https://klankbord.example/bijeenkomsten/1/"
    assert event["location"].splitlines()[1] == "Gaardepad 12, Waterlo"
    assert icalendar.Calendar.from_ical(cancel(an_entry(status=Status.CANCELLED), attendee=ANNA, at=AT))["method"] == "CANCEL"


def test_lines_are_folded_at_75_bytes_and_end_as_the_rfc_says() -> None:
    text = request(an_entry(title="Überleg " * 30), attendee=ANNA, at=AT)
    lines = text.encode().split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in text.encode().replace(b"\r\n", b"")


class Calendars:
    """Receivers' calendars: what a program keeps when it follows RFC 5546, once with vobject and once with ical's own store."""

    def __init__(self) -> None:
        self.by_uid: dict[str, object] = {}
        self.kept = IcalCalendar()
        self.store = EventStore(self.kept)

    def receive(self, text: str) -> None:
        """A newer SEQUENCE of a known UID replaces it, an older one is ignored, CANCEL takes it out."""
        parsed = vobject.readOne(text)
        event, known = parsed.vevent, self.by_uid.get(parsed.vevent.uid.value)
        if known is not None and int(event.sequence.value) < int(known.sequence.value):
            return
        if parsed.method.value == "CANCEL":
            self.by_uid.pop(event.uid.value, None)
        else:
            self.by_uid[event.uid.value] = event
        self._into_the_store(text, method=parsed.method.value)

    def _into_the_store(self, text: str, *, method: str) -> None:
        (event,) = IcsCalendarStream.calendar_from_ics(text).events
        if method == "CANCEL":
            self.store.delete(event.uid)
        elif any(one.uid == event.uid for one in self.kept.events):
            self.store.edit(event.uid, event)
        else:
            self.store.add(event)


def test_invite_change_and_cancel_are_one_event_that_goes() -> None:
    calendars, first = Calendars(), an_entry()
    calendars.receive(request(first, attendee=ANNA, at=AT))
    moved = replace(first, sequence=1, starts_at=instant(datetime(2026, 4, 2).date(), 14), place="Online")  # noqa: DTZ001
    moved = replace(moved, ends_at=moved.starts_at + timedelta(hours=1))
    calendars.receive(request(moved, attendee=ANNA, at=AT + timedelta(days=1)))
    assert [event.dtstart.value.astimezone(UTC) for event in calendars.by_uid.values()] == [moved.starts_at]
    assert [(one.uid, one.dtstart.astimezone(UTC), one.location) for one in calendars.kept.events] == [
        (first.uid, moved.starts_at, "Online")
    ]
    calendars.receive(request(first, attendee=ANNA, at=AT + timedelta(days=2)))
    assert [event.location.value for event in calendars.by_uid.values()] == ["Online"], "an old invitation changes nothing"
    gone = replace(moved, sequence=2, status=Status.CANCELLED)
    calendars.receive(cancel(gone, attendee=ANNA, at=AT + timedelta(days=3)))
    assert (calendars.by_uid, calendars.kept.events) == ({}, [])


@pytest.mark.parametrize("read", READERS)
def test_a_feed_holds_all_and_is_the_same_text_for_the_same_meetings(read) -> None:
    entries = [an_entry(), an_entry("2026-10-25", 10, uid="2@klankbord.example", status=Status.CANCELLED)]
    text = feed(entries, name="Bijeenkomsten")
    assert [event[0] for event in read(text)] == [entry.uid for entry in entries]
    assert text == feed(entries, name="Bijeenkomsten")
    assert "METHOD:PUBLISH" in text
    assert "ATTENDEE" not in text
    assert "STATUS:CANCELLED" in text


def test_an_empty_feed_is_a_calendar_too() -> None:
    assert by_ical(feed([], name="Bijeenkomsten")) == by_vobject(feed([], name="Bijeenkomsten")) == []
