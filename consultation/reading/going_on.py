"""Where a reader goes on in a version: one answer for the card of her overview, the version's page and the foot of a section."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from consultation.reading.contents import Contents, ContentsLine
from consultation.reading.progress import Progress


@dataclass(frozen=True, slots=True)
class GoingOn:
    """The section to go on at, and its address; ``was_here`` tells that she was reading it."""

    line: ContentsLine
    url: str
    was_here: bool

    @property
    def number(self) -> str:
        return self.line.number

    @property
    def title(self) -> str:
        return self.line.title


def going_on(contents: Contents, reading_list: Iterable[ContentsLine], progress: Progress) -> GoingOn | None:
    """The passage where the reader was, as long as she said nothing about that section; else the first section of the short
    list that is left, the first that is left, or the first. None for a version without sections."""
    last = progress.last_opened
    if last is not None and not last.is_answered:
        here = contents.line_of(last.section_id)
        return GoingOn(here, here.url + (f"#b-{last.passage_id}" if last.passage_id else ""), True)
    to_do = (line for line in [*reading_list, *contents.sections] if line.is_left)
    line = next(to_do, next(iter(contents.sections), None))
    return GoingOn(line, line.url, False) if line else None


def lines_of_list(contents: Contents, keys: Iterable[str]) -> list[ContentsLine]:
    """The sections of the round's short list, in its order."""
    by_key = {line.key: line for line in contents.sections}
    return [by_key[key] for key in keys if key in by_key]
