"""Answers in portions that leave nobody half told: all answers of one person are in one of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

PORTION = 250
"""So many answers are written in one transaction, or as many more as belong to the same people."""


def portions_of(behind: Mapping[int, Collection[Any]]) -> list[list[int]]:
    """The numbers of remarks (``Comment.pk``) in portions, in their order; who stands behind several has them all in one.

    Args:
        behind: by the number of each remark that is sent the people who hear of it. Somebody who stands behind her own remarks
            and behind her organisation's ties those of her colleagues to hers.
    """
    first: dict[Any, Any] = {}

    def root(name: Any) -> Any:
        while (above := first.setdefault(name, name)) != name:
            first[name] = first[above]
            name = first[name]
        return name

    together: dict[int, Any] = {}
    for pk, people in behind.items():
        own = ("remark", pk)
        for person in people:
            first[root(("person", person.pk))] = root(own)
        together[pk] = own
    parts: dict[Any, list[int]] = {}
    for pk, own in together.items():
        parts.setdefault(root(own), []).append(pk)
    portions: list[list[int]] = []
    for part in parts.values():
        if portions and len(portions[-1]) + len(part) <= PORTION:
            portions[-1] += part
        else:
            portions.append(list(part))
    return portions
