"""The demo's meetings of the sounding board: one that has been, with its minutes, and one to come, with its agenda."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils.dateparse import parse_time

from consultation.delivery.calendar import day_of, instant, next_working_day
from consultation.meetings.actions import (
    AgendaLine,
    MeetingPlan,
    PointLine,
    add_paper,
    answer_invitation,
    invite,
    make_meeting,
    publish_record,
    save_agenda,
    save_record,
)
from consultation.meetings.models import Meeting
from consultation.people.models import SOUNDING_BOARD, User
from handbook.models import Version
from home.demo.sources import FOLDER, frozen_sections, read_data

HANDBOOK = "mas"
VERSION = "0.3"
NOTES = "0.3-notes.md"
ANSWERED_AFTER = timedelta(hours=7)
RECORD_AFTER = timedelta(days=3)


def tell_meetings(*, people: Mapping[str, User], by: User, at: datetime) -> None:
    """Makes the meetings of meetings.json, each at its time: the invitation, the answers, afterwards the minutes."""
    for entry in read_data("meetings.json"):
        meeting = _invited(entry, by=by, at=at)
        for number, (key, (answer, way, guests)) in enumerate(entry["answers"].items(), start=1):
            when = meeting.changed_at + number * ANSWERED_AFTER
            answer_invitation(user=people[key], meeting=meeting, answer=answer, way=way, guests=guests, at=min(when, at))
        if entry["record"]:
            _record(meeting, entry, people=people, by=by, at=meeting.ends_at + RECORD_AFTER)


def _invited(entry: dict[str, Any], *, by: User, at: datetime) -> Meeting:
    day = next_working_day(day_of(at) + timedelta(days=entry["days_from_now"]))
    invited_at = min(instant(day - timedelta(days=entry["invited_days_before"]), 10), at)
    plan = MeetingPlan(
        title=entry["title"],
        about=entry["about"],
        day=day,
        begins=parse_time(entry["begins"]) or time(10),
        length_minutes=entry["length_minutes"],
        place=entry["place"],
        online_url=entry["online_url"],
        groups=[Group.objects.get(name=SOUNDING_BOARD)],
        most_guests=entry["most_guests"],
    )
    meeting = make_meeting(plan=plan, by=by, at=invited_at)
    sections = frozen_sections(Version.objects.get(slug=HANDBOOK, label=VERSION))
    lines = [
        AgendaLine(
            title=item["title"],
            minutes=item["minutes"],
            leader=item.get("leader", ""),
            section_key=sections[tuple(item["section"])].key if "section" in item else None,
        )
        for item in entry["agenda"]
    ]
    save_agenda(meeting=meeting, lines=lines, by=by, at=invited_at)
    if entry["days_from_now"] > 0:
        notes = ContentFile((FOLDER / "handbook" / NOTES).read_bytes(), name="concept-0.3-wijzigingen.md")
        add_paper(meeting=meeting, file=notes, title="Wat er in concept 0.3 is veranderd", by=by, at=invited_at)
    return invite(meeting=meeting, by=by, at=invited_at)


def _record(meeting: Meeting, entry: dict[str, Any], *, people: Mapping[str, User], by: User, at: datetime) -> None:
    points = [
        PointLine(
            text=point["text"],
            owner=people[point["owner"]],
            due_on=meeting.day + timedelta(days=30 + point["due_days"]),
            done=point["done"],
        )
        for point in entry["points"]
    ]
    save_record(meeting=meeting, text=entry["record"], points=points, by=by, at=at)
    publish_record(meeting=meeting, by=by, at=at)
