"""The gathered reaction of an organisation, on its people's side: share a text, take it back, ask a colleague along."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import override
from wagtail.log_actions import log

from consultation.comments.actions.drafts import leave_layer
from consultation.comments.actions.wording import Confirmation, Wording, ask_guard
from consultation.comments.errors import (
    HouseRulesFirst,
    NobodyGathers,
    NoLongerThere,
    NotCoordinator,
    NotYours,
    OtherOrganisation,
    OutsideRound,
    TakesPartAlready,
    WrongPlace,
)
from consultation.comments.models import Comment, Contribution, Gathering, contribution_of
from consultation.comments.permissions import can_gather, can_share
from consultation.people.actions import invite, leave_group
from consultation.people.models import Invitation
from consultation.rounds.actions import guest_group_of
from consultation.rounds.models import Round, describe_instant
from consultation.rounds.permissions import Standing, is_asked_about, standing_of

LANGUAGE = "nl"
"""Of the mail to somebody who has no account yet: the language of the handbook."""


def gathering_for(*, user: Any, round: Round | None) -> Gathering | None:
    """The gathered reaction of this person's organisation to this round; one query, none without an organisation."""
    organisation = getattr(user, "organisation_id", None)
    if round is None or organisation is None:
        return None
    return Gathering.objects.select_related("organisation").filter(round=round, organisation=organisation).first()


@transaction.atomic
def share_draft(*, user: Any, draft: Comment, confirmation: Confirmation | None = None, at: datetime) -> Contribution:
    """Give a draft to one's colleagues, for the gathered reaction. What is shared already stays shared, with its new words.

    Raises: NotYours, NobodyGathers, OutsideRound, WrongPlace (a reply, an answer), HouseRulesFirst, NothingWritten, TooLong,
        PersonalDataFound: nothing was shared; the draft stays.
    """
    row = (
        Comment.objects.select_for_update(of=("self",)).select_related("submitter", "section", "version__round").get(pk=draft.pk)
    )
    if row.submitter.user_id != user.pk or not row.is_draft:
        raise NotYours
    person = standing_of(user=user, version=row.version)
    gathering = gathering_for(user=user, round=person.round)
    if gathering is None or not can_share(person, gathering, at):
        raise NobodyGathers
    if not is_asked_about(person, row.section.key):
        raise OutsideRound
    if row.parent_id is not None or row.question_id is not None:
        raise WrongPlace
    if user.house_rules_accepted_at is None:
        raise HouseRulesFirst
    Wording.of(row).refuse_unfit()
    audit = ask_guard([row.body, row.proposed], confirmation or Confirmation())
    known = contribution_of(row)
    if known is not None:
        return known
    log(row, "klankbord.comments.share", user=user, data=audit)
    return Contribution.objects.create(gathering=gathering, comment=row, shared_at=at)


@transaction.atomic
def take_back(*, user: Any, draft: Comment, at: datetime) -> Comment:
    """Make a shared text one's own draft again. Raises: NotYours, AlreadyGathered."""
    row = Comment.objects.select_for_update(of=("self",)).select_related("submitter").get(pk=draft.pk)
    if row.submitter.user_id != user.pk:
        raise NotYours
    leave_layer(row)
    return row


@transaction.atomic
def ask_colleague(*, user: Any, gathering: Gathering, name: str, email: str, at: datetime) -> Invitation:
    """Ask somebody of one's organisation who is no member to help, for this round only.

    She reads the version and writes for her colleagues; nobody else reads what she wrote. ``rounds.part_from_guests``
    ends it 48 hours after the round.

    Raises: NotCoordinator, NobodyGathers, OtherOrganisation, TakesPartAlready.
    """
    _refuse_stranger(user, gathering, at)
    address = email.strip().lower()
    owner = EmailAddress.objects.filter(email=address).select_related("user").first()
    if owner is not None and owner.user.organisation_id != gathering.organisation_id:
        raise OtherOrganisation
    if owner is not None and standing_of(user=owner.user, version=gathering.round.version).writes:
        raise TakesPartAlready
    group = guest_group_of(round=gathering.round)
    version = gathering.round.version
    with override(LANGUAGE):
        facts = {"handbook": version.title, "label": version.label, "closes_on": describe_instant(gathering.round.closes_at)}
    invitation = invite(
        email=address,
        name=name.strip(),
        organisation=gathering.organisation,
        group=group,
        language=LANGUAGE,
        facts=facts,
        by=user,
        at=at,
    )
    if invitation is None:
        raise TakesPartAlready
    return invitation


@transaction.atomic
def part_from_colleague(*, user: Any, gathering: Gathering, guest: Any, at: datetime) -> None:
    """End what ``ask_colleague`` began, before its time; what she shared stays. Raises: NotCoordinator, NoLongerThere."""
    _refuse_stranger(user, gathering, at)
    if guest.organisation_id != gathering.organisation_id:
        raise NoLongerThere
    group = guest_group_of(round=gathering.round)
    leave_group(user=guest, group=group.name, by=user, at=at)


def _refuse_stranger(user: Any, gathering: Gathering, at: datetime) -> Standing:
    person = standing_of(user=user, version=gathering.round.version)
    if not person.coordinates or person.organisation_key != gathering.organisation_id:
        raise NotCoordinator
    if not can_gather(person, at):
        raise NobodyGathers
    return person
