"""Thousands of remarks on one version, as rows: the actions would take minutes."""

from __future__ import annotations

from datetime import datetime

from consultation.comments.models import Comment, Submitter
from consultation.comments.quoting import selectors_at
from handbook.models import Passage, Version


def make_remarks(version: Version, count: int, *, submitter: Submitter, at: datetime, first: int = 1) -> None:
    """Posted remarks of a hundred words on words of the passages in turn, with numbers from ``first``."""
    passages = list(Passage.objects.filter(section__version=version).select_related("section").order_by("section__position"))
    made = []
    for number in range(first, first + count):
        passage = passages[number % len(passages)]
        start = passage.section.text.index(passage.text)
        made.append(
            Comment(
                version=version,
                section=passage.section,
                passage=passage,
                selectors=selectors_at(passage.section.text, start, start + min(20, len(passage.text))),
                submitter=submitter,
                number=number,
                body=f"Reactie {number}. " + "Dit kan volgens ons korter en duidelijker worden gezegd. " * 12,
                proposed="Zeg het zo." if number % 3 == 0 else "",
                created_at=at,
                saved_at=at,
                posted_at=at,
            )
        )
    Comment.objects.bulk_create(made, batch_size=1000)
