"""Many remarks at once, as rows: how a remark comes about is tested with its action."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from consultation.comments.models import Comment, Submitter
from handbook.models import Section


def make_crowd(user: Any, section: Section, *, remarks: int, at: datetime) -> list[Comment]:
    """So many posted remarks of one person, a minute apart, the first at the first passage; in reading order."""
    handbook = section.version.handbook_key
    submitter = Submitter.objects.filter(handbook_key=handbook, user=user).first() or Submitter.objects.create(
        handbook_key=handbook, user=user, number=Submitter.objects.filter(handbook_key=handbook).count() + 1
    )
    passage = section.passages.order_by("ordinal").first()
    start = Comment.objects.filter(version=section.version).count()
    return Comment.objects.bulk_create(
        Comment(
            submitter=submitter,
            version=section.version,
            section=section,
            passage=passage,
            number=start + number,
            body=f"Punt {start + number}.",
            created_at=at,
            saved_at=at,
            posted_at=at + timedelta(minutes=number),
        )
        for number in range(1, remarks + 1)
    )
