"""The rights of the person whose data these are: a copy (AVG art. 15 and 20), and being erased (art. 17)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from consultation.delivery.actions import queue_email
from consultation.people import registry
from consultation.people.actions.consents import subject_of
from consultation.people.errors import CannotBeErased, UnknownPerson
from consultation.people.models import Subject, User
from consultation.people.naming import unname
from consultation.people.notices import ERASED
from consultation.people.unnaming import unname_everywhere, wanted_for

FORMAT = "klankbord-person/1"
Progress = Callable[[int, int, str], None]


@dataclass
class ErasureReport:
    """How many rows each place lost or emptied, by the label of its model; ``subject`` is the number that remains.

    ``named`` counts the texts of others, and of what others were told, in which a placeholder stands now.
    """

    touched: dict[str, int] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)
    subject: str = ""


def no_progress(done: int, total: int, step: str) -> None:
    """For callers that show none."""


def person_of(email: str) -> registry.Person:
    """Looks an account up by any of its addresses, so that a second address finds the same person."""
    address = email.strip().lower()
    owned = EmailAddress.objects.filter(email__iexact=address).select_related("user").first()
    user = owned.user if owned else User.objects.filter(email__iexact=address).first()
    return registry.Person(email=address, user=user)


def count_person(*, email: str) -> dict[str, int]:
    """How many rows each place has of an address, by the label of its model; places without any are left out."""
    person = person_of(email)
    return {place.label: count for place in registry.places() if (count := len(place.export(person)))}


@transaction.atomic
def export_person(
    *, email: str, by: User | None = None, reason: str = "", progress: Progress = no_progress, at: datetime
) -> dict[str, Any]:
    """Everything that the registry knows of an address, as plain data: a place by its model, described, with its rows.

    The audit trail keeps that it was handed out, with the reason, under the number of the person and without her name.
    Raises UnknownPerson when there is nothing.
    """
    person = person_of(email)
    places = registry.places()
    data = {}
    for done, place in enumerate(places):
        progress(done, len(places), _("Looking it up"))
        if rows := place.export(person):
            data[place.label] = {"what": str(place.describe), "rows": rows}
    if not data:
        raise UnknownPerson
    subject = subject_of(person.user) if person.user is not None else Subject.objects.create()
    log(subject, "klankbord.people.export", user=by, data={"reason": unname(reason, wanted_for(person))})
    return {"format": FORMAT, "email": person.email, "exported_at": at, "data": data}


def erase_person(
    *,
    email: str,
    dry_run: bool = False,
    by: User | None = None,
    reason: str = "",
    farewell: bool = False,
    progress: Progress = no_progress,
    at: datetime,
) -> ErasureReport:
    """Erases a person from every registered place, all or nothing; her remarks stay under a number (guarantees T2).

    In the texts of others, and in what was told to others, a placeholder takes the place of her name and addresses.
    Backups keep their copy for their stated period.

    Args:
        email: any address of hers.
        dry_run: does the same work and rolls it back, so that its figures are the true ones.
        by: the administrator who does it on request; None when she does so herself.
        reason: written in the audit trail, under her number and without her name.
        farewell: mails her that it is done, and takes meetings to come out of her calendar; nothing of these mails stays when
            they have gone.

    Raises:
        UnknownPerson: there is nothing to erase.
        CannotBeErased: something must be out of the way first.
    """
    report = ErasureReport()
    with transaction.atomic():
        person = person_of(email)
        if not dry_run and (stops := [one for one in registry.obstacles_of(person, at=at) if one.stops]):
            raise CannotBeErased([str(one.words) for one in stops])
        subject = Subject.objects.filter(user=person.user).first() if person.user else None
        wanted, language = wanted_for(person), person.user.language if person.user else "nl"
        last_mails = registry.last_mails_of(person, at=at) if farewell else []
        to_address = person.user.email if person.user else person.email
        places = registry.places()
        for done, place in enumerate(places):
            progress(done, len(places) + 1, _("Erasing"))
            if touched := place.erase(person, at=at):
                report.touched[place.label] = touched
        if not report.touched:
            raise UnknownPerson
        progress(len(places), len(places) + 1, _("Looking for the name in texts of others"))
        report.named = unname_everywhere(wanted)
        subject = subject or Subject.objects.create()
        report.subject = str(subject.number)
        log(subject, "klankbord.people.erase", user=by, data={"reason": unname(reason, wanted)})
        for write in last_mails:
            write()
        if farewell:
            _say_farewell(to_address, language=language, at=at)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _say_farewell(address: str, *, language: str, at: datetime) -> None:
    """Written after everything of hers is gone, and gone itself when it was sent (``Kind.forget``)."""
    queue_email(
        kind=ERASED,
        to_address=address,
        language=language,
        context={"erased_at": at},
        dedup_key=f"{ERASED}:{secrets.token_hex(16)}",
        topic="erased",
        at=at,
    )
