"""What stands in a digest: notices by handbook and section, in the order in which they came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import translation
from django.utils.text import Truncator

from consultation.delivery import kinds
from consultation.delivery.actions.telling import absolute
from consultation.delivery.models import Notice

MOST_WORDS = 40
"""A longer text at a place is cut; the whole of it is one click away. A message about no place has no other page."""
MOST_LINES = 5
"""So many things at one place; of more there it tells how many."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: in a few words, with the text that came with it, and its address."""

    title: str
    words: str
    url: str


@dataclass(slots=True)
class Place:
    """One section, or none when ``name`` is empty. ``more`` counts what is not shown."""

    name: str
    lines: list[Line] = field(default_factory=list)
    more: int = 0

    @property
    def url(self) -> str:
        """Where the rest of it is read."""
        return self.lines[0].url


@dataclass(slots=True)
class Group:
    """One handbook, or none when ``handbook`` is empty."""

    handbook: str
    places: dict[str, Place] = field(default_factory=dict)


def grouped(notices: Iterable[Notice], *, language: str) -> list[Group]:
    """The notices by handbook and section; those without a handbook come last.

    Args:
        notices: of one person, oldest first.
        language: of the person, for the names of the kinds.
    """
    groups: dict[str, Group] = {}
    for notice in notices:
        group = groups.setdefault(notice.handbook, Group(notice.handbook))
        place = group.places.setdefault(notice.place, Place(notice.place))
        if len(place.lines) < MOST_LINES:
            place.lines.append(_line(notice, language=language))
        else:
            place.more += 1
    return sorted(groups.values(), key=lambda group: not group.handbook)


def _line(notice: Notice, *, language: str) -> Line:
    """Under the name of its section the kind says enough, or a count of what is new; anywhere else the title does."""
    kind, url = kinds.find(notice.kind), absolute(notice.url)
    if not notice.place or kind is None:
        return Line(title=notice.title, words=notice.body, url=url)
    words = Truncator(notice.body).words(MOST_WORDS)
    if not kind.alone:
        return Line(title=words, words="", url=url)
    with translation.override(language):
        return Line(title=str(kind.label), words=words, url=url)
