"""Remarks for the tests, made through the real action."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from consultation.comments.actions import Place, Wording, post_comment, save_draft
from consultation.comments.models import Comment
from handbook.models import Section, Version


def make_section(version: Version, number: str = "2.1") -> Section:
    """A section of a version by number, with the version and its round at hand."""
    return Section.objects.select_related("version__round").get(version=version, number=number)


def accept_rules(user: Any, at: datetime) -> Any:
    """The person has agreed with the house rules; how that happens is tested with its action."""
    if user.house_rules_accepted_at is None:
        user.house_rules_accepted_at = at
        user.save(update_fields=["house_rules_accepted_at"])
    return user


def make_comment(
    user: Any,
    section: Section,
    body: str = "Dit is te stellig.",
    *,
    parent: Comment | None = None,
    proposed: str = "",
    key: uuid.UUID | None = None,
    at: datetime,
) -> Comment:
    """A posted remark."""
    return post_comment(
        user=accept_rules(user, at),
        place=Place(section, parent=parent),
        wording=Wording(body=body, proposed=proposed),
        key=key,
        at=at,
    )


def make_draft(user: Any, section: Section, body: str = "Nog niet af", *, key: uuid.UUID | None = None, at: datetime) -> Comment:
    """A text that only its writer sees."""
    return save_draft(user=user, place=Place(section), wording=Wording(body=body), key=key or uuid.uuid4(), at=at).comment
