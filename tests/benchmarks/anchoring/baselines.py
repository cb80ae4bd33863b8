"""How others place a quote, written again by us for comparison: close to their rules, not their code.

position: the same place in the same section (Consul, Madison, Decidim's collaborative texts). exact: the same characters,
if they stand in one place only (Manifold). hypothesis: its cascade of exact and approximate search over the whole
document, where the best always wins. conservative: a cascade that abstains below a threshold and without a margin (qnop).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from handbook.anchoring import Placement, Quote
from handbook.exchange.document import Section

GAP = "\n\n\n"


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the whole document's text, and how much speaks for it, 0 to 1."""

    start: int
    end: int
    score: float = 1.0


class Whole:
    """A document as the one string that these systems search."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self.starts = []
        texts, offset = [], 0
        for section in sections:
            self.starts.append(offset)
            texts.append(section.text)
            offset += len(section.text) + len(GAP)
        self.text = GAP.join(texts)
        self.blocks = [(start, block) for index, section in enumerate(sections) for start, block in self._blocks(index, section)]

    def _blocks(self, index: int, section: Section) -> Iterator[tuple[int, str]]:
        offset = self.starts[index]
        for block in section.blocks:
            yield offset, block.text
            offset += len(block.text) + 2

    def placement(self, quote: Quote, place: Place | None) -> Placement:
        if place is None:
            return Placement(quote.id, "gone", 0.0)
        section = max(index for index, start in enumerate(self.starts) if start <= place.start)
        start, end = place.start - self.starts[section], place.end - self.starts[section]
        return Placement(quote.id, "same", place.score, section, (), self.text[place.start : place.end], start, end)

    def occurrences(self, exact: str) -> list[int]:
        found, start = [], self.text.find(exact)
        while start >= 0:
            found.append(start)
            start = self.text.find(exact, start + 1)
        return found


def position(old: Sequence[Section], new: Sequence[Section], quotes: Sequence[Quote]) -> list[Placement]:
    titles = {section.title: index for index, section in reversed(list(enumerate(old)))}
    whole = Whole(new)
    placements = []
    for quote in quotes:
        section = titles[quote.section[-1]]
        start = quote.start or 0
        there = section < len(new) and start + len(quote.exact) <= len(new[section].text)
        at = whole.starts[section] + start if there else 0
        placements.append(whole.placement(quote, Place(at, at + len(quote.exact)) if there else None))
    return placements


def exact_or_nothing(old: Sequence[Section], new: Sequence[Section], quotes: Sequence[Quote]) -> list[Placement]:
    whole = Whole(new)
    placements = []
    for quote in quotes:
        found = whole.occurrences(quote.exact)
        placements.append(whole.placement(quote, Place(found[0], found[0] + len(quote.exact)) if len(found) == 1 else None))
    return placements


def hypothesis(old: Sequence[Section], new: Sequence[Section], quotes: Sequence[Quote]) -> list[Placement]:
    """Exact where there is any, else the fewest errors, at most half the length and 256; the best score wins always:
    50 for the quote, 20 for the text before, 20 for the text after, 2 for the place, of 92.
    """
    before, whole = Whole(old), Whole(new)
    placements = []
    for quote in quotes:
        expected = _expected(before, old, quote)
        candidates = [(start, start + len(quote.exact), 0) for start in whole.occurrences(quote.exact)]
        if not candidates:
            most = min(256, len(quote.exact) // 2)
            near = [one for one in _windows(whole, quote.exact) if one[2] <= most]
            fewest = min((errors for _start, _end, errors in near), default=0)
            candidates = [one for one in near if one[2] == fewest]
        scored = [
            Place(start, end, _hypothesis_score(whole.text, quote, start, end, errors, expected))
            for start, end, errors in candidates
        ]
        placements.append(whole.placement(quote, max(scored, key=lambda place: (place.score, -place.start), default=None)))
    return placements


def _expected(whole: Whole, sections: Sequence[Section], quote: Quote) -> float:
    titles = {section.title: index for index, section in reversed(list(enumerate(sections)))}
    return (whole.starts[titles[quote.section[-1]]] + (quote.start or 0)) / max(1, len(whole.text))


def _windows(whole: Whole, exact: str) -> Iterator[tuple[int, int, int]]:
    """Of every block the stretch that is likest, with its errors."""
    for offset, text in whole.blocks:
        found = fuzz.partial_ratio_alignment(exact, text) if text else None
        if found is not None and len(text) >= len(exact) // 2:
            start, end = (found.dest_start, found.dest_end) if len(exact) <= len(text) else (0, len(text))
            yield offset + start, offset + end, Levenshtein.distance(exact, text[start:end])


def _hypothesis_score(text: str, quote: Quote, start: int, end: int, errors: int, expected: float) -> float:
    before = fuzz.ratio(quote.prefix, text[max(0, start - len(quote.prefix)) : start]) / 100 if quote.prefix else 1.0
    after = fuzz.ratio(quote.suffix, text[end : end + len(quote.suffix)]) / 100 if quote.suffix else 1.0
    here = 1 - abs(start / max(1, len(text)) - expected)
    return (50 * (1 - errors / max(1, len(quote.exact))) + 20 * before + 20 * after + 2 * here) / 92


ENOUGH, MARGIN = 0.75, 0.05


def conservative(old: Sequence[Section], new: Sequence[Section], quotes: Sequence[Quote]) -> list[Placement]:
    """One exact place, or the one of several that the context tells apart; else windows of the quote's own length around
    seeds, accepted from 0.75 and with a margin of 0.05.
    """
    whole = Whole(new)
    return [whole.placement(quote, _conservative_place(whole, quote)) for quote in quotes]


def _conservative_place(whole: Whole, quote: Quote) -> Place | None:
    length = len(quote.exact)
    found = whole.occurrences(quote.exact)
    if len(found) == 1:
        return Place(found[0], found[0] + length)
    starts = set(found) or {
        max(0, seed - offset)
        for offset in range(0, max(1, length - 12), max(1, length // 4))
        for seed in whole.occurrences(quote.exact[offset : offset + 12])
    }
    scored = []
    for start in starts:
        window = whole.text[start : start + length]
        context = fuzz.ratio(quote.prefix, whole.text[max(0, start - len(quote.prefix)) : start])
        context += fuzz.ratio(quote.suffix, whole.text[start + length : start + length + len(quote.suffix)])
        scored.append(
            Place(start, start + length, 0.7 * Levenshtein.normalized_similarity(quote.exact, window) + 0.3 * context / 200)
        )
    scored.sort(key=lambda place: -place.score)
    if not scored or scored[0].score < ENOUGH:
        return None
    rivals = [place for place in scored[1:] if abs(place.start - scored[0].start) > length // 2]
    return None if rivals and scored[0].score - rivals[0].score < MARGIN else scored[0]
