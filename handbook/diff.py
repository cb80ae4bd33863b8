"""Differences between two texts in words, and between two documents section by section, as a reader wants them told.

A shortest difference is not the clearest one: it leaves stray words standing between deletions. So a short
equal stretch between larger changes is taken into the change, as an editor would write it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import LCSseq

from .exchange.document import Block, Section
from .exchange.likeness import longest_rising
from .exchange.matching import SectionMatch, SectionMatches
from .exchange.passages import Pairs, pair_blocks
from .exchange.plaintext import fold_words

EQUAL, INSERT, DELETE = "equal", "insert", "delete"

TOKEN = re.compile(r"\w+(?:[-'’.]\w+)*|\s+|[^\w\s]")
_LONGEST_ISLAND = 4
"""Words that an equal stretch may have to be taken into the changes around it."""

_MOST_COMPARED = 400_000_000
"""Pairs of words in two texts beyond which they are told as one deletion and one insertion."""


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of text that is equal, was inserted or was deleted (``op``)."""

    op: str
    text: str

    @property
    def kind(self) -> str:
        """What a reader calls it: same, added or removed."""
        return {EQUAL: "same", INSERT: "added", DELETE: "removed"}[self.op]


def diff_words(old: str, new: str) -> list[Change]:
    """The difference of two texts as stretches in reading order; a deletion stands before what replaces it.

    The equal and deleted stretches together are the old text, the equal and inserted ones the new, to the
    character. Stretches end at words, none is empty, neighbours have different ops.
    """
    stretches: list[Change] = []
    for edit in _slid(_without_islands(_edits(TOKEN.findall(old), TOKEN.findall(new)))):
        parts = ((DELETE, edit.removed), (INSERT, edit.added), (EQUAL, edit.then))
        stretches += [Change(op, "".join(tokens)) for op, tokens in parts if tokens]
    return stretches


@dataclass(slots=True)
class _Edit:
    """Tokens that were removed and added at one place, and the equal ones that follow it."""

    removed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    then: list[str] = field(default_factory=list)

    @property
    def weight(self) -> int:
        return max(len("".join(self.removed)), len("".join(self.added)))


def _edits(old: list[str], new: list[str]) -> list[_Edit]:
    """The shortest difference of two token lists; the first edit may be empty, so that what follows begins the text."""
    if len(old) * len(new) > _MOST_COMPARED:
        return [_Edit(old, new)]
    edits = [_Edit()]
    for op in LCSseq.opcodes(old, new):
        if op.tag == EQUAL:
            edits[-1].then += old[op.src_start : op.src_end]
            continue
        if edits[-1].then:
            edits.append(_Edit())
        edits[-1].removed += old[op.src_start : op.src_end]
        edits[-1].added += new[op.dest_start : op.dest_end]
    return edits


def _without_islands(edits: list[_Edit]) -> list[_Edit]:
    """The edits with those made one that are parted by nothing but a few words, fewer than either of them changed."""
    kept: list[_Edit] = []
    for edit in edits:
        kept.append(edit)
        while len(kept) > 1 and _is_island(kept[-2], kept[-1]):
            right = kept.pop()
            left = kept.pop()
            kept.append(
                _Edit(left.removed + left.then + right.removed, left.added + left.then + right.added, right.then),
            )
    for edit in kept:
        while edit.removed and edit.added and edit.removed[-1] == edit.added[-1] and edit.removed[-1].isspace():
            edit.then.insert(0, edit.removed.pop())
            edit.added.pop()
    return kept


def _is_island(left: _Edit, right: _Edit) -> bool:
    words = sum(token[0].isalnum() for token in left.then)
    if not left.weight or not right.weight:
        return False
    return not words or (words <= _LONGEST_ISLAND and len("".join(left.then)) <= min(left.weight, right.weight))


def _slid(edits: list[_Edit]) -> list[_Edit]:
    """Pure insertions and deletions slid to where they read best: whole sentences rather than halves of two.

    "[De school meldt. De ]ouder ..." and "[De school meldt. ]De ouder ..." are the same change.
    """
    for before, edit in zip([_Edit(), *edits], edits, strict=False):
        moving = edit.removed or edit.added
        if not moving or (edit.removed and edit.added) or edit is edits[0]:
            continue
        text = before.then + moving + edit.then
        start, length = len(before.then), len(moving)
        first = start
        while first > 0 and text[first - 1] == text[first + length - 1]:
            first -= 1
        last = start
        while last + length < len(text) and text[last] == text[last + length]:
            last += 1
        best = max(range(first, last + 1), key=lambda place: (_boundary(text, place, length), -abs(place - start)))
        before.then[:], moving[:], edit.then[:] = text[:best], text[best : best + length], text[best + length :]
    return edits


def _boundary(text: Sequence[str], start: int, length: int) -> int:
    """How well an edit of ``length`` tokens would stand at ``start``: at sentences best, at words rather than between."""
    before = "".join(text[max(0, start - 2) : start])
    inside_end = "".join(text[max(start, start + length - 2) : start + length])
    score = 0
    for edge, at_end in ((before, start == 0), (inside_end, start + length == len(text))):
        if at_end or edge.rstrip(" ").endswith((".", "!", "?", ":", "\n")):
            score += 3
        elif edge[-1:].isspace():
            score += 1
    return score


@dataclass(frozen=True, slots=True)
class BlockChange:
    """What happened to one passage: equal, changed, inserted, deleted or moved (``op``).

    A passage that changed or moved carries its ``words`` as stretches; ``old`` and ``new`` are the blocks.
    """

    op: str
    old: Block | None
    new: Block | None
    words: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionChange:
    """What happened to one section.

    ``kind`` is a word of `SectionMatch.kind`, or removed; ``old`` and ``new`` are its indexes in the two
    documents. ``title`` holds the stretches of a renamed title, ``blocks`` every passage in reading order.
    """

    kind: str
    old: int | None
    new: int | None
    match: SectionMatch | None
    title: tuple[Change, ...] = ()
    blocks: tuple[BlockChange, ...] = ()

    @property
    def changed_blocks(self) -> int:
        """How many passages are not equal."""
        return sum(block.op != EQUAL for block in self.blocks)


def diff_sections(
    old_sections: Sequence[Section], new_sections: Sequence[Section], matches: SectionMatches
) -> list[SectionChange]:
    """What happened to every section, in the reading order of the new document.

    A removed section stands behind what became of the section before it in the old one. White space, case
    and markup count for nothing, as in matching.
    """
    changes = []
    behind: dict[int | None, list[int]] = {}
    for index in matches.removed:
        behind.setdefault(_kept_before(index, set(matches.removed)), []).append(index)
    changes += _removals(behind.get(None, []), old_sections)
    for match in matches.matches:
        changes.append(_section_change(match, old_sections, new_sections))
        if match.old is not None:
            changes += _removals(behind.get(match.old, []), old_sections)
    return changes


def _kept_before(index: int, removed: set[int]) -> int | None:
    """The nearest section before an old one that was not removed."""
    before = index - 1
    while before in removed:
        before -= 1
    return before if before >= 0 else None


def _removals(indexes: Sequence[int], sections: Sequence[Section]) -> list[SectionChange]:
    return [
        SectionChange("removed", index, None, None, blocks=tuple(_deleted(block) for block in sections[index].blocks))
        for index in indexes
    ]


def _section_change(match: SectionMatch, old: Sequence[Section], new: Sequence[Section]) -> SectionChange:
    section = new[match.new]
    if match.old is None:
        return SectionChange("created", None, match.new, match, blocks=tuple(_inserted(block) for block in section.blocks))
    before = old[match.old]
    title = tuple(diff_words(before.title, section.title)) if match.renamed else ()
    return SectionChange(match.kind, match.old, match.new, match, title, tuple(diff_blocks(before.blocks, section.blocks)))


def diff_blocks(old: Sequence[Block], new: Sequence[Block]) -> list[BlockChange]:
    """What happened to every passage of a section, in the new reading order.

    Passages are aligned by their ids where both sides have them, else by likeness; a deleted passage stands
    behind the one it followed. One that changed its place among those that stayed is moved.
    """
    pairs = _pairs_by_id(old, new)
    rest_old = [position for position in range(len(old)) if position not in pairs.values()]
    rest_new = [position for position in range(len(new)) if position not in pairs]
    alike = pair_blocks([old[p] for p in rest_old], [new[p] for p in rest_new])
    pairs |= {rest_new[n]: rest_old[o] for n, o in alike.items() if not (old[rest_old[o]].id and new[rest_new[n]].id)}
    order = sorted(pairs)
    in_place = {order[rank] for rank in longest_rising([pairs[position] for position in order])}
    changes: list[BlockChange] = []
    told = 0
    for position, block in enumerate(new):
        if position in in_place:
            changes += _deletions(old, told, pairs[position], pairs)
            told = pairs[position] + 1
        found = pairs.get(position)
        changes.append(_inserted(block) if found is None else _block_change(old[found], block, position in in_place))
    return changes + _deletions(old, told, len(old), pairs)


def _pairs_by_id(old: Sequence[Block], new: Sequence[Block]) -> Pairs:
    position_of = {block.id: position for position, block in enumerate(old) if block.id}
    return {position: position_of[block.id] for position, block in enumerate(new) if block.id in position_of}


def _deletions(old: Sequence[Block], start: int, end: int, pairs: Pairs) -> list[BlockChange]:
    found = set(pairs.values())
    return [_deleted(old[position]) for position in range(start, end) if position not in found]


def _block_change(old: Block, new: Block, in_place: bool) -> BlockChange:
    same = fold_words(old.text) == fold_words(new.text) and _same_image(old, new)
    if in_place and same:
        return BlockChange(EQUAL, old, new)
    words = () if same else tuple(diff_words(old.text, new.text))
    return BlockChange("changed" if in_place else "moved", old, new, words)


def _same_image(old: Block, new: Block) -> bool:
    before, after = old.data.get("sha256"), new.data.get("sha256")
    return before == after or not before or not after


def _inserted(block: Block) -> BlockChange:
    return BlockChange("inserted", None, block, (Change(INSERT, block.text),) if block.text else ())


def _deleted(block: Block) -> BlockChange:
    return BlockChange("deleted", block, None, (Change(DELETE, block.text),) if block.text else ())
