"""Words that somebody typed over, shortened or half remembered, looked for in a whole version.

Nothing tells which text they were taken from, so there is nothing to follow: they stand where they stand. Strict: a place
counts only when no other one is as good, and outside the section that was named not at all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ..exchange.document import Section
from .finding import Finder
from .placing import with_marks
from .quotes import Quote
from .text import Text, fold_to_words

_LEFT_OUT = re.compile(r"\s*[\[(]?(?:\.\s?\.\s?\.|…)[\])]?\s*")
"""Where somebody left words out: three dots, in brackets perhaps."""
_LEAST_WORDS = 3
"""Fewer words say nothing about where they stand when no section was named."""
_LEAST_LETTERS = 12
"""Shorter words are not looked for by their likeness."""
_LIKE_ENOUGH = 85.0
"""Likeness (0 to 100) that is needed inside the section that was named."""
_LIKE_ENOUGH_ANYWHERE = 90.0
_BESIDE = 3
"""Words at either end of a likely stretch that may belong to it or not."""
_MARGIN = 6.0
"""How much better than any other passage the best one must be."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where words stand: the index of the section and of the block in it, and offsets in the section's plain text, None for
    the whole block. ``exact`` tells that they stand there as they were typed; ``named`` that it is in a section that was
    named, or that none was."""

    section: int
    block: int
    start: int | None
    end: int | None
    exact: bool = True
    named: bool = True


class TypedFinder:
    """Looks for typed words in one version."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self.text = Text(sections)
        self.finder = Finder(self.text)
        self._joined = [" ".join(self.text.words[span.first : span.last]) for span in self.text.spans]

    def find(self, quote: Quote, *, sections: Collection[int] = ()) -> Found | None:
        """Where the words stand, None when that is not sure.

        Args:
            quote: the words, with what stood around them, the section's key and the block's id as far as these are known.
            sections: the indexes of the sections that were named; empty when none was.
        """
        words = fold_to_words(quote.exact)
        if not words:
            return None
        places = [range(first, first + len(words)) for first in self.finder.occurrences(words)] or self._shortened(quote.exact)
        inside = [place for place in places if not sections or self.text.section_of(place[0]) in sections]
        if inside:
            if not sections and quote.block is None and len(words) < _LEAST_WORDS:
                return None
            return self._best(inside, quote)
        if places:
            elsewhere = self._best(places, quote) if len(words) >= _LEAST_WORDS else None
            return elsewhere and Found(elsewhere.section, elsewhere.block, elsewhere.start, elsewhere.end, named=False)
        return self._like(quote.exact, words, sections)

    def _best(self, places: Sequence[range], quote: Quote) -> Found | None:
        """The place for which most speaks; of several in one passage that nothing tells apart, the passage."""

        def evidence(place: range) -> tuple[bool, int]:
            span = self.text.spans[self.text.span_of[place[0]]]
            in_block = quote.block is not None and self.text.sections[span.section].blocks[span.position].id == quote.block
            return in_block, self.finder.context_at(place[0], len(place), quote)

        best = max(map(evidence, places))
        rivals = [place for place in places if evidence(place) == best]
        if len({self.text.span_of[place[0]] for place in rivals}) > 1:
            return None
        return self._found(rivals[0], quote.exact, whole=len(rivals) > 1)

    def _shortened(self, exact: str) -> list[range]:
        """The places of words of which the middle was left out: all parts in their order in one passage."""
        parts = [words for part in _LEFT_OUT.split(exact) if (words := fold_to_words(part))]
        if not _LEFT_OUT.search(exact) or not parts:
            return []
        found = []
        for first in self.finder.occurrences(parts[0]):
            span, end = self.text.span_of[first], first + len(parts[0])
            for part in parts[1:]:
                ends = [
                    place + len(part)
                    for place in self.finder.occurrences(part)
                    if place >= end and self.text.span_of[place] == span
                ]
                if not ends:
                    break
                end = min(ends)
            else:
                found.append(range(first, end))
        return found

    def _like(self, exact: str, words: list[str], sections: Collection[int]) -> Found | None:
        """The stretch of a passage that is likest to the words, when it is like enough and no other passage nearly as much."""
        wanted = " ".join(words)
        if len(wanted) < _LEAST_LETTERS:
            return None
        enough = _LIKE_ENOUGH if sections else _LIKE_ENOUGH_ANYWHERE
        scored = []
        for number, span in enumerate(self.text.spans):
            joined = self._joined[number]
            if (not sections or span.section in sections) and len(joined) >= 0.8 * len(wanted):
                score = fuzz.partial_ratio(wanted, joined, score_cutoff=enough - _MARGIN)
                if score:
                    scored.append((score, number))
        scored.sort(reverse=True)
        if not scored or scored[0][0] < enough or (len(scored) > 1 and scored[0][0] - scored[1][0] < _MARGIN):
            return None
        return self._found(self._stretch(wanted, scored[0][1]), exact, is_exact=False)

    def _stretch(self, wanted: str, number: int) -> range:
        """The words of a passage that are likest to the words: those that the alignment comes to, and some beside them."""
        span, joined = self.text.spans[number], self._joined[number]
        alignment = fuzz.partial_ratio_alignment(wanted, joined)
        if alignment is None or len(joined) <= len(wanted):
            return range(span.first, span.last)
        first = span.first + joined.count(" ", 0, alignment.dest_start + 1)
        stop = span.first + joined.count(" ", 0, alignment.dest_end - 1) + 1
        near = [
            range(low, high)
            for low in range(max(span.first, first - _BESIDE), first + _BESIDE + 1)
            for high in range(stop - _BESIDE, min(span.last, stop + _BESIDE) + 1)
            if low < high
        ]
        return max(near, key=lambda place: fuzz.ratio(wanted, " ".join(self.text.words[place.start : place.stop])))

    def _found(self, place: range, exact: str, *, whole: bool = False, is_exact: bool = True) -> Found:
        span = self.text.spans[self.text.span_of[place[0]]]
        if whole:
            return Found(span.section, span.position, None, None, is_exact)
        last = min(place[-1], span.last - 1)
        text = self.text.sections[span.section].text
        start, end = with_marks(text, self.text.starts[place[0]], self.text.ends[last], exact)
        return Found(span.section, span.position, start, end, is_exact)
