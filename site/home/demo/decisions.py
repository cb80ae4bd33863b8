"""What the working group decided on the remarks of a draft, before the next one came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from consultation.comments.models import Comment
from consultation.people.models import User
from consultation.weighing.actions import decide
from handbook.models import Version
from home.demo.sources import read_data


def tell_decisions(*, version: Version, people: Mapping[str, User], at: datetime) -> None:
    """Decide and answer; what is not in the data stays open."""
    for entry in read_data("decisions.json"):
        if entry["version"] != version.label:
            continue
        comment = Comment.objects.posted().get(
            version=version,
            parent=None,
            question=None,
            submitter__user=people[entry["author"]],
            section__title=entry["section"],
        )
        decide(comment=comment, value=entry["value"], reason=entry["reason"], publish=True, by=people["cas"], at=at)
