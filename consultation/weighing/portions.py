"""Answers in portions that leave nobody half told: all answers of one person are in one of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from consultation.comments.models import Comment

PORTION = 250
"""So many answers are written in one transaction, or as many more as belong to the same people."""


def portions_of(comments: Iterable[Comment], behind: Mapping[int, Collection[Any]]) -> list[list[int]]:
    """The numbers of remarks (``Comment.pk``) in portions, in their order; who stands behind several has them all in one.

    Args:
        comments: what is sent.
        behind: by the number of a remark the people who hear of it (``people_behind_each``). Somebody who stands behind her
            own remarks and behind her organisation's ties those of her colleagues to hers.
    """
    first: dict[Any, Any] = {}

    def root(name: Any) -> Any:
        while (above := first.setdefault(name, name)) != name:
            first[name] = first[above]
            name = first[name]
        return name

    together: dict[int, Any] = {}
    for comment in comments:
        own = ("remark", comment.pk)
        for person in behind[comment.pk]:
            first[root(("person", person.pk))] = root(own)
        together[comment.pk] = own
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
