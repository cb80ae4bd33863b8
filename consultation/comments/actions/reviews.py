"""What a reader says of a section without words (read, agreed), and where she was when she stopped."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from consultation.comments.actions.submitters import submitter_of
from consultation.comments.errors import OutsideRound, RoundNotOpen, TakesNoPart
from consultation.comments.models import Opening, Review
from consultation.comments.notices import section_url
from consultation.delivery.actions import mark_seen
from consultation.rounds.permissions import Standing, can_be_recorded, can_review, is_asked_about, standing_of
from handbook.models import Passage, Section

ONE_PRESS = timedelta(seconds=2)
"""Two presses within this time are one: a double click must not take back what it gave."""


@transaction.atomic
def set_review(*, user: Any, section: Section, value: str, at: datetime) -> Review:
    """Mark a section as ``gelezen`` or ``akkoord``; the second replaces the first, twice is once.

    Raises: TakesNoPart, RoundNotOpen, OutsideRound.
    """
    person = standing_of(user=user, version=section.version)
    _refuse(person, section, at)
    submitter = submitter_of(user=user, handbook_key=section.version.handbook_key)
    review, _created = Review.objects.update_or_create(
        submitter=submitter, section=section, defaults={"value": Review.Value(value), "at": at}
    )
    _keep_opening(person, section, {"opened_at": at}, at=at)
    return review


@transaction.atomic
def toggle_review(*, user: Any, section: Section, value: str, at: datetime) -> Review | None:
    """What a press on the button means: set the mark, or take it back when it stands. A double click is one press.

    Raises: TakesNoPart, RoundNotOpen.
    """
    present = Review.objects.filter(section=section, submitter__user=user).first()
    if present is None or present.value != value:
        return set_review(user=user, section=section, value=value, at=at)
    if at - present.at < ONE_PRESS:
        return present
    clear_review(user=user, section=section, at=at)
    return None


@transaction.atomic
def clear_review(*, user: Any, section: Section, at: datetime) -> None:
    """Take the mark back. Raises: TakesNoPart, RoundNotOpen."""
    _refuse(standing_of(user=user, version=section.version), section, at)
    Review.objects.filter(section=section, submitter__user=user).delete()


def _refuse(person: Standing, section: Section, at: datetime) -> None:
    if not person.takes_part:
        raise TakesNoPart
    if not can_review(person, at):
        raise RoundNotOpen(person.round, at)
    if not is_asked_about(person, section.key):
        raise OutsideRound


@transaction.atomic
def note_opening(
    *,
    user: Any,
    section: Section,
    passage_id: uuid.UUID | None = None,
    shown_at: datetime | None = None,
    at: datetime,
) -> Opening | None:
    """Keep that a reader has a section open and at which passage she is, for "ga verder waar u was".

    Nothing is kept of an observer or a visitor: returns None. A place that the section does not have is left out, and
    a note without a place keeps the last known one. What stood on the page that was made at ``shown_at`` the reader has
    seen now, so no overview tells it again; what came since she has not.
    """
    if not user.is_authenticated:
        return None
    if shown_at is not None:
        mark_seen(user=user, path=section_url(section), until=shown_at, at=at)
    known = passage_id is not None and Passage.objects.filter(section=section, passage_id=passage_id).exists()
    told = {"opened_at": at, **({"passage_id": passage_id} if known else {}), **({"shown_at": shown_at} if shown_at else {})}
    return _keep_opening(standing_of(user=user, version=section.version), section, told, at=at)


def _keep_opening(person: Standing, section: Section, told: dict[str, Any], *, at: datetime) -> Opening | None:
    if not can_be_recorded(person, at):
        return None
    opening, _created = Opening.objects.update_or_create(user=person.user, section=section, defaults=told)
    return opening
