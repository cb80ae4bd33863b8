"""How a placement compares with the truth, and what a strategy's placements come to."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from handbook.anchoring import Placement, Quote
from handbook.exchange.document import Section

from .mutating import Draft

CONTEXT = 32
RIGHT, NARROW, WRONG, LOST, HONEST, PARTLY = "right", "narrow", "wrong", "lost", "honest", "partly gone"

Strategy = Callable[[Sequence[Section], Sequence[Section], Sequence[Quote]], list[Placement]]


@dataclass(frozen=True, slots=True)
class Sample:
    """A quote of a draft's old text, and which of its words it holds."""

    quote: Quote
    words: range


def sample_quotes(draft: Draft, *, count: int, seed: int) -> list[Sample]:
    """Quotes of 3 to 30 words, each inside one block."""
    chance = random.Random(f"quotes {seed}")
    blocks: dict[tuple[int, int], list[int]] = {}
    starts = [_block_starts(section) for section in draft.old]
    for number, (section, offset, _end) in enumerate(draft.words):
        blocks.setdefault((section, bisect_left(starts[section], offset + 1) - 1), []).append(number)
    able = [words for words in blocks.values() if len(words) >= 3]
    samples = []
    for number in range(count):
        words = chance.choices(able, weights=[len(words) for words in able])[0]
        length = min(len(words), chance.randint(3, 30))
        first = chance.randint(0, len(words) - length)
        chosen = range(words[first], words[first + length - 1] + 1)
        section = draft.words[chosen.start][0]
        start, end = draft.words[chosen.start][1], draft.words[chosen.stop - 1][2]
        text = draft.old[section].text
        block = draft.old[section].blocks[bisect_left(starts[section], start + 1) - 1]
        quote = Quote(
            id=str(number),
            exact=text[start:end],
            prefix=text[max(0, start - CONTEXT) : start],
            suffix=text[end : end + CONTEXT],
            section=(draft.old[section].title,),
            key=draft.old[section].key,
            block=block.id,
            start=start,
        )
        samples.append(Sample(quote, chosen))
    return samples


def _block_starts(section: Section) -> list[int]:
    starts, offset = [], 0
    for block in section.blocks:
        starts.append(offset)
        offset += len(block.text) + 2
    return starts


def judge(draft: Draft, sample: Sample, placement: Placement) -> str:
    """What a placement is worth.

    A quote is still there when half of its words have a descendant, gone when none has; between the two ("partly gone")
    it may be placed or not. A placement is wrong when less than half of what it shows descends from the quote, narrow
    when it shows less than half of what became of it.
    """
    descendants = draft.descendants(sample.words)
    if placement.section is None:
        if not descendants:
            return HONEST
        return LOST if 2 * len(descendants) >= len(sample.words) else PARTLY
    shown = {
        (placement.section, number)
        for number, (start, end, _origin) in enumerate(draft.landed[placement.section])
        if start < placement.end and end > placement.start
    }
    hit = shown & descendants
    if 2 * len(hit) < len(shown) or not hit:
        return WRONG
    there = max(Counter(section for section, _number in descendants).values())
    return RIGHT if 2 * len(hit) >= there else NARROW


@dataclass(slots=True)
class Score:
    """What a strategy's placements come to; shares are of all quotes, but ``honest`` is of those whose words are gone."""

    verdicts: Counter[str] = field(default_factory=Counter)
    risks: list[tuple[float, bool]] = field(default_factory=list)
    """Confidence of every placement that was shown, and whether it was wrong."""

    def add(self, verdict: str, placement: Placement, *, is_gone: bool) -> None:
        self.verdicts[verdict] += 1
        self.verdicts["gone in truth"] += is_gone
        if placement.section is not None:
            self.risks.append((placement.confidence, verdict == WRONG))

    @property
    def count(self) -> int:
        return sum(self.verdicts[verdict] for verdict in (RIGHT, NARROW, WRONG, LOST, HONEST, PARTLY))

    def share(self, verdict: str) -> float:
        return 100 * self.verdicts[verdict] / self.count

    @property
    def honest(self) -> float:
        gone = self.verdicts["gone in truth"]
        return 100 * self.verdicts[HONEST] / gone if gone else 100.0


def score(strategy: Strategy, drafts: Iterable[tuple[Draft, list[Sample]]], *, with_ids: bool) -> Score:
    """Judge a strategy on drafts; without ids it sees neither blocks' ids nor sections' keys."""
    result = Score()
    for draft, samples in drafts:
        old, new = (draft.old, draft.new) if with_ids else (_without_ids(draft.old), _without_ids(draft.new))
        quotes = [sample.quote if with_ids else _without_id(sample.quote) for sample in samples]
        for sample, placement in zip(samples, strategy(old, new, quotes), strict=True):
            is_gone = not draft.descendants(sample.words)
            result.add(judge(draft, sample, placement), placement, is_gone=is_gone)
    return result


def _without_ids(sections: Sequence[Section]) -> list[Section]:
    return [replace(section, key=None, blocks=tuple(replace(block, id=None) for block in section.blocks)) for section in sections]


def _without_id(quote: Quote) -> Quote:
    return replace(quote, key=None, block=None)
