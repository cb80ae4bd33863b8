"""The demo's people and organisations."""

from __future__ import annotations

from datetime import datetime

from consultation.comments.actions import accept_house_rules
from consultation.people.actions import create_person
from consultation.people.models import EDITORS, Organisation, User
from home.demo.sources import read_data


def make_people(*, at: datetime) -> dict[str, User]:
    """Everybody in people.json by key; those that are there already are taken as they are."""
    data = read_data("people.json")
    organisations = {
        entry["name"]: Organisation.objects.get_or_create(
            name=entry["name"], defaults={"kind": entry["kind"], "is_partner": entry["partner"]}
        )[0]
        for entry in data["organisations"]
    }
    people = {}
    for entry in data["people"]:
        if not entry["account"]:
            continue
        user = User.objects.filter(email=entry["email"]).first() or create_person(
            email=entry["email"],
            name=entry["name"],
            organisation=organisations.get(entry["organisation"] or ""),
            function=entry["function"],
            region=entry["region"],
            groups=entry["groups"],
            language=entry["language"],
            is_coordinator=entry["coordinator"],
            at=at,
        )
        if entry["groups"] and EDITORS not in entry["groups"]:
            accept_house_rules(user=user, place="demo", at=at)
        people[entry["key"]] = user
    return people
