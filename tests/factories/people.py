"""People for the tests, made through the real action. The cast of contract.md; ``make_person`` makes the crowd around it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from consultation.people.actions import create_person
from consultation.people.models import (
    ADMINISTRATORS,
    EDITORS,
    OBSERVERS,
    SOUNDING_BOARD,
    WORKING_GROUP,
    Organisation,
    User,
)

_numbers = itertools.count(1)

CAST = {
    "anna": ("Anna Verschuren", "anna@waterlo.example", "Gemeente Waterlo", "leerplichtambtenaar", "Midden", [SOUNDING_BOARD]),
    "bram": (
        "Bram van den Oever",
        "bram@om.example",
        "Openbaar Ministerie",
        "officier van justitie",
        "Landelijk",
        [WORKING_GROUP],
    ),
    "cas": ("Cas Terpstra", "cas@ingrado.example", "Ingrado", "redacteur", "Landelijk", [EDITORS]),
    "dewi": ("Dewi Soerjadi", "dewi@onderzoek.example", "", "onderzoeker", "Zuid-West", []),
    "eva": ("Eva Molenaar", "eva@waterlo.example", "Gemeente Waterlo", "coördinator leerplicht", "Midden", [SOUNDING_BOARD]),
    "fatih": ("Fatih Özdemir", "fatih@ingrado.example", "Ingrado", "functioneel beheerder", "Landelijk", [ADMINISTRATORS]),
    "olga": ("Olga Verhagen", "olga@ministerie.example", "Ministerie", "beleidsmedewerker", "Landelijk", [OBSERVERS]),
}


def make_cast_member(key: str) -> User:
    """One of the cast by first name, each with a verified address, no password and no second factor."""
    name, email, organisation, function, region, groups = CAST[key]
    return create_person(
        email=email,
        name=name,
        organisation=make_organisation(organisation) if organisation else None,
        function=function,
        region=region,
        groups=groups,
        is_coordinator=key == "eva",
        at=timezone.now(),
    )


def make_organisation(name: str) -> Organisation:
    return Organisation.objects.get_or_create(name=name)[0]


def make_person(
    *,
    email: str = "",
    name: str = "",
    groups: Iterable[str] = (SOUNDING_BOARD,),
    organisation: str = "",
    at: datetime | None = None,
) -> User:
    """A further person, a member of the sounding board unless told otherwise."""
    number = next(_numbers)
    return create_person(
        email=email or f"lid{number}@gemeente.example",
        name=name or f"Lid {number}",
        organisation=make_organisation(organisation) if organisation else None,
        groups=groups,
        at=at or timezone.now(),
    )


def make_colleagues(function: str, count: int, organisation: str = "", kind: str = Organisation.Kind.MUNICIPALITY) -> list[User]:
    """So many members with one function, of one organisation."""
    made = [make_person(organisation=organisation) for _number in range(count)]
    User.objects.filter(pk__in=[user.pk for user in made]).update(function=function)
    Organisation.objects.filter(name=organisation).update(kind=kind)
    return made
