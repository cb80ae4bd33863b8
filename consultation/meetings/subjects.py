"""What an item of the agenda is about, when a slice above put it there.

Such a slice registers how to tell it when its app is ready, since nothing here asks upward.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from consultation.meetings.models import Meeting


@dataclass(frozen=True, slots=True)
class Subject:
    """What one item is about: words, and where one goes on from there."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Source:
    """One slice that puts items on agendas.

    Args:
        subjects: what a person may see of what the items of a meeting are about, by the number of the item.
        tell_count: one sentence, in the language of the moment, on how many items come from there; "" for none.
    """

    subjects: Callable[[Meeting, Any], dict[int, Subject]]
    tell_count: Callable[[Meeting], str]


_sources: dict[str, Source] = {}


def register_source(name: str, source: Source) -> None:
    """Makes a slice known that puts items on agendas; the same name again replaces it."""
    _sources[name] = source


def subjects_of(meeting: Meeting, *, user: Any) -> dict[int, Subject]:
    """What the items of this agenda are about, by their number, as far as ``user`` may see it."""
    return {item: subject for source in _sources.values() for item, subject in source.subjects(meeting, user).items()}


def tell_counts(meeting: Meeting) -> list[str]:
    """A sentence for each slice that put items on this agenda, in the language of the moment."""
    return [told for source in _sources.values() if (told := source.tell_count(meeting))]
