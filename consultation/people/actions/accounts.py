"""Accounts and memberships: making one, joining and leaving a group, changing what is known, closing the door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from consultation.delivery.actions import tell
from consultation.people.actions.consents import withdraw_consent
from consultation.people.errors import AddressTaken
from consultation.people.models import MEMBERSHIP, SOUNDING_BOARD, Organisation, User
from consultation.people.notices import MEMBERSHIP_CHANGED


@transaction.atomic
def create_person(
    *,
    email: str,
    name: str,
    organisation: Organisation | None = None,
    function: str = "",
    region: str = "",
    groups: Iterable[str] = (),
    language: str = "nl",
    is_coordinator: bool = False,
    by: User | None = None,
    at: datetime,
) -> User:
    """Makes an account whose address counts as confirmed: an editor, an invitation or a confirmed form vouches for it.

    ``groups`` are names of groups that exist. Raises AddressTaken when there is an account with this address, also as
    somebody's second address, for a code sent there would open the wrong account.
    """
    address = email.strip().lower()
    if EmailAddress.objects.filter(email=address).exists():
        raise AddressTaken
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                address,
                name=name,
                organisation=organisation,
                function=function,
                region=region,
                language=language,
                is_coordinator=is_coordinator,
                joined_at=at,
            )
    except IntegrityError as error:
        raise AddressTaken from error
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    user.groups.set(_groups(groups))
    log(user, "klankbord.people.create", user=by, data={"groups": sorted(groups)})
    return user


@transaction.atomic
def add_to_group(*, user: User, group: str, by: User | None = None, at: datetime) -> None:
    """Puts a person in a group; twice is once. Joining again after leaving is a new event in the audit trail."""
    if user.groups.filter(name=group).exists():
        return
    user.groups.add(_groups([group])[0])
    forget_rights(user)
    log(user, "klankbord.people.join", user=by, data={"group": group})


@transaction.atomic
def leave_group(*, user: User, group: str, by: User | None = None, at: datetime) -> None:
    """Takes a person out of a group, and with it the right to read its drafts. Her remarks stay (guarantees T2).

    Leaving the sounding board withdraws the consent that came with applying for it.
    """
    if not user.groups.filter(name=group).exists():
        return
    user.groups.remove(_groups([group])[0])
    forget_rights(user)
    if group == SOUNDING_BOARD:
        withdraw_consent(user=user, purpose=MEMBERSHIP, place="/account/", at=at)
    log(user, "klankbord.people.leave", user=by, data={"group": group})


@transaction.atomic
def change_person(*, user: User, changes: Mapping[str, Any], groups: Iterable[str] | None = None, by: User, at: datetime) -> User:
    """Changes what is known about a person and her groups; the audit trail keeps the names of the fields, not the values.

    Of a change of her groups she hears by mail: they decide what she can read.
    """
    changed = sorted(name for name, value in changes.items() if getattr(user, name) != value)
    for name in changed:
        setattr(user, name, changes[name])
    if changed:
        user.save(update_fields=changed)
        log(user, "klankbord.people.change", user=by, data={"fields": changed})
    if groups is not None:
        wanted, present = set(groups), set(user.groups.values_list("name", flat=True))
        for group in sorted(wanted - present):
            add_to_group(user=user, group=group, by=by, at=at)
        for group in sorted(present - wanted):
            leave_group(user=user, group=group, by=by, at=at)
        if wanted != present and user.is_active:
            _tell_membership(user=user, joined=sorted(wanted - present), left=sorted(present - wanted), at=at)
    return user


def _tell_membership(*, user: User, joined: list[str], left: list[str], at: datetime) -> None:
    facts = {"joined": ", ".join(joined), "left": ", ".join(left)}
    tell(
        kind=MEMBERSHIP_CHANGED,
        users=[user],
        topic=f"membership:{user.pk}:{at:%Y%m%d%H%M%S%f}",
        title=_("Your groups have changed"),
        url=reverse("account_overview"),
        context_for=lambda user: facts,
        at=at,
    )


@transaction.atomic
def deactivate_person(*, user: User, by: User, at: datetime) -> None:
    """Closes an account at once: no new sign-in, and every session ends. Nothing that the person wrote goes."""
    if user.is_active:
        user.is_active = False
        user.save(update_fields=["is_active"])
        log(user, "klankbord.people.deactivate", user=by)
    end_sessions(user)


@transaction.atomic
def reactivate_person(*, user: User, by: User, at: datetime) -> None:
    """Opens a closed account again."""
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        log(user, "klankbord.people.reactivate", user=by)


def end_sessions(user: User) -> None:
    """Ends every session of a person on every device."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def set_language(*, user: User, language: str) -> None:
    """The language of the screens and of the mails, kept on the account so that it follows the person to each device."""
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])


def forget_rights(user: User) -> None:
    """Drops the rights that Django keeps on the object, so that a change of group counts within the same request."""
    for cache in ("_perm_cache", "_user_perm_cache", "_group_perm_cache"):
        user.__dict__.pop(cache, None)


def _groups(names: Iterable[str]) -> list[Group]:
    wanted = set(names)
    found = list(Group.objects.filter(name__in=wanted))
    missing = wanted - {group.name for group in found}
    if missing:
        raise LookupError(f"No such group: {', '.join(sorted(missing))}")
    return found
