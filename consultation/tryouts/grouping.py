"""Groups of people in figures, so folded that no small group can be read or reckoned out. PURE (docs/decisions/0016).

A cell is who is alike in all that we group by: a function, a kind of organisation, an organisation. Each grouping is a partition
of the same people. What is too small goes together; what is then still too small takes the smallest of the others with it,
so that taking the groups that are shown from the whole never leaves a few.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

LEAST = 5
"""A group of fewer people is not shown."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Who is alike: a function, the code of a kind of organisation, an organisation, a region; "" for what is not known."""

    function: str
    kind: str = ""
    organisation: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group that is shown: what it holds together. ``level`` is "function", "organisation", "kind", "region" or "others"."""

    level: str
    name: str = ""


OTHERS = Group("others")
Partition = Mapping[Cell, Group]


def cells_of(rows: Iterable[tuple[Hashable, Sequence[str | None], int]]) -> dict[tuple[Cell, Hashable], int]:
    """Counts by cell and answer, of rows of an answer, what is known of who gave it in the order of ``Cell``, and how many.

    A function or region counts as one however it is spelled; who was erased is of no known function.
    """
    spelled: dict[str, str] = {}
    found: dict[tuple[Cell, Hashable], int] = {}
    for answer, (function, kind, organisation, *region), count in rows:
        words, place = (" ".join((typed or "").split()) for typed in (function, region[0] if region else ""))
        function, place = (spelled.setdefault(one.casefold(), one) for one in (words, place))
        cell = Cell(function, kind or "", organisation or "", place)
        found[cell, answer] = found.get((cell, answer), 0) + count
    return found


def by_function(sizes: Mapping[Cell, int], *, least: int = LEAST) -> Partition:
    """The cells by function; empty when only one group would be left, which is everybody."""
    return _settled(sizes, {cell: Group("function", cell.function) for cell in sizes}, least)


def by_region(sizes: Mapping[Cell, int], *, least: int = LEAST) -> Partition:
    """The cells by region; empty when only one group would be left."""
    return _settled(sizes, {cell: Group("region", cell.region) for cell in sizes}, least)


def by_organisation(sizes: Mapping[Cell, int], *, least: int = LEAST) -> Partition:
    """The cells by organisation, small organisations together by their kind; empty when only one group would be left.

    One partition and not two: kinds beside organisations would let one take the organisations from their kind.
    """
    own = {cell: Group("organisation", cell.organisation) for cell in sizes}
    large = _sizes(sizes, own)
    nested = {
        cell: group if cell.organisation and large[group] >= least else Group("kind", cell.kind) for cell, group in own.items()
    }
    return _settled(sizes, nested, least)


def beside(shown: Partition, further: Partition, sizes: Mapping[Cell, int], *, least: int = LEAST) -> Partition:
    """``further`` when it can stand beside ``shown``; empty when a group of one lies in a group of the other and leaves a few.

    If all eleven officers work at the twelve municipalities' desks, two tables together tell what the twelfth said.
    """
    first, second = _members(shown), _members(further)
    for one in first.values():
        for other in second.values():
            rest = one ^ other if one < other or other < one else frozenset()
            if 0 < sum(sizes[cell] for cell in rest) < least:
                return {}
    return further


def folded(counts: Mapping[tuple[Cell, Hashable], int], partition: Partition) -> dict[Group, dict[Hashable, int]]:
    """How often each answer was given in each group, the largest group first and the others last."""
    found: dict[Group, Counter[Hashable]] = {}
    for (cell, answer), count in counts.items():
        if cell in partition:
            found.setdefault(partition[cell], Counter())[answer] += count
    ordered = sorted(found, key=lambda group: (group == OTHERS, -found[group].total(), group.name))
    return {group: dict(found[group]) for group in ordered}


def _settled(sizes: Mapping[Cell, int], groups: Mapping[Cell, Group], least: int) -> Partition:
    settled = dict(groups)
    while True:
        totals = _sizes(sizes, settled)
        small = {group for group, size in totals.items() if group != OTHERS and size < least}
        if not small and 0 < totals.get(OTHERS, least) < least:
            small = set(sorted((group for group in totals if group != OTHERS), key=lambda group: (totals[group], group.name))[:1])
        if not small:
            return settled if len(totals) > 1 else {}
        settled = {cell: OTHERS if group in small else group for cell, group in settled.items()}


def _sizes(sizes: Mapping[Cell, int], groups: Mapping[Cell, Group]) -> Counter[Group]:
    found: Counter[Group] = Counter()
    for cell, group in groups.items():
        found[group] += sizes[cell]
    return found


def _members(partition: Partition) -> dict[Group, frozenset[Cell]]:
    members: dict[Group, set[Cell]] = {}
    for cell, group in partition.items():
        members.setdefault(group, set()).add(cell)
    return {group: frozenset(cells) for group, cells in members.items()}
