"""Rows that figures are counted from: what people said, written without the actions that say it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from consultation.comments.models import Comment, Opening, Review, Submitter
from handbook.models import Section


def submitter_for(user: Any, section: Section, **fields: Any) -> Submitter:
    """Who stands behind what a person says; a new one each time for nobody in particular."""
    key = section.version.handbook_key
    known = Submitter.objects.filter(handbook_key=key, user=user, user__isnull=False).first()
    return known or Submitter.objects.create(handbook_key=key, user=user, number=Submitter.objects.count() + 1, **fields)


def add_remark(section: Section, user: Any = None, *, at: datetime, **fields: Any) -> Comment:
    """A posted remark of a person, or of a new submitter without an account."""
    collective = {name: fields.pop(name) for name in ("collective", "organisation") if name in fields}
    return Comment.objects.create(
        submitter=submitter_for(user, section, **collective),
        version=section.version,
        section=section,
        number=None if "parent" in fields else Comment.objects.count() + 1,
        body="Dit kan beter.",
        created_at=at,
        saved_at=at,
        posted_at=at,
        **fields,
    )


def add_opening(section: Section, user: Any, *, at: datetime) -> Opening:
    return Opening.objects.create(user=user, section=section, opened_at=at)


def add_review(section: Section, user: Any, value: str = Review.Value.AGREED, *, at: datetime) -> Review:
    return Review.objects.create(submitter=submitter_for(user, section), section=section, value=value, at=at)
