"""Passages keep their ids: which paragraph of the new text is which paragraph of the old one.

An id is worth what people hung on it, so it moves only with good ground: the same words, the same editor's
block, or words alike between neighbours that stayed. What was split keeps its id on the first part, what was
merged on the first of the old ones; nothing is given away twice.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from .document import Block, Section
from .likeness import ShingleIndex, carried_share, likeness, longest_rising, words_of
from .plaintext import fold_words

_ALIKE_IN_PLACE = 0.45
"""Likeness that is enough between neighbours that stayed where they were."""

_ALIKE_MOVED = 0.75
"""Likeness that is needed once a passage left its place."""

_PART = 0.7
"""Share of a passage's words that must stand in another to count as a part of it."""

_LEAST_WORDS_MOVED = 4
"""Shorter passages ("Zie 2.3.") recur everywhere and are not followed across sections."""

_WIDEST_GAP = 10_000
"""Pairs of passages that are compared in one gap between neighbours; beyond it only like words count."""


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage the handbook has had: its id, where it stood (section key, editor's block, ordinal) and its text."""

    id: str
    section_key: str | None
    source: str | None
    ordinal: int
    text: str
    type: str = "paragraph"


@dataclass(slots=True)
class _Passage:
    """A passage as alignment sees it: its id in the register, if it has one, its text folded, its words."""

    id: str | None
    type: str
    text: str
    words: tuple[str, ...]


Pairs = dict[int, int]
"""Positions of old passages by the positions of new ones."""


def match_blocks(old_blocks: Sequence[Block], new_blocks: Sequence[Block]) -> list[str | None]:
    """For every new block the id of the old block it is, or None; no id twice.

    Both are the blocks of one section in reading order. Old blocks without an id give none.
    """
    pairs = pair_blocks(old_blocks, new_blocks)
    return [old_blocks[pairs[position]].id if position in pairs else None for position in range(len(new_blocks))]


def pair_blocks(old_blocks: Sequence[Block], new_blocks: Sequence[Block]) -> Pairs:
    """As `match_blocks`, but positions of old blocks by positions of new ones, so that ids are not needed."""
    return align(
        [_passage(None, block.type, _known_by(block)) for block in old_blocks],
        [_passage(None, block.type, _known_by(block)) for block in new_blocks],
    )


def align_passages(register: Sequence[PassageRecord], sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections with the ids of the register on their blocks; a block that is new has None.

    A block that carries an id of its own keeps it the first time it is used. Then, per section (by its key),
    the passages of one editor's block are aligned with those it had, then the rest of the section, then what
    is left is looked for in other sections. The register may hold more than the last version had.
    """
    return _Alignment(register, sections).result()


class _Alignment:
    """The ids given so far to the blocks of sections; a block is known by its section's index and its own."""

    def __init__(self, register: Sequence[PassageRecord], sections: Sequence[Section]) -> None:
        self.sections = sections
        self.given: dict[tuple[int, int], str] = {}
        self.used: set[str] = set()
        self.records = sorted(register, key=lambda record: record.ordinal)
        self.blocks = {
            (index, position): _passage(None, block.type, _known_by(block))
            for index, section in enumerate(sections)
            for position, block in enumerate(section.blocks)
        }
        self.passages = {record.id: _passage(record.id, record.type, record.text) for record in self.records}

    def result(self) -> tuple[Section, ...]:
        self._keep_own_ids()
        by_section: dict[str | None, list[PassageRecord]] = {}
        for record in self.records:
            by_section.setdefault(record.section_key, []).append(record)
        for index, section in enumerate(self.sections):
            self._within(index, section, by_section.get(section.key, []) if section.key else [])
        self._across()
        return tuple(
            replace(
                section,
                blocks=tuple(
                    replace(block, id=self.given.get((index, position))) for position, block in enumerate(section.blocks)
                ),
            )
            for index, section in enumerate(self.sections)
        )

    def _keep_own_ids(self) -> None:
        for name in self.blocks:
            block = self.sections[name[0]].blocks[name[1]]
            if block.id and block.id not in self.used:
                self._give(name, block.id)

    def _give(self, name: tuple[int, int], identity: str) -> None:
        self.given[name] = identity
        self.used.add(identity)

    def _within(self, index: int, section: Section, records: Sequence[PassageRecord]) -> None:
        """Give ids inside one section: first per editor's block, then over the whole section."""
        sources = {block.source for block in section.blocks if block.source}
        for source in sorted(sources):
            old = [record for record in records if record.source == source]
            new = [(index, position) for position, block in enumerate(section.blocks) if block.source == source]
            self._align(old, new)
            free_old = [record for record in old if record.id not in self.used]
            free_new = [name for name in new if name not in self.given]
            if len(free_old) == len(free_new) == 1 == len(old) == len(new) and free_old[0].type == self.blocks[free_new[0]].type:
                self._give(free_new[0], free_old[0].id)
        self._align(records, [(index, position) for position in range(len(section.blocks))])

    def _align(self, records: Iterable[PassageRecord], names: Iterable[tuple[int, int]]) -> None:
        old = [self.passages[record.id] for record in records if record.id not in self.used]
        free = [name for name in names if name not in self.given]
        for new_position, old_position in align(old, [self.blocks[name] for name in free]).items():
            self._give(free[new_position], str(old[old_position].id))

    def _across(self) -> None:
        """Look for what is left in the whole register: the same words, then words that are very much alike."""
        old = [self.passages[record.id] for record in self.records if record.id not in self.used]
        old = [passage for passage in old if len(passage.words) >= _LEAST_WORDS_MOVED]
        names = [name for name, p in self.blocks.items() if name not in self.given and len(p.words) >= _LEAST_WORDS_MOVED]
        new = [self.blocks[name] for name in names]
        pairs = _same_text(old, new)
        pairs |= _moved(old, new, pairs)
        for new_position, old_position in pairs.items():
            self._give(names[new_position], str(old[old_position].id))


def _known_by(block: Block) -> str:
    """A block's text, or what stands for it where it has none."""
    return block.text or str(block.data.get("sha256") or block.data.get("name") or "")


def _passage(identity: str | None, block_type: str, text: str) -> _Passage:
    return _Passage(identity, block_type, fold_words(text), words_of(text))


def align(old: Sequence[_Passage], new: Sequence[_Passage]) -> Pairs:
    """Old positions by new ones for two runs of passages: same words first, then alike in place, then moved."""
    pairs = _same_text(old, new)
    in_order = longest_rising([pairs[position] for position in sorted(pairs)])
    anchors = [(pairs[n], n) for rank, n in enumerate(sorted(pairs)) if rank in in_order]
    used = set(pairs.values())
    start_old, start_new = 0, 0
    for end_old, end_new in [*anchors, (len(old), len(new))]:
        gap_old = [position for position in range(start_old, end_old) if position not in used]
        gap_new = [position for position in range(start_new, end_new) if position not in pairs]
        for new_position, old_position in _align_gap([old[p] for p in gap_old], [new[p] for p in gap_new]).items():
            pairs[gap_new[new_position]] = gap_old[old_position]
        start_old, start_new = end_old + 1, end_new + 1
    return pairs | _moved(old, new, pairs)


def _same_text(old: Sequence[_Passage], new: Sequence[_Passage]) -> Pairs:
    """Passages with the same words, of one type if they can be; of several with one text, in order."""
    pairs: Pairs = {}
    used: set[int] = set()
    keys: tuple[Callable[[_Passage], Hashable], ...] = (lambda p: (p.type, p.text), lambda p: p.text)
    for key in keys:
        positions: dict[Hashable, list[int]] = {}
        for position in reversed(range(len(old))):
            if position not in used and old[position].text:
                positions.setdefault(key(old[position]), []).append(position)
        for position, passage in enumerate(new):
            found = positions.get(key(passage))
            if position not in pairs and passage.text and found:
                pairs[position] = found.pop()
                used.add(pairs[position])
    return pairs


def _align_gap(old: Sequence[_Passage], new: Sequence[_Passage]) -> Pairs:
    """The best pairs in order between two runs that share no whole passage, by dynamic programming."""
    if not old or not new or len(old) * len(new) > _WIDEST_GAP:
        return {}
    scores = [[_score(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            together = scores[i][j] + best[i + 1][j + 1] if scores[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    pairs: Pairs = {}
    i = j = 0
    while i < len(old) and j < len(new):
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            pairs[j] = i
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return _on_first_part(old, new, pairs)


def _score(old: _Passage, new: _Passage) -> float:
    """How well two passages fit in place: their likeness, or the fit of one as a part of the other; 0 for no fit."""
    alike = likeness(old.words, new.words)
    part = max(carried_share(new.words, old.words), carried_share(old.words, new.words)) if alike else 0.0
    if min(len(old.words), len(new.words)) < _LEAST_WORDS_MOVED:
        part = 0.0
    score = max(alike, 0.9 * part if part >= _PART else 0.0)
    return score + (0.05 if old.type == new.type else 0.0) if score >= _ALIKE_IN_PLACE else 0.0


def _on_first_part(old: Sequence[_Passage], new: Sequence[_Passage], pairs: Pairs) -> Pairs:
    """The pairs with a split passage on its first part and a merged one on the first of its parts."""
    shifted: Pairs = {}
    taken = set(pairs.values())
    for new_position in sorted(pairs):
        old_position, at = pairs[new_position], new_position
        while at - 1 >= 0 and at - 1 not in pairs and at - 1 not in shifted and _is_part(new[at - 1], old[old_position]):
            at -= 1
        if at == new_position:
            while old_position - 1 not in taken and old_position >= 1 and _is_part(old[old_position - 1], new[at]):
                old_position -= 1
                taken.add(old_position)
        shifted[at] = old_position
    return shifted


def _is_part(part: _Passage, whole: _Passage) -> bool:
    return len(part.words) < len(whole.words) and carried_share(part.words, whole.words) >= _PART


def _moved(old: Sequence[_Passage], new: Sequence[_Passage], pairs: Pairs) -> Pairs:
    """Pairs of what is left that are very much alike, wherever they stand, the likest first."""
    used = set(pairs.values())
    index = ShingleIndex((position, p.words) for position, p in enumerate(old) if position not in used)
    scored = []
    for position, passage in enumerate(new):
        if position in pairs or len(passage.words) < _LEAST_WORDS_MOVED:
            continue
        for candidate in index.candidates(passage.words):
            alike = likeness(old[candidate].words, passage.words)
            if alike >= _ALIKE_MOVED:
                scored.append((-alike, candidate, position))
    found: Pairs = {}
    for _, candidate, position in sorted(scored):
        if position not in found and candidate not in used:
            found[position] = candidate
            used.add(candidate)
    return found
