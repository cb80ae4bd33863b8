"""The rights of the person whose data these are: a copy (AVG art. 15 and 20), and being erased (art. 17)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from wagtail.log_actions import log

from consultation.people import registry
from consultation.people.errors import UnknownPerson
from consultation.people.models import Subject, User

FORMAT = "klankbord-person/1"


@dataclass
class ErasureReport:
    """How many rows each place lost or emptied, by the label of its model; ``subject`` is the number that remains."""

    touched: dict[str, int] = field(default_factory=dict)
    subject: str = ""


def export_person(*, email: str, by: User | None = None, at: datetime) -> dict[str, Any]:
    """Everything that the registry knows of an address, as plain data: a place by its model, described, with its rows.

    Raises UnknownPerson when there is nothing.
    """
    person = _person(email)
    data = {
        place.label: {"what": str(place.describe), "rows": rows} for place in registry.places() if (rows := place.export(person))
    }
    if not data:
        raise UnknownPerson
    if person.user is not None:
        log(person.user, "klankbord.people.export", user=by)
    return {"format": FORMAT, "email": person.email, "exported_at": at, "data": data}


def erase_person(*, email: str, dry_run: bool = False, by: User | None = None, at: datetime) -> ErasureReport:
    """Erases a person from every registered place, all or nothing; her remarks stay under a number (guarantees T2).

    ``dry_run`` does the same work and rolls it back, so that its figures are the true ones. Backups keep their copy
    for their stated period. Raises UnknownPerson when there is nothing to erase.
    """
    report = ErasureReport()
    with transaction.atomic():
        person = _person(email)
        subject = Subject.objects.filter(user=person.user).first() if person.user else None
        for place in registry.places():
            if touched := place.erase(person, at=at):
                report.touched[place.label] = touched
        if not report.touched:
            raise UnknownPerson
        subject = subject or Subject.objects.create()
        report.subject = str(subject.number)
        log(subject, "klankbord.people.erase", user=by)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _person(email: str) -> registry.Person:
    """Looks an account up by any of its addresses, so that a second address finds the same person."""
    address = email.strip().lower()
    owned = EmailAddress.objects.filter(email=address).select_related("user").first()
    user = owned.user if owned else User.objects.filter(email=address).first()
    return registry.Person(email=address, user=user)
