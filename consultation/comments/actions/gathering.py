"""The gathered reaction of an organisation, on the coordinator's side: begin it, work on it, submit it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.comments.actions.drafts import write
from consultation.comments.actions.posting import show_to_all
from consultation.comments.actions.submitters import collective_submitter
from consultation.comments.actions.wording import Confirmation, Wording, ask_guard
from consultation.comments.errors import (
    LeavingOutNeedsReason,
    NobodyGathers,
    NoLongerThere,
    NotCoordinator,
    NothingGathered,
    OtherPlace,
    RoundNotOpen,
)
from consultation.comments.models import Comment, Contribution, Gathering
from consultation.comments.notices import tell_gathering, tell_submitted
from consultation.comments.permissions import can_gather, can_submit
from consultation.rounds.models import Moment, Round
from consultation.rounds.permissions import Standing, standing_of
from handbook.models import Version


@transaction.atomic
def begin_gathering(*, user: Any, round: Round, at: datetime) -> Gathering:
    """Lets an organisation react to a round as one, and tells its people who take part. Twice is once.

    Raises: NotCoordinator, RoundNotOpen.
    """
    person = _coordinator(user, round, at)
    gathering, is_new = Gathering.objects.get_or_create(
        round=round, organisation_id=person.organisation_key, defaults={"opened_by": user, "opened_at": at}
    )
    if is_new:
        log(gathering, "klankbord.comments.begin_gathering", user=user)
        tell_gathering(gathering=gathering, by=user, at=at)
    return gathering


@transaction.atomic
def take_over(*, user: Any, contribution: Contribution, into: Comment | None = None, at: datetime) -> Comment:
    """Take a colleague's text into the gathered reaction: as a remark of the organisation, or added to one that is there.

    Args:
        into: a remark that the organisation has not submitted yet, in the same section; None makes a new one.

    Returns: the organisation's remark, not submitted yet. Its words are the coordinator's to change from now on; the
        colleague's own stay as they are.

    Raises: NotCoordinator, RoundNotOpen, NoLongerThere, OtherPlace, NothingWritten.
    """
    row = _lock(user, contribution, at)
    source = row.comment
    if row.gathered is not None:
        return row.gathered
    if into is None:
        kept = _new_remark(row.gathering, source, at)
    else:
        kept = _own_remark(row.gathering, into)
        if kept.section_id != source.section_id:
            raise OtherPlace
        wording = Wording.of(kept)
        body = "\n\n".join(text for text in (kept.body, source.body) if text.strip())
        wording = replace(wording, body=body, proposed=kept.proposed or source.proposed)
        _write(kept, wording, at)
    row.gathered, row.gathered_at, row.left_out_at, row.left_out_reason = kept, at, None, ""
    row.save(update_fields=["gathered", "gathered_at", "left_out_at", "left_out_reason"])
    return kept


@transaction.atomic
def leave_out(*, user: Any, contribution: Contribution, reason: str, at: datetime) -> Contribution:
    """Leave a colleague's text out of the gathered reaction; she reads why, and can still post it for herself.

    Raises: NotCoordinator, RoundNotOpen, NoLongerThere, LeavingOutNeedsReason.
    """
    row = _lock(user, contribution, at)
    if row.gathered is not None:
        raise NoLongerThere
    if not reason.strip():
        raise LeavingOutNeedsReason
    row.left_out_at, row.left_out_reason = at, reason.strip()
    row.save(update_fields=["left_out_at", "left_out_reason"])
    return row


@transaction.atomic
def put_back(*, user: Any, contribution: Contribution, at: datetime) -> Contribution:
    """Let a text that was left out wait for a choice again. Raises: NotCoordinator, RoundNotOpen, NoLongerThere."""
    row = _lock(user, contribution, at)
    row.left_out_at, row.left_out_reason = None, ""
    row.save(update_fields=["left_out_at", "left_out_reason"])
    return row


@transaction.atomic
def reword(*, user: Any, gathering: Gathering, remark: Comment, wording: Wording, at: datetime) -> Comment:
    """Change a remark of the organisation before it is submitted.

    Raises: NotCoordinator, RoundNotOpen, NoLongerThere, NothingWritten, TooLong.
    """
    locked = _locked(gathering)
    _coordinator(user, locked.round, at)
    kept = _own_remark(locked, remark)
    return _write(kept, wording, at)


@transaction.atomic
def dissolve(*, user: Any, gathering: Gathering, remark: Comment, at: datetime) -> None:
    """Throw a remark of the organisation away before it is submitted; what colleagues wrote waits for a choice again.

    Raises: NotCoordinator, RoundNotOpen, NoLongerThere.
    """
    locked = _locked(gathering)
    _coordinator(user, locked.round, at)
    kept = _own_remark(locked, remark)
    kept.contributions.update(gathered=None, gathered_at=None)
    kept.delete()


@transaction.atomic
def submit_gathering(*, user: Any, gathering: Gathering, confirmation: Confirmation | None = None, at: datetime) -> list[Comment]:
    """Post all that the organisation has ready, in reading order, in its name. What comes later can be submitted after it.

    Args:
        confirmation: what the coordinator said about the guard's findings, over all remarks.

    Returns: the posted remarks. A second press finds nothing left and changes nothing.

    Raises: NotCoordinator, RoundNotOpen, PersonalDataFound (with the findings of all remarks), NothingGathered when
        nothing was ever submitted either.
    """
    locked = _locked(gathering)
    person = standing_of(user=user, version=locked.round.version)
    if not person.coordinates or person.organisation_key != locked.organisation_id:
        raise NotCoordinator
    if not can_submit(person, at):
        raise RoundNotOpen(person.round, at)
    ready = list(remarks_ready(locked))
    if not ready:
        if locked.submitted_at is None:
            raise NothingGathered
        return []
    audit = ask_guard([text for one in ready for text in (one.body, one.proposed)], confirmation or Confirmation())
    late = person.moment(at) is not Moment.OPEN
    for remark in ready:
        show_to_all(remark, late=late, by=user, audit={**audit, "organisation": locked.organisation_id}, at=at)
    locked.submitted_by, locked.submitted_at = user, at
    locked.save(update_fields=["submitted_by", "submitted_at"])
    log(locked, "klankbord.comments.submit_gathering", user=user, data={"count": len(ready)})
    tell_submitted(gathering=locked, remarks=ready, by=user, at=at)
    return ready


def remarks_ready(gathering: Gathering) -> Iterable[Comment]:
    """What the organisation has ready and not submitted, in reading order, with section and passage."""
    return (
        Comment.objects.filter(
            submitter__collective=True,
            submitter__organisation=gathering.organisation_id,
            version__in=Version.objects.issue_of(gathering.round.version),
            posted_at=None,
        )
        .select_related("submitter__organisation", "section__version", "passage", "version")
        .order_by("section__position", "passage__ordinal", "pk")
    )


def _coordinator(user: Any, round: Round, at: datetime) -> Standing:
    person = standing_of(user=user, version=round.version)
    if not person.coordinates:
        raise NotCoordinator
    if not can_gather(person, at):
        raise RoundNotOpen(person.round, at)
    return person


def _locked(gathering: Gathering) -> Gathering:
    """The row of the gathering, locked: two coordinators never take one text over twice."""
    return Gathering.objects.select_for_update(of=("self",)).select_related("round__version", "organisation").get(pk=gathering.pk)


def _lock(user: Any, contribution: Contribution, at: datetime) -> Contribution:
    gathering = _locked(contribution.gathering)
    person = _coordinator(user, gathering.round, at)
    if gathering.organisation_id != person.organisation_key:
        raise NobodyGathers
    row = (
        Contribution.objects.select_related("comment__section__version", "comment__passage", "gathered__submitter")
        .filter(pk=contribution.pk)
        .first()
    )
    if row is None:
        raise NoLongerThere
    row.gathering = gathering
    return row


def _own_remark(gathering: Gathering, remark: Comment) -> Comment:
    found = next((one for one in remarks_ready(gathering) if one.pk == remark.pk), None)
    if found is None:
        raise NoLongerThere
    return found


def _new_remark(gathering: Gathering, source: Comment, at: datetime) -> Comment:
    submitter = collective_submitter(organisation=gathering.organisation, handbook_key=source.version.handbook_key)
    return Comment.objects.create(
        key=uuid.uuid4(),
        submitter=submitter,
        version=source.version,
        section=source.section,
        passage=source.passage,
        selectors=source.selectors,
        kind=source.kind,
        ground=source.ground,
        body=source.body,
        proposed=source.proposed,
        created_at=at,
        saved_at=at,
    )


def _write(remark: Comment, wording: Wording, at: datetime) -> Comment:
    wording.refuse_unfit()
    return write(remark, wording, at, selectors=remark.selectors)
