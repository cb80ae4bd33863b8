"""Gatherings as iCalendar objects (RFC 5545), for mails (iTIP, RFC 5546) and for a feed. PURE: no Django, no database.

What makes Outlook, Gmail and Apple change an event instead of adding a second one: the same UID for ever, a SEQUENCE that
goes up with each change, the same ORGANIZER, and the METHOD both here and in the header of the mail (guarantees G18). We
do not read the answers that calendars send back, so no attendee is asked for one (RSVP=FALSE); the description leads to
our own page. An object names nobody but its receiver.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vRecur, vText

ZONE = ZoneInfo("Europe/Amsterdam")
CET, CEST = timedelta(hours=1), timedelta(hours=2)
PRODUCT = "-//Klankbord//Bijeenkomsten//NL"
LOOK_AGAIN = timedelta(hours=1)
"""How often a calendar program should fetch the feed."""


class Method(StrEnum):
    """What an object asks (RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


class Status(StrEnum):
    """How sure an event is (RFC 5545, 3.8.1.11)."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A person or a group, with her address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One gathering as a calendar knows it.

    Args:
        uid: its name for ever, on all calendars of the world.
        sequence: how often time or place changed.
        title, place, description: plain text.
        starts_at, ends_at: aware instants; they are written on the wall clock of Amsterdam.
        url: its page.
        organizer: a mailbox that somebody reads.
        status: a value of ``Status``.
        changed_at: when it last changed, aware.
    """

    uid: str
    sequence: int
    title: str
    place: str
    description: str
    starts_at: datetime
    ends_at: datetime
    url: str
    organizer: Mailbox
    status: str
    changed_at: datetime


def message(method: Method, entry: Entry, *, attendee: Mailbox, at: datetime) -> str:
    """Asks the receiver's calendar to put it in or to change what it has (REQUEST), or to take it out (CANCEL)."""
    calendar = _calendar(method)
    calendar.add_component(_event(entry, stamp=at, attendee=attendee))
    return _text(calendar)


def feed(entries: Iterable[Entry], *, name: str) -> str:
    """All that somebody goes to, for a program that fetches it again and again; the same entries give the same text."""
    calendar = _calendar(Method.PUBLISH)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry, stamp=entry.changed_at))
    return _text(calendar)


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    calendar.add_component(_zone())
    return calendar


def _zone() -> Timezone:
    """The rule of the European Union, by which the clock changes on the last Sundays of March and October.

    Written out, since Outlook wants a rule and not a list of years, and since ``Calendar.add_missing_timezones`` of
    icalendar 7.3 puts the onset of summer time on the wall clock after the change, which is an hour late.
    """
    zone = Timezone()
    zone.add("tzid", ZONE.key)
    for part, first, month, before, after, name in (
        (TimezoneDaylight(), datetime(1981, 3, 29, 2), 3, CET, CEST, "CEST"),  # noqa: DTZ001  (on the wall clock, as the RFC asks)
        (TimezoneStandard(), datetime(1996, 10, 27, 3), 10, CEST, CET, "CET"),  # noqa: DTZ001
    ):
        part.add("dtstart", first)
        part.add("rrule", vRecur(freq="YEARLY", bymonth=month, byday="-1SU"))
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        zone.add_component(part)
    return zone


def _event(entry: Entry, *, stamp: datetime, attendee: Mailbox | None = None) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", stamp)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", entry.starts_at.astimezone(ZONE))
    event.add("dtend", entry.ends_at.astimezone(ZONE))
    event.add("summary", entry.title)
    event.add("status", entry.status)
    event.add("url", entry.url)
    event.add("organizer", _address(entry.organizer))
    if entry.place:
        event.add("location", entry.place)
    if entry.description:
        event.add("description", entry.description)
    if attendee is not None:
        event.add("attendee", _address(attendee, ROLE="REQ-PARTICIPANT", PARTSTAT="NEEDS-ACTION", RSVP="FALSE"))
    return event


def _address(mailbox: Mailbox, **parameters: str) -> vCalAddress:
    """A mailbox; a double quote cannot stand in a name (RFC 5545, 3.2), so it goes."""
    address = vCalAddress(f"mailto:{mailbox.address}")
    address.params["CN"] = vText(mailbox.name.replace('"', ""))
    for name, value in parameters.items():
        address.params[name] = vText(value)
    return address


def _text(calendar: Calendar) -> str:
    return calendar.to_ical().decode()
