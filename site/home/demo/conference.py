"""The demo's conference: next week, with workshops, people who signed up, and a queue for one workshop."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_time

from consultation.comments.actions import release_sections
from consultation.conference.actions import sign_up
from consultation.conference.actions.signing_up import Attendee
from consultation.conference.models import Conference, Workshop
from consultation.delivery.calendar import next_working_day
from consultation.people.models import User
from handbook.models import Version
from home.demo.sources import read_data

TEXTS = ("slug", "title", "summary", "location", "address", "capacity", "contact_email", "contact_phone")
RICH_TEXTS = ("about", "route", "accessibility")
HANDBOOK = "mas"
OPENED_BEFORE = timedelta(days=30)


def tell_conference(*, by: User, at: datetime) -> Conference:
    """Makes the conference of conference.json, signs its people up, one every half day, and lets them read some sections."""
    data = read_data("conference.json")
    day = next_working_day(timezone.localdate(at) + timedelta(days=data["days_from_now"]))
    starts_at = timezone.make_aware(datetime.combine(day, time(9, 30)))
    programme = [
        ("item", {**item, "starts": parse_time(item["starts"]), "ends": parse_time(item["ends"])}) for item in data["programme"]
    ]
    conference = Conference.objects.create(
        **{name: data[name] for name in (*TEXTS, *RICH_TEXTS)},
        programme=programme,
        starts_at=starts_at,
        ends_at=timezone.make_aware(datetime.combine(day, time(16, 0))),
        signup_opens_at=at - OPENED_BEFORE,
        signup_closes_at=starts_at - timedelta(hours=18),
        published_at=at - OPENED_BEFORE,
    )
    made = enumerate(data["workshops"])
    workshops = [Workshop.objects.create(conference=conference, ordinal=ordinal, **entry) for ordinal, entry in made]
    for number, entry in enumerate(data["people"]):
        chosen = entry.pop("workshop")
        sign_up(
            conference=conference,
            attendee=Attendee(**entry, language="nl"),
            workshop=None if chosen is None else workshops[chosen],
            request_key=uuid.uuid4(),
            at=at - OPENED_BEFORE + timedelta(hours=12 * number + 1),
        )
    handbook = Version.objects.get(slug=HANDBOOK, label=data["release"]["version"])
    asked = {entry["section"]: entry["question"] for entry in data["release"]["questions"]}
    sections = {one: asked[one.number] for one in handbook.sections.filter(number__in=asked)}
    release_sections(conference=conference, version=handbook, questions=sections, by=by, at=at)
    return conference
