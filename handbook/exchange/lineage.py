"""Lineage: sections that were split over several, merged into one, or absorbed by one that stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .likeness import ShingleIndex
from .outline import Entry

_LEAST_SHARE = 0.2
_LEAST_TOGETHER = 0.6
_LEAST_ABSORBED = 0.4
_LEAST_RUNS = 8
"""Sections of fewer runs of words than this are too short to say where they went."""


@dataclass(frozen=True, slots=True)
class Share:
    """A section by its index, and the share (0 to 1) of the other side's words that it has."""

    index: int
    share: float


@dataclass(frozen=True, slots=True)
class Lineage:
    """How words came from some sections into others.

    split: one old, two or more new with each at least a fifth of its words. merged: two or more old, one
    new that has at least a fifth of its words from each, one of the old gone. absorbed: one old that is gone,
    at least two fifths of its words in one new that was there already. Shares of a split and an absorption
    are of the old section's words, those of a merger of the new one's.
    """

    kind: str
    old: tuple[Share, ...]
    new: tuple[Share, ...]


def trace_lineage(old: list[Entry], new: list[Entry], new_of: Mapping[int, int]) -> tuple[Lineage, ...]:
    """The splits, mergers and absorptions between two outlines whose sections were matched (``new_of``).

    Words are followed as runs of three that only one section of their document has: a turn of phrase that
    stands everywhere came from nowhere.
    """
    old_index = ShingleIndex((entry.index, entry.words) for entry in old)
    new_index = ShingleIndex((entry.index, entry.words) for entry in new)
    carried = _carried(old_index, new_index)
    received: dict[int, dict[int, float]] = {}
    for source, targets in _carried(new_index, old_index).items():
        received[source] = targets
    found = [*_splits(carried), *_mergers(received, new_of)]
    merged_away = {share.index for line in found if line.kind == "merged" for share in line.old}
    old_of = {one: other for other, one in new_of.items()}
    for source, targets in carried.items():
        if source in new_of or source in merged_away or not targets:
            continue
        target = max(targets, key=lambda index: (targets[index], -index))
        if targets[target] >= _LEAST_ABSORBED and target in old_of:
            found.append(Lineage("absorbed", (Share(source, 1.0),), (Share(target, targets[target]),)))
    return tuple(found)


def _carried(source: ShingleIndex, target: ShingleIndex) -> dict[int, dict[int, float]]:
    """For every section of the source the share of its own words that each section of the target has."""
    carried: dict[int, dict[int, float]] = {}
    for number, shingles in source.shingles.items():
        own = [shingle for shingle in shingles if len(source.holders(shingle)) == 1]
        if len(own) < _LEAST_RUNS:
            continue
        counts: dict[int, int] = {}
        for shingle in own:
            for holder in target.holders(shingle):
                counts[holder] = counts.get(holder, 0) + 1
        carried[number] = {holder: round(count / len(own), 2) for holder, count in sorted(counts.items())}
    return carried


def _splits(carried: Mapping[int, Mapping[int, float]]) -> list[Lineage]:
    found = []
    for source, targets in carried.items():
        parts = tuple(Share(target, share) for target, share in targets.items() if share >= _LEAST_SHARE)
        if len(parts) > 1 and sum(part.share for part in parts) >= _LEAST_TOGETHER:
            found.append(Lineage("split", (Share(source, 1.0),), parts))
    return found


def _mergers(received: Mapping[int, Mapping[int, float]], new_of: Mapping[int, int]) -> list[Lineage]:
    found = []
    for target, sources in received.items():
        parts = tuple(Share(source, share) for source, share in sources.items() if share >= _LEAST_SHARE)
        if len(parts) > 1 and any(part.index not in new_of for part in parts):
            found.append(Lineage("merged", parts, (Share(target, 1.0),)))
    return found
