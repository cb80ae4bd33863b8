"""What came back in a Word file, placed in the frozen version that the file was made from.

The hidden id comes first, but only with the words to prove it: in a passage that says something else the words are
followed as from any other version. What stands nowhere is said so, with the section that it was in where that is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from uuid import NAMESPACE_OID, uuid5

from ..exchange.document import Block, Document, Section
from ..exchange.docx import WordComment, WordPlace
from ..exchange.likeness import longest_rising
from ..exchange.matching import PassageRecord, align_passages, match_sections
from ..exchange.plaintext import fold_words
from .aligning import Alignment, align_documents
from .placing import CHANGED, MOVED, SAME, place_quotes
from .quotes import Quote
from .text import Text

_PLACED = (SAME, MOVED, CHANGED)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the frozen version: the index of a section, of a block in it (None for the whole section), and the
    offsets of words in the section's plain text (None for the whole block). Without ``section`` it is nowhere.

    ``sure`` tells that the remark stands where its writer put it; a section that stands in for words is not sure.
    """

    section: int | None = None
    block: int | None = None
    start: int | None = None
    end: int | None = None
    sure: bool = False


ChangeKind = Literal["words", "added", "deleted", "moved", "heading", "heading-added", "heading-deleted"]


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change as a proposal: the words before and after, at a spot.

    ``behind`` is the spot of the passage behind which a moved one stands now, None where it became the first.
    """

    kind: ChangeKind
    before: str
    after: str
    spot: Spot
    behind: Spot | None = None


class Returned:
    """Places remarks of one file: ``original`` is its text before any tracked change, ``frozen`` the version's."""

    def __init__(self, original: Document, frozen: Sequence[Section]) -> None:
        self.frozen = frozen
        self.title = original.title
        self.original = _known_as(original.sections, frozen)
        self._spots = {
            block.id: (index, place)
            for index, section in enumerate(frozen)
            for place, block in enumerate(section.blocks)
            if block.id
        }
        self._sections = {section.key: index for index, section in enumerate(frozen) if section.key}
        self._text = Text(frozen)
        self._alignment: Alignment | None = None

    @property
    def is_related(self) -> bool:
        """Whether the file carries at least one key or id of the version."""
        keys = any(section.key in self._sections for section in self.original)
        return keys or any(block.id in self._spots for section in self.original for block in section.blocks)

    @property
    def was_edited(self) -> bool:
        """Whether words were changed without being tracked, so that nobody can tell who changed what."""
        return [(s.title, [b.text for b in s.blocks]) for s in self.original] != [
            (s.title, [b.text for b in s.blocks]) for s in self.frozen
        ]

    # --- comments

    def place(self, comment: WordComment, place: WordPlace) -> Spot:
        """Where a comment stands: at its words, else at its whole passage, else unsure at its section, else nowhere."""
        known = self._spots.get(place.passage)
        if place.on_heading and place.section in self._sections:
            return Spot(self._sections[place.section], sure=True)
        if known is not None and not _has_words(place.words):
            return Spot(*known, sure=True)
        spot = self._in_passage(known, place) or self._by_words(comment, place)
        if spot is not None:
            return spot
        if known is not None:
            return Spot(*known, sure=False)
        return Spot(self._sections.get(place.section))

    def _in_passage(self, known: tuple[int, int] | None, place: WordPlace) -> Spot | None:
        """The words in the passage that the file says they stand in, nearest to where they stood."""
        if known is None:
            return None
        section, block = known
        text = self.frozen[section].blocks[block].text
        pattern = r"\s+".join(re.escape(word) for word in place.words.split())
        found = min(re.finditer(pattern, text), key=lambda match: abs(match.start() - place.offset), default=None)
        if found is None:
            return None
        offset = self._offset_of(known)
        return Spot(section, block, offset + found.start(), offset + found.end(), sure=True)

    def _offset_of(self, known: tuple[int, int]) -> int:
        """Where a block begins in its section's plain text."""
        return next(span.offset for span in self._text.spans if (span.section, span.position) == known)

    def _by_words(self, comment: WordComment, place: WordPlace) -> Spot | None:
        """The words followed from the file's own text to the version's, as from one version to the next."""
        if not _has_words(place.words):
            return None
        if self._alignment is None:
            self._alignment = align_documents(self.original, self.frozen)
        quote = Quote(comment.id, place.words, block=place.passage or None, key=place.section or None)
        [found] = place_quotes(self._alignment, [quote])
        if found.status not in _PLACED or found.section is None or found.block is None:
            return None
        return Spot(found.section, found.block, found.start, found.end, sure=True)

    # --- tracked changes

    def changes(self, edited: Document) -> list[Change]:
        """What one person changed, as proposals in reading order; ``edited`` is the text with her changes accepted.

        Another title of the whole stands nowhere in the version, since a version's title belongs to no section.
        """
        before = _with_own_ids(self.original)
        records = [
            PassageRecord(str(block.id), section.key, None, place, block.text, block.type)
            for section in before
            for place, block in enumerate(section.blocks)
        ]
        after = align_passages(records, _with_keys_of(before, edited.sections))
        title = [Change("heading", self.title, edited.title, Spot())] if edited.title != self.title else []
        return [*title, *self._headings(before, after), *self._words(before, after), *self._moves(before, after)]

    def _headings(self, before: Sequence[Section], after: Sequence[Section]) -> Iterator[Change]:
        titles = {section.key: section.title for section in after}
        above: str | None = None
        for section in before:
            if section.key not in titles:
                yield Change("heading-deleted", section.title, "", self._of_section(section.key))
            elif titles[section.key] != section.title:
                yield Change("heading", section.title, titles[section.key], self._of_section(section.key))
        known = {section.key for section in before}
        for section in after:
            if section.key not in known:
                yield Change("heading-added", "", section.title, self._of_section(above))
            else:
                above = section.key

    def _words(self, before: Sequence[Section], after: Sequence[Section]) -> Iterator[Change]:
        """Every passage with what became of it; what was put in stands behind the passage that it follows."""
        became, loose = _became(before, after)
        grown = [fold_words(t) for block in _blocks(before) for t in became.get(str(block.id), ()) if t != block.text]
        for section in before:
            if loose.get(section.key):
                yield Change("added", "", "\n".join(loose[section.key]), self._of_section(section.key))
            for block in section.blocks:
                texts = became.get(str(block.id), [])
                spot = self._spot_of(block, section.key)
                if not texts:
                    folded = fold_words(block.text)
                    if not any(folded in text for text in grown):  # else it was merged into another one
                        yield Change("deleted", block.text, "", spot)
                elif texts != [block.text]:
                    yield from self._lines(block.text, "\n".join(texts), spot)

    def _lines(self, before: str, after: str, spot: Spot) -> Iterator[Change]:
        """A changed list or table line by line and cell by cell where these can be told, else the passage as a whole."""
        for old, new, start in _parts(before, after):
            whole = (old, new) == (before, after)
            if whole or spot.block is None or spot.section is None or not old:
                yield Change("words", before, after, spot)
                return
            section = self.frozen[spot.section].text
            first = self._offset_of((spot.section, spot.block)) + start
            if section[first : first + len(old)] != old:
                yield Change("words", before, after, spot)
                return
            yield Change("words", old, new, replace(spot, start=first, end=first + len(old)))

    def _moves(self, before: Sequence[Section], after: Sequence[Section]) -> Iterator[Change]:
        """Passages that were taken out of their order, with the one that they stand behind now."""
        order = {str(block.id): place for place, block in enumerate(_blocks(before))}
        block_of = {str(block.id): block for block in _blocks(before)}
        moved = [(section, place, block) for section in after for place, block in enumerate(section.blocks) if block.id in order]
        stayed = longest_rising([order[str(block.id)] for _, _, block in moved])
        for rank, (section, place, block) in enumerate(moved):
            if rank not in stayed:
                behind = section.blocks[place - 1].id if place else None
                spot = self._spot_of(block_of[str(block.id)], None)
                where = self._spot_of(block_of[behind], None) if behind in block_of else self._of_section(section.key)
                yield Change("moved", block_of[str(block.id)].text, "", spot, behind=where)

    def _spot_of(self, block: Block, section: str | None) -> Spot:
        if block.id in self._spots:
            return Spot(*self._spots[block.id], sure=True)
        return self._of_section(section, sure=False)

    def _of_section(self, key: str | None, *, sure: bool = True) -> Spot:
        index = self._sections.get(key) if key else None
        return Spot(index, sure=sure and index is not None)


def _known_as(original: Sequence[Section], frozen: Sequence[Section]) -> tuple[Section, ...]:
    """The file's sections with the keys and ids of the version: those that they carry, else those of the same words."""
    records = [
        PassageRecord(str(block.id), section.key, None, place, block.text, block.type)
        for section in frozen
        for place, block in enumerate(section.blocks)
        if block.id
    ]
    return align_passages(records, _with_keys_of(frozen, original))


def _with_keys_of(known: Sequence[Section], sections: Sequence[Section]) -> list[Section]:
    found = match_sections(known, sections)
    keys = {match.new: known[match.old].key for match in found.matches if match.old is not None}
    return [replace(section, key=keys.get(index)) for index, section in enumerate(sections)]


def _with_own_ids(sections: Sequence[Section]) -> list[Section]:
    """The sections with an id for every block, so that what became of each can be told; a made one is in no version."""
    made = []
    for index, section in enumerate(sections):
        blocks = (replace(b, id=b.id or str(uuid5(NAMESPACE_OID, f"{index} {place}"))) for place, b in enumerate(section.blocks))
        made.append(replace(section, blocks=tuple(blocks), key=section.key or str(uuid5(NAMESPACE_OID, f"{index}"))))
    return made


def _became(before: Sequence[Section], after: Sequence[Section]) -> tuple[dict[str, list[str]], dict[str | None, list[str]]]:
    """The texts that stand now for every passage by its id: its own and those put in behind it; and what was put in at
    the head of a section, by its key.
    """
    known = {str(block.id) for block in _blocks(before)}
    became: dict[str, list[str]] = {}
    loose: dict[str | None, list[str]] = {}
    for section in after:
        last: str | None = None
        for block in section.blocks:
            if block.id in known:
                last = str(block.id)
                became[last] = [block.text]
            elif last is not None:
                became[last].append(block.text)
            else:
                loose.setdefault(section.key, []).append(block.text)
    return became, loose


def _parts(before: str, after: str) -> Iterator[tuple[str, str, int]]:
    """The parts in which two texts differ, with their offset in the first: lines, and cells of lines, as long as there are
    as many of them in both; else the whole.
    """
    for mark in ("\n", "\t"):
        old, new = before.split(mark), after.split(mark)
        if len(old) == len(new) > 1:
            start = 0
            for one, other in zip(old, new, strict=True):
                if one != other:
                    for inner_old, inner_new, offset in _parts(one, other):
                        yield inner_old, inner_new, start + offset
                start += len(one) + 1
            return
    yield before, after, 0


def _blocks(sections: Iterable[Section]) -> Iterator[Block]:
    return (block for section in sections for block in section.blocks)


def _has_words(text: str) -> bool:
    return any(letter.isalnum() for letter in text)
