"""Other texts in which words stand that are blacked out in a remark: an editor says of each whether they go there too.

Every text that the registry knows is looked into, unless its slice said why not; so a text that is new is not forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import models

from consultation.comments.actions.quotations import Text
from consultation.comments.blackout import stands_in
from consultation.people import registry

_PLAIN_RUN = re.compile(r"[A-Za-z0-9]+")
_left: dict[str, str] = {}


def leave_in_place(*models: str, why: str) -> None:
    """Says why words stay in the registered texts of these models (their labels), unless these are about the remark."""
    for model in models:
        _left[model] = why


def texts_looked_into() -> list[tuple[type[models.Model], str]]:
    """The registered texts, as a model and the name of a field, without those that are left in place."""
    return [(model, field) for model, field in registry.texts() if model._meta.label not in _left]


def texts_elsewhere(words: Iterable[str], *, known: Iterable[Text]) -> list[Text]:
    """The texts with any of these words, without those in ``known``; one query for each kind of text."""
    wanted, seen = list(words), {text.key for text in known if isinstance(text.row, models.Model)}
    found = []
    for model, field in texts_looked_into():
        near = models.Q(pk__in=[])
        for one in wanted:
            near |= models.Q(**{f"{field}__icontains": max(_PLAIN_RUN.findall(one), key=len, default="")})
        meta = model._meta
        what = f"{meta.verbose_name}: {getattr(meta.get_field(field), 'verbose_name', field)}"
        texts = [Text(row, field, what) for row in model._base_manager.filter(near).order_by("pk")]
        found += [text for text in texts if text.key not in seen and any(stands_in(one, text.value) for one in wanted)]
    return found


def text_of_key(key: str) -> Text | None:
    """The text that `Text.key` names; None when there is none (any more), or it is none to look into."""
    label, _mark, pk = key.partition("#")
    for model, field in texts_looked_into():
        if f"{model._meta.label}.{field}" == label and pk.isdecimal():
            row = model._base_manager.filter(pk=int(pk)).first()
            return Text(row, field, "") if row is not None else None
    return None
