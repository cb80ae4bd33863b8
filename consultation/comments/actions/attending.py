"""Attendees of a conference: what is released to them, and what they answer, which lands among the remarks."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.comments.actions.posting import show_to_all
from consultation.comments.actions.redacting import refuse_redacted
from consultation.comments.actions.revising import change_words
from consultation.comments.actions.submitters import take_number
from consultation.comments.actions.wording import Confirmation, Wording, ask_guard
from consultation.comments.errors import NoLongerThere, NothingReleased, NotReleased, RoundNotOpen
from consultation.comments.models import AttendeeAnswer, Comment, Release, ReleasedSection, Submitter
from consultation.conference.actions import let_read
from consultation.conference.models import Conference, Registration
from consultation.rounds.models import round_of
from handbook.models import Section, Version


@transaction.atomic
def release_sections(
    *, conference: Conference, version: Version, questions: Mapping[Section, str], by: Any, at: datetime
) -> Release:
    """Releases exactly these sections to the attendees, each with its question or an empty text, instead of what was before.

    What was answered stays. Raises NothingReleased, RoundNotOpen (a version without a round takes no remarks).
    """
    if not questions:
        raise NothingReleased
    consultation = round_of(version)
    if consultation is None:
        raise RoundNotOpen(consultation, at)
    release, _made = Release.objects.update_or_create(conference=conference, defaults={"version": version})
    release.sections.all().delete()
    ReleasedSection.objects.bulk_create(
        ReleasedSection(release=release, section=section, question=question.strip()) for section, question in questions.items()
    )
    let_read(conference=conference, reads=True)
    log(release, "klankbord.comments.release", user=by, data={"sections": [section.number for section in questions]})
    return release


@transaction.atomic
def end_release(*, conference: Conference, by: Any) -> None:
    """Takes the release back; what was answered stays."""
    release = Release.objects.filter(conference=conference).first()
    if release is not None:
        log(release, "klankbord.comments.end_release", user=by)
        release.delete()
    let_read(conference=conference, reads=False)


@transaction.atomic
def answer_as_attendee(
    *, registration: Registration, released: ReleasedSection, body: str, confirmation: Confirmation | None = None, at: datetime
) -> Comment:
    """Posts an attendee's answer to the question about a section, or changes the one that she gave.

    It is a remark on the section, of origin "conferentie", under a submitter of its own for each attendee: a number,
    without an account. When the round has closed by then it is marked late.

    Raises:
        NotReleased, NothingWritten, TooLong, PersonalDataFound, RedactedWords, NoLongerThere, RoundNotOpen: nothing was
        changed.
    """
    wording = Wording(body=body)
    wording.refuse_unfit()
    # Locked, so that a double click finds the answer of its first press.
    registration = Registration.objects.select_for_update(of=("self",)).select_related("conference").get(pk=registration.pk)
    release = released.release
    if not may_read(registration, at) or release.conference_id != registration.conference_id or not released.question:
        raise NotReleased
    consultation = round_of(release.version)
    if consultation is None or at < consultation.opens_at:
        raise RoundNotOpen(consultation, at)
    known = AttendeeAnswer.objects.filter(registration=registration, section=released.section).first()
    if known is not None:
        return _change(Comment.objects.select_for_update().get(pk=known.comment_id), wording, confirmation, at=at)
    audit = ask_guard([wording.body], confirmation or Confirmation())
    comment = Comment(
        key=uuid.uuid4(),
        submitter=_submitter_of(registration, release.version.handbook_key),
        version=release.version,
        section=released.section,
        body=wording.body,
        origin=Comment.Origin.CONFERENCE,
        created_at=at,
    )
    show_to_all(comment, late=not consultation.is_open(at), by=None, audit=audit, at=at)
    AttendeeAnswer.objects.create(
        comment=comment, question=released.question, section=released.section, registration=registration
    )
    return comment


def may_read(registration: Registration, at: datetime) -> bool:
    """Whether this link opens the released sections now: somebody with a place, around the days of the conference."""
    has_place = registration.state == Registration.State.CONFIRMED
    return has_place and registration.conference.is_reading_time(at)


def _change(comment: Comment, wording: Wording, confirmation: Confirmation | None, *, at: datetime) -> Comment:
    if not comment.stands:
        raise NoLongerThere
    if Wording.of(comment) == wording:
        return comment
    refuse_redacted(comment, wording.body)
    audit = ask_guard([wording.body], confirmation or Confirmation())
    change_words(comment, wording, by=None, audit=audit, at=at)
    return comment


def _submitter_of(registration: Registration, handbook_key: uuid.UUID) -> Submitter:
    """The number under which this attendee answers in this handbook; a new one at her first answer."""
    mine = Submitter.objects.filter(comments__attendee_answer__registration=registration, handbook_key=handbook_key)
    return mine.first() or Submitter.objects.create(handbook_key=handbook_key, number=take_number(f"submitters:{handbook_key}"))
