"""The response notes that the editors of the demo sent out: one when the answers were there, the next with what they led to."""

from __future__ import annotations

from datetime import datetime

from consultation.accountability.actions import publish_note, save_note
from consultation.people.models import User
from handbook.models import Version
from home.demo.sources import read_data


def tell_notes(*, version: Version, by: User, at: datetime) -> None:
    """Send out the note on a draft, if the data has an introduction to it; again makes the next edition."""
    for entry in read_data("notes.json"):
        if entry["version"] == version.label:
            save_note(version=version, introduction=entry["introduction"], readers=entry["readers"], by=by, at=at)
            publish_note(version=version, by=by, at=at)
