"""Inviting people, one or a pasted list, and accepting: the address that got the mail counts as confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse
from wagtail.log_actions import log

from consultation.delivery.actions import queue_email
from consultation.people import notices
from consultation.people.actions.accounts import add_to_group, create_person, leave_group
from consultation.people.actions.applications import organisation_named
from consultation.people.actions.consents import record_consent
from consultation.people.errors import InvitationGone
from consultation.people.models import MEMBERSHIP, Invitation, Organisation, User
from consultation.people.pasted import PastedPerson

VALID_DAYS = 30


@dataclass
class InvitationReport:
    """What became of a list: addresses, by outcome."""

    invited: list[str] = field(default_factory=list)
    already_member: list[str] = field(default_factory=list)
    already_invited: list[str] = field(default_factory=list)


@transaction.atomic
def invite(
    *,
    email: str,
    group: Group,
    name: str = "",
    organisation: Organisation | None = None,
    language: str = "nl",
    facts: Mapping[str, str] | None = None,
    by: User,
    at: datetime,
) -> Invitation | None:
    """Mails an invitation to join a group; None when the person is in it or an invitation is open.

    One for a guest names the organisation, which she cannot change: it decides whose texts she reads; ``facts`` are what her
    mail tells besides: ``handbook``, ``label`` and ``closes_on``, in her language.
    """
    address = email.strip().lower()
    if _is_member(address, group) or _open(at).filter(email=address, group=group).exists():
        return None
    Invitation.objects.filter(email=address, group=group, accepted_at=None, withdrawn_at=None).update(withdrawn_at=at)
    invitation = Invitation.objects.create(
        email=address,
        name=name,
        organisation=organisation,
        group=group,
        language=language,
        invited_at=at,
        invited_by=by,
        expires_at=at + timedelta(days=VALID_DAYS),
    )
    log(invitation, "klankbord.people.invite", user=by, data={"group": group.name})
    queue_email(
        kind=notices.GUEST_INVITATION if invitation.is_for_guest else notices.INVITATION,
        to_address=address,
        to_name=name,
        language=language,
        context={
            "name": name,
            "group": group.name,
            "organisation": organisation.name if organisation is not None else "",
            "invited_by": by.name,
            "accept_url": settings.BASE_URL + reverse("accept-invitation", args=[invitation.token]),
            "expires_at": invitation.expires_at,
            **(facts or {}),
        },
        dedup_key=f"invitation:{invitation.pk}",
        topic=f"invitation:{invitation.pk}",
        at=at,
    )
    return invitation


@transaction.atomic
def invite_many(
    *, people: Iterable[PastedPerson], group: Group, language: str = "nl", by: User, at: datetime
) -> InvitationReport:
    """Invites a whole list; who is a member or was invited already gets no second mail."""
    report = InvitationReport()
    for person in people:
        invitation = invite(
            email=person.email,
            group=group,
            name=person.name,
            organisation=organisation_named(person.organisation),
            language=language,
            by=by,
            at=at,
        )
        if invitation is not None:
            report.invited.append(person.email)
        elif _is_member(person.email, group):
            report.already_member.append(person.email)
        else:
            report.already_invited.append(person.email)
    return report


def invitation_of(token: str, *, at: datetime) -> Invitation | None:
    """The invitation of a mailed link while it can be accepted."""
    return _open(at).select_related("group", "organisation").filter(token=token).first()


@transaction.atomic
def accept_invitation(
    *, invitation: Invitation, name: str, organisation_name: str, function: str, region: str, terms_version: str, at: datetime
) -> User:
    """Makes the account, or puts the one that exists in the group, and keeps the agreement to the terms.

    Raises InvitationGone when it was accepted or withdrawn meanwhile, or has expired.
    """
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("group", "organisation").get(pk=invitation.pk)
    if locked.accepted_at or locked.withdrawn_at or locked.expires_at <= at:
        raise InvitationGone
    owner = EmailAddress.objects.filter(email=locked.email).select_related("user").first()
    if owner is None:
        user = create_person(
            email=locked.email,
            name=name,
            organisation=locked.organisation if locked.is_for_guest else organisation_named(organisation_name),
            function=function,
            region=region,
            groups=[locked.group.name],
            language=locked.language,
            at=at,
        )
    else:
        user = owner.user
        add_to_group(user=user, group=locked.group.name, at=at)
    locked.accepted_at = at
    locked.save(update_fields=["accepted_at"])
    place = reverse("accept-invitation", args=["-"])
    record_consent(user=user, purpose=MEMBERSHIP, text_version=terms_version, place=place, at=at)
    log(locked, "klankbord.people.accept", user=user)
    return user


@transaction.atomic
def end_group(*, group: Group, at: datetime) -> int:
    """Everybody leaves a group, and the invitations to it that still wait are withdrawn. Returns how many that were."""
    people = list(group.user_set.all())
    for user in people:
        leave_group(user=user, group=group.name, at=at)
    return len(people) + _open(at).filter(group=group).update(withdrawn_at=at)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User, at: datetime) -> None:
    """The link in the mail stops working; nothing happens to an invitation that was accepted."""
    if _open(at).filter(pk=invitation.pk).update(withdrawn_at=at):
        log(invitation, "klankbord.people.withdraw_invitation", user=by)


def _open(at: datetime):  # type: ignore[no-untyped-def]
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)


def _is_member(address: str, group: Group) -> bool:
    return EmailAddress.objects.filter(email=address, user__groups=group).exists()
