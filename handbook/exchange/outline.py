"""An outline: a document's sections with what matching asks of each of them, worked out once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..numbering import number_sections
from .building import is_preamble
from .document import Section
from .likeness import words_of
from .plaintext import fold_words


@dataclass(frozen=True, slots=True)
class Entry:
    """A section as matching sees it: titles and text folded, its place in the tree, its words."""

    index: int
    key: str | None
    number: str
    title: str
    path: tuple[str, ...]
    parent: int | None
    text: str
    words: tuple[str, ...]
    images: tuple[str, ...]


def outline(sections: Sequence[Section]) -> list[Entry]:
    """The entries of sections in reading order; ``parent`` is an index into the same list."""
    preamble = bool(sections) and is_preamble(sections, 0)
    numbers = number_sections([(section.level, section.appendix) for section in sections], preamble=preamble)
    entries: list[Entry] = []
    ancestors: list[int] = []
    for index, section in enumerate(sections):
        while ancestors and sections[ancestors[-1]].level >= section.level:
            ancestors.pop()
        parent = ancestors[-1] if ancestors else None
        title = fold_words(section.title)
        above = entries[parent].path if parent is not None else ()
        images = tuple(str(block.data.get("sha256", "")) for block in section.blocks if block.type == "figure")
        entries.append(
            Entry(
                index=index,
                key=section.key,
                number=numbers[index],
                title=title,
                path=(*above, title),
                parent=parent,
                text=fold_words(section.text),
                words=words_of(section.text),
                images=images,
            )
        )
        ancestors.append(index)
    return entries


def same_content(old: Entry, new: Entry) -> bool:
    """Whether two sections say the same: no word changed, and no image whose content is known became another."""
    if old.text != new.text or len(old.images) != len(new.images):
        return False
    return all(before == after or not before or not after for before, after in zip(old.images, new.images, strict=True))
