"""Differences as templates show them: parts of a text that stayed, came or went."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.diff import diff_words

KINDS = {"equal": "same", "insert": "added", "delete": "removed"}


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words for components/diff.html; ``kind`` is same, added or removed."""

    kind: str
    text: str


def proposal_parts(old: str, new: str) -> tuple[Part, ...]:
    """The difference in words between what stands there and what somebody proposes."""
    return tuple(Part(KINDS[change.op], change.text) for change in diff_words(old, new))
