"""What became of the words of a text in a later one, section by section. PURE: works on Documents whose blocks have ids.

`diff.diff_sections` tells a reader what happened to a section; here the question is where words were changed at all. So a
passage that moved, alone or with its section, and a section that was split or merged keep their words and count as unchanged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .diff import DELETE, EQUAL, INSERT, BlockChange, Change, diff_words
from .exchange.document import Block, Section
from .exchange.plaintext import fold_words

CHANGED, ADDED, REMOVED = "changed", "added", "removed"


@dataclass(frozen=True, slots=True)
class TracedSection:
    """A section of the later text, or one that is gone, in which words were changed.

    ``kind`` is changed, added or removed. ``old_keys`` are the sections that its words came from, ``title`` the stretches of a
    title that was reworded, ``blocks`` the passages that are not what they were, and ``share`` (0 to 1) how many of the words
    before and after together were struck or added: 1 for a section that is new or gone.
    """

    key: str
    number: str
    heading: str
    kind: str
    share: float
    old_keys: frozenset[str] = frozenset()
    title: tuple[Change, ...] = ()
    blocks: tuple[BlockChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """``sections`` are those with changed words, in the later reading order, those that are gone at the end.

    ``touched`` holds the earlier sections (keys) whose words changed, ``touched_blocks`` the earlier passages (ids), and
    ``grown`` the earlier sections to which a passage was added.
    """

    sections: tuple[TracedSection, ...]
    touched: frozenset[str]
    touched_blocks: frozenset[str]
    grown: frozenset[str]

    def has_changed(self, section_key: str, block_id: str | None = None) -> bool:
        """Whether what somebody remarked on reads otherwise now. A passage also does when its section got a new one, which may
        be the answer to the remark."""
        if block_id is None:
            return section_key in self.touched
        return block_id in self.touched_blocks or section_key in self.grown


def trace_text(old: Sequence[Section], new: Sequence[Section]) -> Trace:
    """Compare two texts; the work grows with their length. White space, case and markup count for nothing."""
    return _Tracing(old, new).result()


class _Tracing:
    def __init__(self, old: Sequence[Section], new: Sequence[Section]) -> None:
        self.old = {section.key or "": section for section in old}
        self.new = {section.key or "": section for section in new}
        self.home = {block.id: key for key, section in self.old.items() for block in section.blocks if block.id}
        self.was = {block.id: block for section in self.old.values() for block in section.blocks if block.id}
        self.origin = self._origins()
        self.touched: set[str] = set()
        self.touched_blocks: set[str] = set()
        self.grown: set[str] = set()

    def _origins(self) -> dict[str, Block]:
        """By the id of a later passage the earlier one: the same id, or, where an id was lost, the very same words."""
        ids = {block.id for section in self.new.values() for block in section.blocks}
        lost: dict[str, list[Block]] = {}
        for block_id, block in self.was.items():
            if block.text and block_id not in ids:
                lost.setdefault(fold_words(block.text), []).append(block)
        found: dict[str, Block] = {}
        for section in self.new.values():
            for block in section.blocks:
                same = self.was.get(block.id or "")
                if same is None and block.text and (alike := lost.get(fold_words(block.text))):
                    same = alike.pop(0)
                if same is not None:
                    found[block.id or ""] = same
        return found

    def result(self) -> Trace:
        left = self._left_out()
        sections = [self._one(key, section, left.pop(key, [])) for key, section in self.new.items()]
        gone = [self._gone(key, blocks) for key, blocks in left.items()]
        return Trace(
            tuple(one for one in [*sections, *gone] if one is not None),
            frozenset(self.touched),
            frozenset(self.touched_blocks),
            frozenset(self.grown),
        )

    def _left_out(self) -> dict[str, list[Block]]:
        """The earlier passages that are gone, by the later section in which a reader misses them: the same one, or the one
        that holds most of what stood beside them; a section of which nothing is left stands under its own key."""
        kept = {block.id for block in self.origin.values()}
        heirs: dict[str, Counter[str]] = {}
        for key, section in self.new.items():
            for block in section.blocks:
                if (before := self.origin.get(block.id or "")) is not None:
                    heirs.setdefault(self._home(before), Counter())[key] += 1
        left: dict[str, list[Block]] = {}
        for key, section in self.old.items():
            missing = [block for block in section.blocks if block.id not in kept]
            went = heirs[key].most_common(1)[0][0] if key in heirs else key
            heir = key if key in self.new else went
            if missing or heir not in self.new:
                left.setdefault(heir, []).extend(missing)
        return left

    def _one(self, key: str, section: Section, missing: list[Block]) -> TracedSection | None:
        before = self.old.get(key)
        origins = [self.origin.get(block.id or "") for block in section.blocks]
        old_keys = {self._home(block) for block in [*origins, *missing] if block is not None}
        old_keys |= {key} if before is not None else set()
        title: tuple[Change, ...] = ()
        if before is not None and fold_words(before.title) != fold_words(section.title):
            title = tuple(diff_words(before.title, section.title))
        changes = [_change(was, block) for was, block in zip(origins, section.blocks, strict=True)]
        blocks = [one for one in changes if one.op != EQUAL]
        blocks += [BlockChange("deleted", block, None, (Change(DELETE, block.text),)) for block in missing]
        if not blocks and not title and old_keys:
            return None
        self._note(key if before is not None else None, old_keys, blocks, renamed=bool(title))
        kept = [block for block in origins if block is not None]
        size = _size([*kept, *missing]) + _size(section.blocks) + 2 * bool(title)
        share = sum(map(_weight, blocks)) + _stretches(title)
        return TracedSection(
            key=key,
            number=section.number,
            heading=section.title,
            kind=CHANGED if old_keys else ADDED,
            share=min(1.0, share / size) if old_keys and size else 1.0,
            old_keys=frozenset(old_keys),
            title=title,
            blocks=tuple(blocks),
        )

    def _note(self, key: str | None, old_keys: set[str], blocks: Iterable[BlockChange], *, renamed: bool) -> None:
        if renamed and key is not None:
            self.touched.add(key)
        for one in blocks:
            if one.old is None:
                grown = {key} if key is not None else old_keys
                self.grown |= grown
                self.touched |= grown
            elif one.old.id:
                self.touched_blocks.add(one.old.id)
                self.touched.add(self._home(one.old))

    def _home(self, block: Block) -> str:
        """The key of the section that an earlier passage stands in."""
        return self.home[block.id or ""]

    def _gone(self, key: str, missing: list[Block]) -> TracedSection:
        section = self.old[key]
        self.touched.add(key)
        self.touched_blocks |= {block.id for block in missing if block.id}
        blocks = tuple(BlockChange("deleted", block, None, (Change(DELETE, block.text),)) for block in missing)
        return TracedSection(key, section.number, section.title, REMOVED, 1.0, frozenset({key}), (), blocks)


def _change(old: Block | None, new: Block) -> BlockChange:
    if old is None:
        return BlockChange("inserted", None, new, (Change(INSERT, new.text),))
    same_image = old.data.get("sha256") == new.data.get("sha256") or not old.data.get("sha256") or not new.data.get("sha256")
    if same_image and (old.text == new.text or fold_words(old.text) == fold_words(new.text)):
        return BlockChange(EQUAL, old, new)
    return BlockChange("changed", old, new, tuple(diff_words(old.text, new.text)))


def _size(blocks: Iterable[Block]) -> int:
    """Words; a figure without any counts as one."""
    return sum(max(1, len(block.text.split())) for block in blocks)


def _weight(change: BlockChange) -> int:
    return max(1, _stretches(change.words))


def _stretches(words: Iterable[Change]) -> int:
    return sum(len(part.text.split()) for part in words if part.op != EQUAL)
