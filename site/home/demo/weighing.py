"""The demo's weighing of the draft that is open: a first round that goes on, what is contested, and the meeting about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.utils.dateparse import parse_time

from consultation.comments.models import Comment
from consultation.delivery.calendar import day_of, next_working_day
from consultation.meetings.actions import AgendaLine, MeetingPlan, answer_invitation, invite, make_meeting, save_agenda
from consultation.people.models import EDITORS, WORKING_GROUP, User
from consultation.weighing.actions import (
    Stance,
    assign,
    decide,
    give_position,
    make_agenda,
    make_group,
    write_note,
)
from handbook.models import Version
from home.demo.sources import read_data

BETWEEN = timedelta(minutes=11)
"""Between two positions of the first round."""


def tell_weighing(*, version: Version, people: Mapping[str, User], by: User, at: datetime) -> None:
    """Groups, proposed decisions, the positions that partners gave so far, and a meeting with what is contested."""
    story = read_data("weighing.json")
    if story["version"] != version.label:
        return
    when = at - timedelta(days=story["first_days_ago"])
    for group in story["groups"]:
        make_group(comments=[_remark(version, people, one) for one in group["remarks"]], by=by, at=when)
    for entry in story["decisions"]:
        comment = _remark(version, people, entry["remark"])
        decide(comment=comment, value=entry["value"], reason=entry["reason"], by=by, at=when)
    for entry in story["positions"]:
        comment = _remark(version, people, entry["remark"])
        for who, said in entry["said"].items():
            when += BETWEEN
            give_position(comment=comment, stance=_stance(*said), by=people[who], at=when)
    for entry in story["notes"]:
        author = people[entry["author"]]
        write_note(comment=_remark(version, people, entry["remark"]), text=entry["text"], by=author, at=when)
    for entry in story["assigned"]:
        assign(comments=[_remark(version, people, entry["remark"])], to=people[entry["to"]], by=by, at=when)
    _tell_meeting(story["meeting"], version=version, people=people, by=by, at=at)


def _tell_meeting(entry: dict[str, Any], *, version: Version, people: Mapping[str, User], by: User, at: datetime) -> None:
    when = at - timedelta(days=entry["invited_days_ago"])
    plan = MeetingPlan(
        title=entry["title"],
        about=entry["about"],
        day=next_working_day(day_of(at) + timedelta(days=entry["days_from_now"])),
        begins=parse_time(entry["begins"]) or time(10),
        length_minutes=entry["length_minutes"],
        place=entry["place"],
        online_url=entry["online_url"],
        groups=list(Group.objects.filter(name__in=(WORKING_GROUP, EDITORS))),
    )
    meeting = make_meeting(plan=plan, by=by, at=when)
    opening = AgendaLine(title="Opening", minutes=10, leader=by.name)
    save_agenda(meeting=meeting, lines=[opening], by=by, at=when)
    make_agenda(version=version, meeting=meeting, minutes=entry["minutes_each"], by=by, at=when)
    invite(meeting=meeting, by=by, at=when)
    for number, (key, (answer, way)) in enumerate(entry["answers"].items(), start=1):
        moment = min(when + timedelta(hours=3 * number), at)
        answer_invitation(user=people[key], meeting=meeting, answer=answer, way=way, guests=[], at=moment)


def _remark(version: Version, people: Mapping[str, User], named: list[str]) -> Comment:
    """A remark by its author and its first words."""
    author, words = named
    return Comment.objects.posted().get(
        version=version, parent=None, submitter__user=people[author], submitter__collective=False, body__startswith=words
    )


def _stance(value: str, ground: str = "", reason: str = "") -> Stance:
    return Stance(value, ground, reason)
