"""No model may keep people without the registry knowing it."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from consultation.people import registry
from consultation.people.models import User

NAME_LIKE = {"name", "label", "ip", "ip_address", "user_agent", "to_name", "first_name", "last_name", "phone", "motivation"}
"""Field names under which people hide; a field of this name that holds none is excused where it is registered."""
OWN_LABELS = {"label"}


def looks_personal(field: models.Field) -> bool:
    if isinstance(field, models.EmailField):
        return True
    if field.is_relation and field.related_model is User:
        return True
    return isinstance(field, models.CharField | models.TextField | models.GenericIPAddressField) and field.name in NAME_LIKE


def personal_fields() -> list[tuple[type[models.Model], str]]:
    found = []
    for model in apps.get_models():
        if model._meta.app_label in {"auth", "contenttypes", "sessions", "taggit"} or model._meta.proxy:
            continue
        own = [*model._meta.local_fields, *model._meta.local_many_to_many]
        found += [(model, field.name) for field in own if looks_personal(field)]
    return found


def test_every_field_that_looks_personal_is_registered_or_excused() -> None:
    forgotten = [f"{model._meta.label}.{name}" for model, name in personal_fields() if not registry.is_known(model, name)]
    assert forgotten == []


def test_the_walk_sees_a_model_that_was_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: without its place the mail's address is found."""
    monkeypatch.delitem(registry._places, "delivery.Email")
    forgotten = {f"{model._meta.label}.{name}" for model, name in personal_fields() if not registry.is_known(model, name)}
    assert {"delivery.Email.to_address", "delivery.Email.user", "delivery.Email.to_name"} <= forgotten


def test_every_place_says_what_it_is() -> None:
    assert all(str(place.describe).endswith(".") for place in registry.places())


def test_a_field_that_is_not_there_is_refused() -> None:
    with pytest.raises(Exception, match="shoe_size"):
        registry.excuse(User, "shoe_size", why="a typing mistake would hide a field for ever")
