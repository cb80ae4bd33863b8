"""The reaction that the municipality of Waterlo is making together: two colleagues shared, their coordinator began to choose."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from consultation.comments.actions import (
    Place,
    Wording,
    begin_gathering,
    leave_out,
    save_draft,
    share_draft,
    take_over,
)
from consultation.people.models import User
from handbook.models import Passage, Version
from home.demo.sources import frozen_sections, read_data


def tell_gathering(*, version: Version, people: Mapping[str, User], opened_at: datetime) -> None:
    """Begin the gathered reaction on the version that the data names; on another one nothing happens."""
    story = read_data("gathering.json")
    if story["version"] != version.label:
        return
    coordinator = people[story["coordinator"]]
    at = opened_at + timedelta(days=story["days_after_open"])
    begin_gathering(user=coordinator, round=version.round, at=at)
    sections = frozen_sections(version)
    for number, entry in enumerate(story["contributions"], start=1):
        section = sections[tuple(entry["section"])]
        section.version = version
        passage = Passage.objects.get(section=section, ordinal=entry["passage"])
        moment = at + timedelta(hours=3 * number)
        author = people[entry["author"]]
        draft = save_draft(
            user=author,
            place=Place(section=section, passage=passage).about(entry["quote"]),
            wording=Wording(body=entry["text"], kind=entry["kind"], ground=entry["ground"]),
            key=uuid.uuid4(),
            at=moment,
        ).comment
        contribution = share_draft(user=author, draft=draft, at=moment)
        if entry.get("taken"):
            take_over(user=coordinator, contribution=contribution, at=moment)
        elif entry.get("left_out"):
            leave_out(user=coordinator, contribution=contribution, reason=entry["left_out"], at=moment)
