"""Takes somebody's name and addresses out of what others wrote and what was told to others (guarantees G24)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models.functions import Cast

from consultation.people import registry
from consultation.people.models import User
from consultation.people.naming import Wanted, unname, wanted_of
from consultation.people.registry import Person


def wanted_for(person: Person) -> list[Wanted]:
    """What leads to a person: her addresses, and each name that a place has of her. Ask before she is erased.

    A name that somebody else has too is left: the texts may mean him.
    """
    named = [place for place in registry.places() if "name" in place.fields]
    names = {row["name"] for place in named for row in place.export(person) if row.get("name")}
    others = User.objects.exclude(pk=person.user.pk) if person.user else User.objects.all()
    own = [name for name in names if not others.filter(name__iexact=name).exists()]
    return wanted_of(names=own, addresses=registry.addresses_of(person))


def unname_everywhere(wanted: Sequence[Wanted]) -> dict[str, int]:
    """Puts placeholders into every registered text; returns how many texts of which model changed."""
    touched: dict[str, int] = {}
    for model, field in registry.texts():
        if count := _unname_field(model, field, wanted):
            touched[registry.label_of(model)] = touched.get(registry.label_of(model), 0) + count
    return touched


def _unname_field(model: type[models.Model], field: str, wanted: Sequence[Wanted]) -> int:
    """The database finds the rows that may hold one; what they hold is looked at here, where words have borders."""
    written = Cast(field, models.TextField())
    near = models.Q(pk__in=[])
    for one in wanted:
        near |= models.Q(written__icontains=one.probe)
    rows: models.QuerySet[Any] = model._base_manager.annotate(written=written).filter(near)
    changed, most = 0, getattr(model._meta.get_field(field), "max_length", None)
    for pk, value in rows.values_list("pk", field):
        if (clean := unname(value, wanted)) != value:
            clean = clean[:most] if isinstance(clean, str) else clean
            changed += model._base_manager.filter(pk=pk).update(**{field: clean})
    return changed
