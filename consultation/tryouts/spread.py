"""How answers are spread over a case or a step, and how far that is agreement. PURE.

Two measures, for two readers. The share that gave the answer of the majority is what anybody can count; the words are made
of it. Krippendorff's alpha takes off what chance would give, and needs at least two cases: with one nobody knows whether
people can tell cases apart.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from consultation.tryouts.agreement import krippendorff_alpha

LEAST_WALKS = 5
"""Below so many finished walks a case has no figures: a spread over three people tells who said what."""
LEAST_COMPARED = 10
"""Below so many answers on either side two versions are not compared."""
LEAST_TOLD = 5
"""Below so many answers agreement is not put into words."""
CHANCE = 0.05
"""A difference that chance brings about less often than this is told as a difference."""
NOTABLE = 0.1
"""A difference of so much in the share is told even when the numbers are too small to be sure."""


class Level(StrEnum):
    """Agreement in words, from the share of the majority."""

    ALL = "all"
    ALMOST_ALL = "almost_all"
    MOST = "most"
    DIVIDED = "divided"
    FAR_APART = "far_apart"


class Change(StrEnum):
    """What became of the agreement since the version before."""

    MORE = "more"
    PERHAPS_MORE = "perhaps_more"
    SAME = "same"
    PERHAPS_LESS = "perhaps_less"
    LESS = "less"


@dataclass(frozen=True, slots=True)
class Spread:
    """How many gave each answer, the most given first; an answer that nobody gave is not in it."""

    counts: tuple[tuple[Hashable, int], ...]

    @classmethod
    def of(cls, counts: Mapping[Any, int]) -> Spread:
        """Of two answers given equally often, the one that comes first in ``counts`` stands first."""
        given = [(answer, count) for answer, count in counts.items() if count > 0]
        return cls(tuple(sorted(given, key=lambda one: -one[1])))

    @property
    def total(self) -> int:
        return sum(count for _answer, count in self.counts)

    @property
    def majority(self) -> int:
        """How many gave the answer that was given most."""
        return self.counts[0][1] if self.counts else 0

    @property
    def apart(self) -> int:
        """How many gave another answer than the majority."""
        return self.total - self.majority

    def count(self, answer: Hashable) -> int:
        return dict(self.counts).get(answer, 0)

    def values(self) -> list[Hashable]:
        """The answers one by one, as agreement is reckoned from."""
        return [answer for answer, count in self.counts for _time in range(count)]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement over cases: of ``total`` answers ``majority`` were that of the majority in their case; ``cases`` is how many
    cases at least two people judged. ``alpha`` is None where it says nothing."""

    majority: int
    total: int
    cases: int
    alpha: float | None

    @property
    def share(self) -> float:
        return self.majority / self.total if self.total else 0.0

    @property
    def level(self) -> Level | None:
        return level_of(self.majority, self.total)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The agreement in this version and in the one before, over the same cases."""

    before: Agreement
    after: Agreement

    @property
    def change(self) -> Change:
        """Beyond chance by Fisher's exact test, notable but perhaps chance, or about the same.

        Answers of one person to several cases hang together, and a majority is the largest of several shares; so this is a
        measure for telling, and not a proof.
        """
        old, new = self.before, self.after
        difference = new.share - old.share
        if chance_of((old.majority, old.total), (new.majority, new.total)) < CHANCE:
            return Change.MORE if difference > 0 else Change.LESS
        if abs(difference) >= NOTABLE:
            return Change.PERHAPS_MORE if difference > 0 else Change.PERHAPS_LESS
        return Change.SAME


def agreement_of(spreads: Iterable[Spread]) -> Agreement | None:
    """The agreement over these cases, each a spread of the same question; None when no case was judged by two people."""
    judged = [spread for spread in spreads if spread.total > 1]
    if not judged:
        return None
    alpha = krippendorff_alpha([spread.values() for spread in judged]) if len(judged) > 1 else None
    return Agreement(sum(one.majority for one in judged), sum(one.total for one in judged), len(judged), alpha)


def compare(before: Iterable[Spread], after: Iterable[Spread]) -> Comparison | None:
    """Two versions of a question over the same cases; None when either side has too few answers to say anything."""
    old, new = agreement_of(before), agreement_of(after)
    if old is None or new is None or min(old.total, new.total) < LEAST_COMPARED:
        return None
    return Comparison(old, new)


def chance_of(one: tuple[int, int], other: tuple[int, int]) -> float:
    """How likely chance alone sets two shares so far apart, each (how many, of how many): Fisher's exact test, two-sided."""
    (some, size), (others, further) = one, other
    together, everybody = some + others, size + further
    whole = _log_ways(everybody, together)

    def likely(count: int) -> float:
        return math.exp(_log_ways(size, count) + _log_ways(further, together - count) - whole)

    seen = likely(some) * (1 + 1e-9)
    counts = range(max(0, together - further), min(size, together) + 1)
    return sum(chance for chance in map(likely, counts) if chance <= seen)


def _log_ways(total: int, chosen: int) -> float:
    """The logarithm of in how many ways so many can be chosen out of so many."""
    return math.lgamma(total + 1) - math.lgamma(chosen + 1) - math.lgamma(total - chosen + 1)


def level_of(majority: int, total: int) -> Level | None:
    """Agreement in words: from nine in ten almost all, from three in four most, above half divided. None for a few answers."""
    if total < LEAST_TOLD:
        return None
    if majority == total:
        return Level.ALL
    share = majority / total
    if share >= 0.9:
        return Level.ALMOST_ALL
    if share >= 0.75:
        return Level.MOST
    return Level.DIVIDED if share > 0.5 else Level.FAR_APART


def parting_of(spreads: Mapping[str, Spread]) -> str:
    """The step at which most people left the majority, in the order given among equals; "" when nobody did."""
    apart = {step: spread.apart for step, spread in spreads.items() if spread.apart}
    return max(apart, key=lambda step: apart[step]) if apart else ""


def median_of(counts: Sequence[tuple[int, int]]) -> float | None:
    """The median of numbers with how often each came; None when there are none."""
    total = sum(count for _value, count in counts)
    if not total:
        return None
    ordered, seen, middle = sorted(counts), 0, []
    for value, count in ordered:
        before, seen = seen, seen + count
        middle += [value for place in {(total - 1) // 2, total // 2} if before <= place < seen]
    return sum(middle) / len(middle)
