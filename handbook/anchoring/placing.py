"""Placing: a quote follows its words to the new text, or we say that we do not know.

Inside the passage that it stood in a quote is followed leniently: what stands between its neighbours is what became of
it. Outside it only long runs of its own words count. Every word of the new text belongs to one word of the old, so two
quotes of different words never claim the same ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ..exchange.plaintext import fold_words
from .aligning import NOWHERE, Alignment
from .finding import Finder, Path, heading_paths
from .quotes import Quote
from .text import weight_of

SAME, MOVED, CHANGED, GONE, AMBIGUOUS = "same", "moved", "changed", "gone", "ambiguous"

IN_PLACE = 0.40
"""Confidence that is enough inside the passage the quote stood in."""

ELSEWHERE = 0.60
"""Confidence that is needed anywhere else."""


@dataclass(frozen=True, slots=True)
class Placement:
    """What became of a quote. ``status`` is same, moved, changed, gone or ambiguous; the last two place nothing.

    ``section`` is the index of the section, ``path`` its headings; ``start`` and ``end`` are offsets in its plain text in
    code points and ``exact`` what stands there. ``block`` is the place in the section of the passage it begins in.
    ``confidence`` goes from 0 to 1; of one that is not placed it tells how good the best place was.
    """

    id: str
    status: str
    confidence: float
    section: int | None = None
    path: Path = ()
    exact: str = ""
    start: int | None = None
    end: int | None = None
    block: int | None = None


def place_quotes(alignment: Alignment, quotes: Iterable[Quote], *, titles: tuple[str, str] = ("", "")) -> list[Placement]:
    """Place every quote of the old text in the new one, in the order they come. Deterministic.

    ``titles`` are those of the two documents where they count as the first heading of every path.
    """
    placing = _Placing(alignment, *titles)
    return [placing.place(quote) for quote in quotes]


@dataclass(frozen=True, slots=True)
class _Found:
    """A stretch of words of the new text that a quote came to, and how sure that is."""

    words: range
    confidence: float
    in_place: bool
    contested: bool = False


class _Placing:
    def __init__(self, alignment: Alignment, old_title: str, new_title: str) -> None:
        self.alignment = alignment
        self.old, self.new = alignment.old, alignment.new
        self.finder = Finder(self.old, old_title)
        self.paths = heading_paths(self.new.sections, new_title)

    def place(self, quote: Quote) -> Placement:
        words = self.finder.find(quote)
        if words is None:
            return Placement(quote.id, AMBIGUOUS, 0.0)
        found = self._follow(words) or self._between_neighbours(words)
        if found is None:
            return Placement(quote.id, GONE, 0.0)
        if found.confidence < (IN_PLACE if found.in_place else ELSEWHERE):
            return Placement(quote.id, GONE, found.confidence)
        if found.contested:
            return Placement(quote.id, AMBIGUOUS, found.confidence)
        return self._placement(quote, words, found)

    def _placement(self, quote: Quote, words: range, found: _Found) -> Placement:
        first, last = found.words[0], found.words[-1]
        span = self.new.spans[self.new.span_of[first]]
        section = self.new.sections[span.section]
        start, end = with_marks(section.text, self.new.starts[first], self.new.ends[last], quote.exact)
        exact = section.text[start:end]
        unchanged = (
            fold_words(exact) == fold_words(quote.exact) or self._words(found.words) == self.old.words[words.start : words.stop]
        )
        status = CHANGED if not unchanged else SAME if found.in_place else MOVED
        confidence = round(found.confidence, 3)
        return Placement(quote.id, status, confidence, span.section, self.paths[span.section], exact, start, end, span.position)

    def _words(self, words: range) -> list[str]:
        return self.new.words[words.start : words.stop]

    def _follow(self, words: range) -> _Found | None:
        """The stretch where most of the quote's own words went, with what was put in between and at its edges."""
        target = self.alignment.target
        kept = self._best_run([word for word in words if target[word] != NOWHERE])
        if not kept:
            return None
        stretch = range(min(target[word] for word in kept), max(target[word] for word in kept) + 1)
        whole = self._weight(words)
        share = self._weight(kept) / whole
        stretch = self._whole(words, kept) or self._with_edges(words, kept, stretch)
        alike = fuzz.ratio(" ".join(self.old.words[words.start : words.stop]), " ".join(self._words(stretch))) / 100
        in_place = self._is_in_place(words, kept)
        contested = sum(word in self.alignment.contested for word in kept) * 2 > len(kept)
        return _Found(stretch, min(1.0, 0.55 * share + 0.45 * alike), in_place, contested)

    def _best_run(self, words: Sequence[int]) -> list[int]:
        """Of the quote's words in the order they stand in now, those that belong together: every word speaks for a
        stretch, every word that was put in between speaks against it, so that at least half of what is shown is the quote's.
        """
        target = self.alignment.target
        best: list[int] = []
        best_score, score = 0, 0
        run: list[int] = []
        for word in sorted(words, key=lambda word: target[word]):
            if run:
                put_in = target[word] - target[run[-1]] - 1
                replaced = max(0, word - run[-1] - 1)
                score -= max(0, put_in - replaced)
                if score <= 0 or self.new.section_of(target[word]) != self.new.section_of(target[run[-1]]):
                    run, score = [], 0
            run.append(word)
            score += 1
            if score > best_score:
                best, best_score = list(run), score
        return best

    def _weight(self, words: Iterable[int]) -> float:
        return sum(weight_of(self.old.words[word]) for word in words)

    def _is_in_place(self, words: range, kept: Sequence[int]) -> bool:
        """Whether most of the words stayed in the passage that theirs is paired with, in its section."""
        strayed = sum(word in self.alignment.strayed for word in kept)
        section = self.alignment.section_of.get(self.old.section_of(words.start))
        return strayed * 2 < len(kept) and section == self.new.section_of(self.alignment.target[kept[0]])

    def _whole(self, words: range, kept: Sequence[int]) -> range | None:
        """The quote word for word around what was kept of it: the alignment may give a small word of it to another."""
        quoted = self.old.words[words.start : words.stop]
        for word in kept:
            first = self.alignment.target[word] - (word - words.start)
            if first >= 0 and self.new.words[first : first + len(words)] == quoted:
                return range(first, first + len(words))
        return None

    def _with_edges(self, words: range, kept: Sequence[int], stretch: range) -> range:
        """The stretch with what replaced the quote's first and last words: up to what the words beside it became."""
        lost_before = min(kept) - words.start
        lost_after = words.stop - 1 - max(kept)
        start, stop = stretch.start, stretch.stop
        if lost_before and (beside := self._partner_before(words.start, start)) is not None:
            start = max(beside + 1, start - 2 * lost_before)
        if lost_after and (beside := self._partner_after(words.stop - 1, stop - 1)) is not None:
            stop = min(beside, stop + 2 * lost_after)
        return range(start, stop)

    def _partner_before(self, word: int, limit: int) -> int | None:
        """The nearest word of the same new passage before ``limit`` that is taken, or the passage's edge.

        None when it is not what the word before the quote became: then something else was put there.
        """
        span = self.new.spans[self.new.span_of[limit]]
        place = limit - 1
        while place >= span.first and self.alignment.source[place] == NOWHERE:
            place -= 1
        if place < span.first:
            return place if word == self.old.spans[self.old.span_of[word]].first else None
        return place if self.alignment.source[place] == word - 1 else None

    def _partner_after(self, word: int, limit: int) -> int | None:
        span = self.new.spans[self.new.span_of[limit]]
        place = limit + 1
        while place < span.last and self.alignment.source[place] == NOWHERE:
            place += 1
        if place >= span.last:
            return place if word == self.old.spans[self.old.span_of[word]].last - 1 else None
        return place if self.alignment.source[place] == word + 1 else None

    def _between_neighbours(self, words: range) -> _Found | None:
        """What stands between what the words before and after the quote became, when not one of its own is left."""
        span = self.old.spans[self.old.span_of[words.start]]
        paired = self.alignment.pair_of.get(self.old.span_of[words.start])
        if paired is None or words.stop > span.last:
            return None
        other = self.new.spans[paired]
        before = self.alignment.target[words.start - 1] if words.start > span.first else other.first - 1
        after = self.alignment.target[words.stop] if words.stop < span.last else other.last
        if not (other.first - 1 <= before < after <= other.last) or (words.start > span.first and before < other.first):
            return None
        between = range(before + 1, after)
        if not between or len(between) > 2 * len(words) + 2:
            return None
        alike = fuzz.ratio(" ".join(self.old.words[words.start : words.stop]), " ".join(self._words(between))) / 100
        return _Found(between, alike * 0.8, in_place=True)


def with_marks(text: str, start: int, end: int, exact: str) -> tuple[int, int]:
    """The stretch with the punctuation at its edges that the quote had at its own."""
    lead = exact[: len(exact) - len(exact.lstrip("\"'“”‘’„«»([{…-–—"))]
    for mark in reversed(lead):
        if start and text[start - 1] == mark:
            start -= 1
    tail = exact[len(exact.rstrip("\"'“”‘’„«»)]}.,;:!?…-–—")) :]
    for mark in tail:
        if end < len(text) and text[end] == mark:
            end += 1
    return start, end
