"""Posting a remark: check, number, keep, tell."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.comments.actions.drafts import beside, leave_layer, lock_own
from consultation.comments.actions.placing import place_in_newer_versions
from consultation.comments.actions.redacting import refuse_redacted
from consultation.comments.actions.submitters import submitter_of, take_number
from consultation.comments.actions.wording import Confirmation, Place, Wording, ask_guard
from consultation.comments.errors import (
    AlreadyAnswered,
    HouseRulesFirst,
    NoLongerThere,
    OutsideRound,
    RoundNotOpen,
    TakesNoPart,
    TooManyAtOnce,
    WaitsForClosing,
)
from consultation.comments.mentions import tell_mentioned
from consultation.comments.models import Comment, NothingToAdd, Submitter
from consultation.comments.notices import tell_reply
from consultation.comments.permissions import can_post
from consultation.rounds.models import Moment
from consultation.rounds.permissions import Standing, is_asked_about, standing_of

PACE = (60, timedelta(minutes=10))
"""At most so many remarks by one person in so long: a reader never comes near, a script that ran wild stops."""


@transaction.atomic
def post_comment(
    *,
    user: Any,
    place: Place,
    wording: Wording,
    key: uuid.UUID | None = None,
    seen_at: datetime | None = None,
    confirmation: Confirmation | None = None,
    origin: str = Comment.Origin.SITE,
    at: datetime,
) -> Comment:
    """Show a remark, a reply or an answer to the others, with the next number of its version.

    Args:
        user: who writes; her submitter number in this handbook is made when she has none.
        place: where it hangs; when a draft with this key exists, the draft's own place holds.
        wording: the words as they stand in the form.
        key: of the form or its draft. A second post with the same key (a double click, a retry) returns the first.
        seen_at: ``saved_at`` of the draft that the form shows. When another tab saved other words meanwhile, the words
            of this form are posted and the other ones stay as a draft.
        confirmation: what the writer said about the guard's findings.
        origin: a value of ``Comment.Origin``.
        at: now; after the round closed a remark is marked late.

    Raises:
        NothingWritten, TooLong, WrongPlace, TakesNoPart, HouseRulesFirst, RoundNotOpen, OutsideRound, WaitsForClosing,
        NoLongerThere, AlreadyAnswered, RedactedWords (a reply that names what was blacked out), PersonalDataFound,
        TooManyAtOnce, NotYours, AlreadyGathered: nothing was changed.
    """
    version = place.section.version
    wording.refuse_unfit()
    place.refuse_unfit()
    person = standing_of(user=user, version=version)
    if not person.takes_part:
        raise TakesNoPart
    submitter = submitter_of(user=user, handbook_key=version.handbook_key)
    draft = lock_own(key=key, submitter=submitter) if key is not None else None
    if draft is not None and not draft.is_draft:
        return draft
    if draft is not None:
        selectors = place.selectors if draft.passage is not None and place.passage == draft.passage else tuple(draft.selectors)
        place = Place(draft.section, draft.passage, draft.parent, draft.question, selectors)
    wording = place.fit(wording)
    if not can_post(person, draft, at):
        raise RoundNotOpen(person.round, at)
    if place.question is None and not is_asked_about(person, place.section.key):
        raise OutsideRound
    if user.house_rules_accepted_at is None:
        raise HouseRulesFirst
    _refuse_thread(person, place, at)
    _refuse_second_answer(submitter, place)
    _refuse_haste(submitter, at)
    if place.thread is not None:
        refuse_redacted(place.thread, wording.body, wording.proposed)
    audit = ask_guard([wording.body, wording.proposed], confirmation or Confirmation())
    if draft is not None and seen_at != draft.saved_at and not wording.includes(Wording.of(draft)):
        beside(draft, Wording.of(draft), at)
    comment = draft or Comment(
        key=key or uuid.uuid4(),
        submitter=submitter,
        version=version,
        section=place.section,
        passage=place.passage,
        question=place.question,
        selectors=list(place.selectors),
        origin=origin,
        created_at=at,
    )
    comment.parent, comment.selectors = place.thread, list(place.selectors)
    comment.body, comment.proposed, comment.kind, comment.ground = wording.body, wording.proposed, wording.kind, wording.ground
    if draft is not None:
        leave_layer(draft)
    show_to_all(comment, late=person.moment(at) is not Moment.OPEN, by=user, audit=audit, at=at)
    if comment.parent is not None:
        tell_reply(reply=comment, at=at)
    tell_mentioned(comment=comment, at=at)
    return comment


def show_to_all(comment: Comment, *, late: bool, by: Any, audit: dict[str, Any], at: datetime) -> None:
    """Posts a remark whose right to be posted was looked at: with its number, its place in newer versions, on the record.

    Who had nothing to add to the round has something now.

    Args:
        comment: with its words and its place, saved or not.
        audit: what the audit trail keeps beside who did it, as from ``ask_guard``.
    """
    comment.saved_at = comment.posted_at = at
    comment.late = late
    if comment.parent is None:
        comment.number = take_number(f"comments:{comment.version.issue_id}")
    comment.save()
    log(comment, "klankbord.comments.post", user=by, data=audit)
    NothingToAdd.objects.filter(submitter=comment.submitter_id, round__version=comment.version.issue_id).delete()
    place_in_newer_versions(comment, at=at)


def _refuse_thread(person: Standing, place: Place, at: datetime) -> None:
    thread = place.thread
    if thread is None:
        return
    if person.round is not None and person.round.hides_peers(at):
        raise WaitsForClosing
    if not thread.stands:
        raise NoLongerThere


def _refuse_second_answer(submitter: Submitter, place: Place) -> None:
    if place.question is not None and Comment.objects.posted().filter(submitter=submitter, question=place.question).exists():
        raise AlreadyAnswered


def _refuse_haste(submitter: Submitter, at: datetime) -> None:
    most, span = PACE
    if Comment.objects.filter(submitter=submitter, posted_at__gt=at - span, posted_at__lte=at).count() >= most:
        raise TooManyAtOnce
