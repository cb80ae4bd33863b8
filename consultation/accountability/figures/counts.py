"""What a round comes to in numbers: its members, its sections, its remarks. PURE: no Django."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from consultation.accountability.figures.periods import Period
from consultation.tryouts.grouping import LEAST, OTHERS, Cell, by_function, folded


class Source(StrEnum):
    """From whom a remark came."""

    MEMBERS = "members"
    ORGANISATIONS = "organisations"
    ATTENDEES = "attendees"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Did:
    """What a member did in the round; ``wrote`` counts replies too, ``passed`` is that she has nothing to add."""

    opened: bool = False
    reviewed: bool = False
    agreed: bool = False
    commented: bool = False
    wrote: bool = False
    passed: bool = False

    @property
    def has_read(self) -> bool:
        return self.opened or self.reviewed or self.commented

    @property
    def is_silent(self) -> bool:
        return not (self.reviewed or self.wrote or self.passed)


@dataclass(frozen=True, slots=True)
class Members:
    """The audience of a round: how many people of which cell did what."""

    rows: tuple[tuple[Cell, Did, int], ...]

    @property
    def total(self) -> int:
        return sum(count for _cell, _did, count in self.rows)

    @property
    def read(self) -> int:
        return sum(count for _cell, did, count in self.rows if did.has_read)

    @property
    def agreed(self) -> int:
        return sum(count for _cell, did, count in self.rows if did.agreed)

    @property
    def commented(self) -> int:
        return sum(count for _cell, did, count in self.rows if did.commented)

    @property
    def passed(self) -> int:
        return sum(count for _cell, did, count in self.rows if did.passed)

    @property
    def silent(self) -> int:
        return sum(count for _cell, did, count in self.rows if did.is_silent)

    @property
    def kinds(self) -> set[str]:
        """The kinds of organisation that people are from."""
        return {cell.kind for cell, _did, _count in self.rows}

    def sizes(self) -> dict[Cell, int]:
        found: Counter[Cell] = Counter()
        for cell, _did, count in self.rows:
            found[cell] += count
        return dict(found)


@dataclass(frozen=True, slots=True)
class Said:
    """How many members said what of a section, each at most once; ``kinds`` is by kind of organisation how many commented."""

    commented: int
    agreed: int
    read: int
    kinds: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SectionCount:
    """A section with text. Each member is counted once, by the most that she said: a remark, agreement, that she read it.

    ``remarks`` are all remarks, those of others than members too, and ``before`` those in the round before, None when the
    section was not there. ``kind`` is the kind of organisation that alone commented, when at least five of its people did and
    others were asked; "" otherwise.
    """

    key: UUID
    number: str
    title: str
    commented: int = 0
    agreed: int = 0
    read: int = 0
    remarks: int = 0
    before: int | None = None
    kind: str = ""

    @property
    def readers(self) -> int:
        return self.commented + self.agreed + self.read

    @property
    def is_untouched(self) -> bool:
        """Nobody read it yet, and nobody said anything of it."""
        return not self.readers and not self.remarks

    @property
    def is_unspoken(self) -> bool:
        """Somebody read it, and nobody said anything of it."""
        return bool(self.readers) and not (self.commented or self.agreed or self.remarks)


@dataclass(frozen=True, slots=True)
class Tally:
    """So many remarks of one kind and ground, in time or late."""

    kind: str
    ground: str
    late: bool
    count: int


@dataclass(frozen=True, slots=True)
class Remarks:
    """All remarks of a round. ``told`` are those whose author has her answer, by ground and decision; ``heard`` is by source
    (remarks, submitters), and in whole days how long answers took.

    ``waiting_since`` is the day of the oldest remark without an answer.
    """

    rows: tuple[Tally, ...]
    told: Mapping[tuple[str, str], int]
    heard: Mapping[str, tuple[int, int]]
    answer_days: tuple[tuple[int, int], ...]
    waiting_since: date | None

    @property
    def total(self) -> int:
        return sum(one.count for one in self.rows)

    @property
    def late(self) -> int:
        return sum(one.count for one in self.rows if one.late)

    @property
    def answered(self) -> int:
        return sum(self.told.values())

    def by(self, name: str) -> dict[str, int]:
        """How many by ``kind`` or ``ground``."""
        found: Counter[str] = Counter()
        for one in self.rows:
            found[getattr(one, name)] += one.count
        return dict(found)

    def by_ground_and_decision(self) -> dict[tuple[str, str], int]:
        """How many, the decision being "" for those without an answer."""
        found = Counter(self.told)
        for ground, count in self.by("ground").items():
            found[ground, ""] = count - sum(self.told.get(one, 0) for one in self.told if one[0] == ground)
        return {one: count for one, count in found.items() if count}

    def by_decision(self) -> dict[str, int]:
        found: Counter[str] = Counter()
        for (_ground, decision), count in self.by_ground_and_decision().items():
            found[decision] += count
        return dict(found)

    def sources(self, *, veiled: bool) -> dict[str, tuple[int, int]]:
        """By source (remarks, people). Veiled, those of a few people go together under ``Source.OTHERS``, and none is told when
        that would still be a few."""
        if not veiled:
            return {source: self.heard[source] for source in Source if source in self.heard}
        cells = {Cell(source): people for source, (_remarks, people) in self.heard.items()}
        partition = by_function(cells)
        told = {}
        for group, counts in folded({(cell, "people"): people for cell, people in cells.items()}, partition).items():
            name = Source.OTHERS.value if group == OTHERS else group.name
            inside = [cell.function for cell, of in partition.items() if of == group]
            told[name] = (sum(self.heard[source][0] for source in inside), counts["people"])
        return told


@dataclass(frozen=True, slots=True)
class Supported:
    """A remark that was supported or objected to most."""

    number: int
    key: UUID
    section: str
    agreed: int
    objected: int


@dataclass(frozen=True, slots=True)
class Support:
    """How often members agreed with a colleague's remark or objected to it, and with how many remarks."""

    agreed: int = 0
    objected: int = 0
    remarks: int = 0
    most: tuple[Supported, ...] = ()


@dataclass(frozen=True, slots=True)
class Before:
    """The round before, of the version ``label``."""

    label: str
    members: Members


@dataclass(frozen=True)
class RoundFigures:
    """Everything that is counted of a round."""

    members: Members
    sections: tuple[SectionCount, ...]
    remarks: Remarks
    support: Support
    course: tuple[Period, ...]
    by_the_week: bool
    before: Before | None = None

    @cached_property
    def untouched(self) -> list[SectionCount]:
        return [one for one in self.sections if one.is_untouched]

    @cached_property
    def unspoken(self) -> list[SectionCount]:
        return [one for one in self.sections if one.is_unspoken]


def only_kind(people: Mapping[str, int], *, commented: int, asked: Collection[str]) -> str:
    """The one kind of organisation whose people commented; "" when there were several, too few, or nobody else was asked.

    ``people`` are those who commented by the kind of their organisation, ``commented`` all of them, ``asked`` the kinds in the
    audience.
    """
    if len(people) != 1 or len(asked) < 2:
        return ""
    ((kind, count),) = people.items()
    return kind if kind and count == commented and count >= LEAST else ""
