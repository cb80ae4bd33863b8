"""Two versions aligned word by word: passages that were paired first, then what left its passage, in long runs only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from ..exchange.document import Section
from ..exchange.matching import PassageRecord, align_passages, match_sections
from .text import Text, weight_of

_SEED = 4
"""Words in a row that must be the same before a run is followed out of its passage."""

_MOST_PLACES = 8
"""A run of words that stands in more places than this says nothing about where it came from."""

_LEAST_RUN = 1.0
"""Weight of words in a row below which they are a coincidence of the language inside a passage, not the same words."""

NOWHERE = -1

_Run = tuple[int, int, int]
"""Words in a row that are the same: the first one in the old text, the first in the new one, how many."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """``target`` gives for every word of the old text its place among the words of the new one, or ``NOWHERE``.

    ``pair_of`` gives for every passage of the old text the one it is paired with, ``section_of`` the same for sections;
    ``strayed`` tells which words were found outside the passage that theirs is paired with; ``contested`` which of these
    fitted elsewhere as well.
    """

    old: Text
    new: Text
    target: list[int]
    source: list[int]
    pair_of: dict[int, int]
    section_of: dict[int, int]
    strayed: set[int]
    contested: set[int]


def align_documents(old_sections: Sequence[Section], new_sections: Sequence[Section]) -> Alignment:
    """Align two versions. Block ids and section keys are believed where both sides have them."""
    old, new = Text(old_sections), Text(new_sections)
    section_of = {match.old: match.new for match in match_sections(old_sections, new_sections).matches if match.old is not None}
    pair_of = _pair_spans(old, new, section_of)
    work = _Aligning(old, new, section_of)
    recurring = _recurring(old) | _recurring(new)
    for old_span, new_span in sorted(pair_of.items()):
        work.within(old_span, new_span)
        if section_of.get(old.spans[old_span].section) != new.spans[new_span].section and _words_of(old, old_span) in recurring:
            work.contested.update(range(old.spans[old_span].first, old.spans[old_span].last))
    work.follow_strays()
    return Alignment(old, new, work.target, work.source, pair_of, section_of, work.strayed, work.contested)


def _pair_spans(old: Text, new: Text, section_of: dict[int, int]) -> dict[int, int]:
    """Passages of the old text by those of the new: by id, and by likeness where there is none."""
    known = {
        block.id: number
        for number, span in enumerate(old.spans)
        if (block := old.sections[span.section].blocks[span.position]).id
    }
    register = []
    for number, span in enumerate(old.spans):
        block = old.sections[span.section].blocks[span.position]
        name = block.id or f"passage {number}"
        known[name] = number
        register.append(PassageRecord(name, f"section {span.section}", None, number, block.text, block.type))
    old_section = {new_index: old_index for old_index, new_index in section_of.items()}
    waiting = [
        replace(
            section,
            key=f"section {old_section[index]}" if index in old_section else None,
            blocks=tuple(replace(block, id=block.id if block.id in known else None, source=None) for block in section.blocks),
        )
        for index, section in enumerate(new.sections)
    ]
    aligned = align_passages(register, waiting)
    return {
        known[identity]: number
        for number, span in enumerate(new.spans)
        if (identity := aligned[span.section].blocks[span.position].id) in known
    }


def _words_of(text: Text, span: int) -> tuple[str, ...]:
    return tuple(text.words[text.spans[span].first : text.spans[span].last])


def _recurring(text: Text) -> set[tuple[str, ...]]:
    """The passages that stand in the text more than once, word for word."""
    counts = Counter(_words_of(text, span) for span in range(len(text.spans)))
    return {words for words, count in counts.items() if count > 1}


class _Aligning:
    """The words that found their place so far."""

    def __init__(self, old: Text, new: Text, section_of: dict[int, int]) -> None:
        self.old, self.new, self.section_of = old, new, section_of
        self.target = [NOWHERE] * len(old.words)
        self.source = [NOWHERE] * len(new.words)
        self.strayed: set[int] = set()
        self.contested: set[int] = set()

    def pair(self, old_word: int, new_word: int) -> None:
        self.target[old_word] = new_word
        self.source[new_word] = old_word

    def within(self, old_span: int, new_span: int) -> None:
        """The longest common order of words of two passages, without stray coincidences of short words."""
        one, other = self.old.spans[old_span], self.new.spans[new_span]
        before, after = self.old.words[one.first : one.last], self.new.words[other.first : other.last]
        for op in LCSseq.opcodes(before, after):
            if op.tag == "equal" and self._says_something(op.src_start, op.src_end, op.dest_start, op.dest_end, before, after):
                for step in range(op.src_end - op.src_start):
                    self.pair(one.first + op.src_start + step, other.first + op.dest_start + step)

    @staticmethod
    def _says_something(start: int, end: int, new_start: int, new_end: int, before: list[str], after: list[str]) -> bool:
        at_an_edge = (start == 0 and new_start == 0) or (end == len(before) and new_end == len(after))
        return at_an_edge or sum(weight_of(word) for word in before[start:end]) >= _LEAST_RUN

    def follow_strays(self) -> None:
        """Words that left their passage: the longest runs first, each place given away once."""
        places = self._seeds_of_new()
        runs: set[_Run] = set()
        for stretch in _stretches(self.target, self.old.span_of):
            runs |= set(self._runs_of(stretch, places))
        covering: dict[int, list[_Run]] = {}
        for run in runs:
            for word in range(run[0], run[0] + run[2]):
                covering.setdefault(word, []).append(run)
        for run in sorted(runs, key=lambda run: (-run[2], not self._stays_in_section(run), run[0], run[1])):
            self._take(run, covering)

    def _take(self, run: _Run, covering: dict[int, list[_Run]]) -> None:
        """Give away what is still free of a run; it is contested when another place holds as much as this one."""
        old_first, new_first, length = run
        pairs = [(old_first + step, new_first + step) for step in range(length)]
        free = [(one, other) for one, other in pairs if self.target[one] == NOWHERE and self.source[other] == NOWHERE]
        if len(free) < _SEED:
            return
        in_section = self._stays_in_section(run)
        rivals = (other for other in covering[free[0][0]] if other[1] - other[0] != new_first - old_first)
        is_contested = any(rival[2] >= length and self._stays_in_section(rival) == in_section for rival in rivals)
        for old_word, new_word in free:
            self.pair(old_word, new_word)
            self.strayed.add(old_word)
            if is_contested:
                self.contested.add(old_word)

    def _stays_in_section(self, run: _Run) -> bool:
        return self.section_of.get(self.old.section_of(run[0])) == self.new.section_of(run[1])

    def _seeds_of_new(self) -> dict[tuple[str, ...], list[int]]:
        places: dict[tuple[str, ...], list[int]] = {}
        for stretch in _stretches(self.source, self.new.span_of):
            for first in range(stretch.start, stretch.stop - _SEED + 1):
                places.setdefault(tuple(self.new.words[first : first + _SEED]), []).append(first)
        return places

    def _runs_of(self, stretch: range, places: dict[tuple[str, ...], list[int]]) -> Iterator[_Run]:
        """Every longest run of equal words of a stretch: its first word, its place in the new text, its length."""
        for first in range(stretch.start, stretch.stop - _SEED + 1):
            found = places.get(tuple(self.old.words[first : first + _SEED]), [])
            if len(found) > _MOST_PLACES:
                continue
            for place in found:
                if first > stretch.start and self._free_and_equal(first - 1, place - 1, place):
                    continue
                length = _SEED
                while first + length < stretch.stop and self._free_and_equal(first + length, place + length, place):
                    length += 1
                yield first, place, length

    def _free_and_equal(self, old_word: int, new_word: int, beside: int) -> bool:
        return (
            0 <= new_word < len(self.source)
            and self.source[new_word] == NOWHERE
            and self.new.span_of[new_word] == self.new.span_of[beside]
            and self.old.words[old_word] == self.new.words[new_word]
        )


def _stretches(partner: list[int], span_of: list[int]) -> Iterator[range]:
    """The stretches of words inside one passage that have no partner yet."""
    free = [word for word, other in enumerate(partner) if other == NOWHERE]
    if not free:
        return
    first = free[0]
    for word, following in pairwise([*free, len(partner) + 1]):
        if following != word + 1 or span_of[word] != span_of[following]:
            yield range(first, word + 1)
            first = following
