"""Likeness of texts in words: what two texts share, and in which others a text's words turn up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import Indel, LCSseq

from .plaintext import fold_words

SHINGLE_WORDS = 3

_WORD = re.compile(r"\w+")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, folded as texts are compared, without punctuation."""
    return tuple(_WORD.findall(fold_words(text)))


def likeness(first: Sequence[str], second: Sequence[str]) -> float:
    """How alike two word sequences are, from 0 to 1: the share of all words that stand in both in one order."""
    if not first or not second:
        return 0.0
    return float(Indel.normalized_similarity(first, second))


def carried_share(source: Sequence[str], target: Sequence[str]) -> float:
    """The share of the source's words that stand in the target, in the same order, from 0 to 1."""
    if not source:
        return 0.0
    return float(LCSseq.similarity(source, target)) / len(source)


def shingles_of(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """All runs of three neighbouring words; the whole of a shorter text."""
    if len(words) <= SHINGLE_WORDS:
        return frozenset([tuple(words)] if words else [])
    return frozenset(tuple(words[start : start + SHINGLE_WORDS]) for start in range(len(words) - SHINGLE_WORDS + 1))


class ShingleIndex:
    """Which of many texts hold a given run of words."""

    def __init__(self, texts: Iterable[tuple[int, Sequence[str]]]) -> None:
        self.shingles = {number: shingles_of(words) for number, words in texts}
        self._holders: dict[tuple[str, ...], list[int]] = {}
        for number, shingles in self.shingles.items():
            for shingle in shingles:
                self._holders.setdefault(shingle, []).append(number)

    def holders(self, shingle: tuple[str, ...]) -> list[int]:
        """The numbers of the texts that hold the run of words, in ascending order of entry."""
        return self._holders.get(shingle, [])

    def candidates(self, words: Sequence[str], *, most: int = 8) -> list[int]:
        """The texts that share most runs of words with the given one, best first, at most ``most``.

        Runs that many texts have (turns of phrase, headings of forms) say little and are passed over, which
        also keeps the work linear.
        """
        counts: dict[int, int] = {}
        for shingle in shingles_of(words):
            holders = self.holders(shingle)
            if len(holders) <= 12:
                for number in holders:
                    counts[number] = counts.get(number, 0) + 1
        return sorted(counts, key=lambda number: (-counts[number], number))[:most]


def longest_rising(values: Sequence[int]) -> set[int]:
    """The positions of a longest rising subsequence: what stayed in order when some were moved."""
    tails: list[int] = []
    positions: list[int] = []
    before: list[int] = []
    for position, value in enumerate(values):
        low, high = 0, len(tails)
        while low < high:
            middle = (low + high) // 2
            if tails[middle] < value:
                low = middle + 1
            else:
                high = middle
        before.append(positions[low - 1] if low else -1)
        if low == len(tails):
            tails.append(value)
            positions.append(position)
        else:
            tails[low], positions[low] = value, position
    kept: set[int] = set()
    position = positions[-1] if positions else -1
    while position >= 0:
        kept.add(position)
        position = before[position]
    return kept
