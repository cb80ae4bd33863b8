"""Matching: which section of what comes in is which section of what is there, and what happened to it.

Three questions, asked in this order because each is surer than the next: is the key the same; are title and
place the same; are the words alike. A section that was found is never taken away by a weaker likeness.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from .document import Section
from .likeness import ShingleIndex, carried_share, likeness, longest_rising
from .lineage import Lineage, trace_lineage
from .outline import Entry, outline, same_content
from .passages import PassageRecord, align_passages, match_blocks

__all__ = [
    "Lineage",
    "PassageRecord",
    "SectionMatch",
    "SectionMatches",
    "align_passages",
    "match_blocks",
    "match_sections",
]

_ALIKE = 0.5
"""Likeness from which two texts are one section under another title."""

_ALIKE_WITH_TITLE = 0.25
"""Likeness that is enough when the title is the same, somewhere else in the document."""

_TITLE_ALIKE = 60.0
"""Likeness of titles (0 to 100) that is enough for two sections between the same neighbours."""


@dataclass(frozen=True, slots=True)
class SectionMatch:
    """What became of one section: its index in the old document (None if it is new) and in the new one."""

    old: int | None
    new: int
    text_changed: bool = False
    renamed: bool = False
    moved: bool = False
    reparented: bool = False

    @property
    def kind(self) -> str:
        """One word for the report: created, renamed, reparented, moved, changed or kept, the weightiest first."""
        if self.old is None:
            return "created"
        kinds = {
            "renamed": self.renamed,
            "reparented": self.reparented,
            "moved": self.moved,
            "changed": self.text_changed,
        }
        return next((kind for kind, holds in kinds.items() if holds), "kept")


@dataclass(frozen=True, slots=True)
class SectionMatches:
    """The matches of all new sections in reading order, the old ones that are gone, and what was split or merged."""

    matches: tuple[SectionMatch, ...]
    removed: tuple[int, ...]
    lineage: tuple[Lineage, ...] = ()

    @property
    def unchanged(self) -> bool:
        """Whether nothing changed: every section kept where it was, with its words."""
        return not self.removed and all(match.kind == "kept" for match in self.matches)

    def old_of(self, new: int) -> int | None:
        """The old section's index for a new one's."""
        return self.matches[new].old

    def counts(self) -> dict[str, int]:
        """How many sections each word of the report stands for; a removed one counts as "removed"."""
        counts = Counter(match.kind for match in self.matches)
        if self.removed:
            counts["removed"] = len(self.removed)
        return dict(counts)


def match_sections(old: Sequence[Section], new: Sequence[Section]) -> SectionMatches:
    """Match the sections of two documents.

    White space, case, markup and stray emphasis marks do not count as a change of a title or a text. An old
    section is matched at most once. The work grows with the length of the texts, not with its square.
    """
    matching = _Matching(outline(old), outline(new))
    matching.by_key()
    matching.by_path()
    matching.by_text()
    while matching.by_parent() or matching.by_likeness() or matching.by_children() or matching.by_neighbours():
        pass
    return matching.result()


class _Matching:
    """The matches found so far between two outlines."""

    def __init__(self, old: list[Entry], new: list[Entry]) -> None:
        self.old = old
        self.new = new
        self.new_of: dict[int, int] = {}
        self.old_of: dict[int, int] = {}

    def free_old(self) -> list[Entry]:
        return _free(self.old, self.new_of)

    def free_new(self) -> list[Entry]:
        return _free(self.new, self.old_of)

    def pair(self, old: Entry, new: Entry) -> bool:
        """Match the two unless one of them is matched already; tells whether it did."""
        if old.index in self.new_of or new.index in self.old_of:
            return False
        self.new_of[old.index] = new.index
        self.old_of[new.index] = old.index
        return True

    def by_key(self) -> None:
        old_of_key = {entry.key: entry for entry in self.old if entry.key}
        for entry in self.new:
            if entry.key in old_of_key:
                self.pair(old_of_key[entry.key], entry)

    def by_path(self) -> None:
        """Same title under the same titles; of several such (the same heading many times) the likest, then in order."""
        groups = _grouped(self.free_old(), lambda entry: entry.path)
        for path, new in _grouped(self.free_new(), lambda entry: entry.path).items():
            self._pair_group(groups.get(path, []), new)

    def _pair_group(self, old: list[Entry], new: list[Entry]) -> None:
        if len(old) > 1 or len(new) > 1:
            same_text = {entry.text: entry for entry in reversed(old)}
            for entry in new:
                if entry.text in same_text:
                    self.pair(same_text[entry.text], entry)
            self._pair_alike(_free(old, self.new_of), _free(new, self.old_of))
        for one, other in zip(_free(old, self.new_of), _free(new, self.old_of), strict=False):
            self.pair(one, other)

    def _pair_alike(self, old: list[Entry], new: list[Entry]) -> None:
        """Match those of a group whose words are alike."""
        entry_of = {entry.index: entry for entry in old}
        index = ShingleIndex((entry.index, entry.words) for entry in old)
        scored = []
        for entry in new:
            for candidate in index.candidates(entry.words):
                alike = likeness(entry_of[candidate].words, entry.words)
                if alike >= _ALIKE:
                    scored.append((alike, entry_of[candidate], entry))
        self._pair_best(scored)

    def _pair_best(self, scored: Iterable[tuple[float, Entry, Entry]]) -> bool:
        """Match the pairs with the highest score first; tells whether any was matched."""
        ordered = sorted(scored, key=lambda entry: (-entry[0], entry[1].index, entry[2].index))
        return sum(self.pair(old, new) for _, old, new in ordered) > 0

    def by_text(self) -> None:
        """The same words, which no other section has: it was renamed or moved."""
        groups = _grouped((entry for entry in self.free_old() if entry.words), lambda entry: entry.text)
        for text, new in _grouped((entry for entry in self.free_new() if entry.words), lambda entry: entry.text).items():
            old = groups.get(text, [])
            if len(old) == len(new) == 1:
                self.pair(old[0], new[0])

    def by_parent(self) -> bool:
        """The same title under a parent that was matched: the parent was renamed or moved as a whole."""
        groups = _grouped(self.free_old(), lambda entry: (entry.parent, entry.title))
        found = False
        for entry in self.free_new():
            if entry.parent is None or entry.parent in self.old_of:
                parent = self.old_of[entry.parent] if entry.parent is not None else None
                for old in groups.get((parent, entry.title), []):
                    if self.pair(old, entry):
                        found = True
                        break
        return found

    def by_likeness(self) -> bool:
        """Words that are alike, wherever they went; the same title or parent speaks for a pair."""
        free_old = {entry.index: entry for entry in self.free_old()}
        index = ShingleIndex((entry.index, entry.words) for entry in free_old.values())
        scored = []
        for entry in self.free_new():
            for candidate in index.candidates(entry.words):
                old = free_old[candidate]
                alike = likeness(old.words, entry.words)
                wanted = _ALIKE_WITH_TITLE if old.title == entry.title else _ALIKE
                shared = max(carried_share(old.words, entry.words), carried_share(entry.words, old.words))
                if alike >= wanted or (shared >= 0.8 and self._same_parent(old, entry)):
                    scored.append((alike + 0.3 * (old.title == entry.title) + 0.1 * self._same_parent(old, entry), old, entry))
        return self._pair_best(scored)

    def _same_parent(self, old: Entry, new: Entry) -> bool:
        if old.parent is None or new.parent is None:
            return old.parent is None and new.parent is None
        return self.new_of.get(old.parent) == new.parent

    def by_children(self) -> bool:
        """Half of its subsections or more were matched to those of one other: it is that one under another title."""
        votes: dict[int, Counter[int]] = {}
        for new, old in self.old_of.items():
            new_parent, old_parent = self.new[new].parent, self.old[old].parent
            if new_parent is not None and old_parent is not None:
                votes.setdefault(new_parent, Counter())[old_parent] += 1
        children = Counter(entry.parent for entry in self.old)
        found = False
        for entry in self.free_new():
            for parent, count in votes.get(entry.index, Counter()).most_common(1):
                if 2 * count >= children[parent]:
                    found = self.pair(self.old[parent], entry) or found
        return found

    def by_neighbours(self) -> bool:
        """At the same place among its siblings (behind or before the same one, or first) with a title that is alike."""
        found = False
        old_siblings, new_siblings = _siblings(self.old), _siblings(self.new)
        first_old = {entry.parent: entry.index for entry in reversed(self.old)}
        for entry in self.free_new():
            before, after = new_siblings[entry.index]
            places = [old_siblings[self.old_of[before]][1]] if before in self.old_of else []
            places += [old_siblings[self.old_of[after]][0]] if after in self.old_of else []
            if before is None and (entry.parent is None or entry.parent in self.old_of):
                places.append(first_old.get(None if entry.parent is None else self.old_of[entry.parent]))
            for place in places:
                if place is None or place in self.new_of:
                    continue
                old = self.old[place]
                if self._same_parent(old, entry) and fuzz.ratio(old.title, entry.title) >= _TITLE_ALIKE:
                    found = self.pair(old, entry) or found
        return found

    def result(self) -> SectionMatches:
        moved = self._moved()
        matches = []
        for entry in self.new:
            if entry.index not in self.old_of:
                matches.append(SectionMatch(None, entry.index))
                continue
            old = self.old[self.old_of[entry.index]]
            matches.append(
                SectionMatch(
                    old.index,
                    entry.index,
                    text_changed=not same_content(old, entry),
                    renamed=old.title != entry.title,
                    moved=entry.index in moved,
                    reparented=not self._same_parent(old, entry),
                )
            )
        removed = tuple(entry.index for entry in self.free_old())
        return SectionMatches(tuple(matches), removed, trace_lineage(self.old, self.new, self.new_of))

    def _moved(self) -> set[int]:
        """The new sections that changed their order among the siblings they had and have."""
        moved: set[int] = set()
        stayed = [e for e in self.new if e.index in self.old_of and self._same_parent(self.old[self.old_of[e.index]], e)]
        for siblings in _grouped(stayed, lambda entry: entry.parent).values():
            kept = longest_rising([self.old_of[entry.index] for entry in siblings])
            moved |= {entry.index for position, entry in enumerate(siblings) if position not in kept}
        return moved


def _free(entries: Iterable[Entry], matched: Container[int]) -> list[Entry]:
    return [entry for entry in entries if entry.index not in matched]


def _grouped(entries: Iterable[Entry], key: Callable[[Entry], object]) -> dict[object, list[Entry]]:
    groups: dict[object, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(key(entry), []).append(entry)
    return groups


def _siblings(entries: list[Entry]) -> dict[int, tuple[int | None, int | None]]:
    """For every section the sibling before it and the one after it."""
    before: dict[int, int] = {}
    after: dict[int, int] = {}
    for siblings in _grouped(entries, lambda entry: entry.parent).values():
        for one, other in pairwise(siblings):
            before[other.index], after[one.index] = one.index, other.index
    return {entry.index: (before.get(entry.index), after.get(entry.index)) for entry in entries}
