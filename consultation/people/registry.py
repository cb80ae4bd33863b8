"""The registry of personal data: where a person is in the database, how she gets a copy, how she is erased (AVG art. 15, 17, 20).

Each slice registers what it keeps when its app is ready; a test walks all models and fails on a field that looks
personal and is neither registered nor excused (guarantees G24). What is forgotten in such a list stays behind for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models
from django.utils.functional import Promise, cached_property

from consultation.people.models import User


@dataclass(frozen=True)
class Person:
    """Whom it concerns: an address, and the account with it if there is one (an applicant has none)."""

    email: str
    user: User | None

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Looked up once: while she is being erased her rows go one after the other."""
        found = {self.email}
        if self.user is not None:
            found.add(self.user.email)
            found |= set(EmailAddress.objects.filter(user=self.user).values_list("email", flat=True))
        return frozenset(address.strip().lower() for address in found if address.strip())


Row = dict[str, Any]


class Erase(Protocol):
    """Wipes what there is of a person and returns how many rows that touched. Runs inside one transaction."""

    def __call__(self, person: Person, *, at: datetime) -> int: ...


@dataclass(frozen=True)
class PersonalData:
    """One place where people are kept.

    Args:
        model: the model, or its label ``app.Model`` for one of a library.
        fields: names of the fields that are personal or lead to a person.
        describe: what it is and what erasing does to it, for the export and the privacy statement.
        export: the person's rows as plain data (strings, numbers, instants).
        erase: wipes them; the account itself goes last, and with it what the database cascades.
    """

    model: type[models.Model] | str
    fields: tuple[str, ...]
    describe: str | Promise
    export: Callable[[Person], list[Row]]
    erase: Erase

    @property
    def label(self) -> str:
        return label_of(self.model)


@dataclass(frozen=True)
class Obstacle:
    """Something to know before a person is erased; one that ``stops`` must be out of the way first."""

    words: str | Promise
    stops: bool = False


class FindObstacles(Protocol):
    """What a slice has to say before a person is erased; an empty list for most."""

    def __call__(self, person: Person, *, at: datetime) -> list[Obstacle]: ...


_places: dict[str, PersonalData] = {}
_excused: dict[tuple[str, str], str] = {}
_texts: dict[str, tuple[str, ...]] = {}
_nameless: dict[tuple[str, str], str] = {}


class FindLastMails(Protocol):
    """What a slice still mails to a person whose account is erased. It is asked before that, and what it returns is called after
    it, in the same transaction: each writes one mail of a kind that is forgotten when it went (``Kind.forget``)."""

    def __call__(self, person: Person, *, at: datetime) -> list[Callable[[], Any]]: ...


_obstacles: list[FindObstacles] = []
_last_mails: list[FindLastMails] = []


def register(place: PersonalData) -> None:
    """Adds a place, or replaces the one of the same model. Raises FieldDoesNotExist for a field that is not there."""
    _check_fields(place.label, place.fields)
    _places[place.label] = place


def excuse(model: type[models.Model] | str, *fields: str, why: str) -> None:
    """Says why a field that looks personal needs no place of its own, such as a link that the database empties by itself."""
    _check_fields(label_of(model), fields)
    for field in fields:
        _excused[label_of(model), field] = why


def places() -> list[PersonalData]:
    """Every place, in the order of registering: the upper floors first, and the account last."""
    return list(_places.values())


def places_for_reading() -> list[PersonalData]:
    """Every place in the order in which a reader expects them: her account first, what she did with it after that."""
    return places()[::-1]


def is_known(model: type[models.Model], field: str) -> bool:
    """Whether the field is registered or excused."""
    label = label_of(model)
    return field in (_places[label].fields if label in _places else ()) or (label, field) in _excused


def register_texts(model: type[models.Model] | str, *fields: str) -> None:
    """Says in which texts of others somebody may be named: erasing her puts a placeholder there (``unnaming``).

    ``fields`` hold plain text, markup or JSON.
    """
    _check_fields(label_of(model), fields)
    _texts[label_of(model)] = fields


def excuse_texts(model: type[models.Model] | str, *fields: str, why: str) -> None:
    """Says why erasing leaves a text alone that could name somebody."""
    _check_fields(label_of(model), fields)
    for field in fields:
        _nameless[label_of(model), field] = why


def texts() -> list[tuple[type[models.Model], str]]:
    """Every text of others in which somebody may be named, as a model and the name of a field."""
    return [(apps.get_model(label), field) for label, fields in _texts.items() for field in fields]


def is_known_text(model: type[models.Model], field: str) -> bool:
    """Whether erasing looks into the field, or somebody said why it need not."""
    label = label_of(model)
    return field in _texts.get(label, ()) or (label, field) in _nameless or is_known(model, field)


def register_obstacles(find: FindObstacles) -> None:
    """Adds what is asked before a person is erased; twice is once."""
    if find not in _obstacles:
        _obstacles.append(find)


def obstacles_of(person: Person, *, at: datetime) -> list[Obstacle]:
    """What stands in the way of erasing a person, and what she should know; those that stop it first."""
    found = [obstacle for find in _obstacles for obstacle in find(person, at=at)]
    return sorted(found, key=lambda obstacle: not obstacle.stops)


def register_last_mails(find: FindLastMails) -> None:
    """Adds what is mailed to who is erased; twice is once."""
    if find not in _last_mails:
        _last_mails.append(find)


def last_mails_of(person: Person, *, at: datetime) -> list[Callable[[], Any]]:
    """What writes the last mails to a person, to be called when everything else of hers is gone."""
    return [write for find in _last_mails for write in find(person, at=at)]


def addresses_of(person: Person) -> frozenset[str]:
    """Every address of a person, in lower case: the one that was given, and those of her account."""
    return person.addresses


def has_address(person: Person, *fields: str) -> models.Q:
    """The condition that one of these fields holds one of the person's addresses, whatever its capitals."""
    found = models.Q(pk__in=[])
    for address in addresses_of(person):
        for field in fields:
            found |= models.Q(**{f"{field}__iexact": address})
    return found


def label_of(model: type[models.Model] | str) -> str:
    return model if isinstance(model, str) else model._meta.label


def nothing(person: Person, *, at: datetime) -> int:
    """The erasing of what goes with the account."""
    return 0


def rows_of(queryset: models.QuerySet[Any], *fields: str) -> list[Row]:
    """Rows of a queryset as plain data, in a stable order."""
    return list(queryset.order_by("pk").values(*fields))


def _check_fields(label: str, fields: tuple[str, ...]) -> None:
    meta = apps.get_model(label)._meta
    for field in fields:
        meta.get_field(field)
