"""Building a Document from headings and blocks as a reader meets them: title, preamble, levels, appendices, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from ..numbering import number_sections
from .document import PREAMBLE_TITLE, Block, Document, Image, Oddity, Section
from .images import file_name, free_name, image_in_address, image_key, is_elsewhere, read_image
from .making import make_block
from .oddities import gather, repeated_headings
from .pieces import FigurePiece

APPENDIX_TITLE = re.compile(r"(bijlage|appendix|annex)\b", re.IGNORECASE)
"""How the title of an appendix begins, whatever its heading's marks say."""


@dataclass
class _Heading:
    """A heading as the source has it, with the blocks under it."""

    title: str
    level: int
    line: int
    marks: frozenset[str] = frozenset()
    key: str | None = None
    blocks: list[Block] = field(default_factory=list)


class DocumentBuilder:
    """Takes up headings and blocks in reading order; `build` makes the tree of them.

    The contract's rules: exactly one heading of the first level is the title and the text straight under it
    is section 0, "Vooraf"; with several, each is a chapter.
    """

    def __init__(self) -> None:
        self.oddities: list[Oddity] = []
        self.images: dict[str, Image] = {}
        self.title = ""
        self._headings: list[_Heading] = []
        self._before: list[Block] = []
        self._frame: list[Block] | None = None
        self._used: set[str] = set()

    @property
    def place(self) -> str:
        """The title of the section that is being read."""
        return self._headings[-1].title if self._headings else ""

    @property
    def _blocks(self) -> list[Block]:
        if self._frame is not None:
            return self._frame
        return self._headings[-1].blocks if self._headings else self._before

    def note(self, code: str, detail: str = "", *, line: int = 0) -> None:
        """Report an oddity at the section that is being read."""
        self.oddities.append(Oddity(code, detail, self.place, line))

    def heading(
        self, title: str, level: int, *, line: int = 0, marks: frozenset[str] = frozenset(), key: str | None = None
    ) -> None:
        """Take up a heading; one without words is left out, and its text goes on under the heading before.

        ``key`` is the section's, where the source carries it; a second heading with it gets none.
        """
        if not title:
            self.note("empty-heading", line=line)
            return
        self._headings.append(_Heading(title, level, line, marks, self._once(key)))

    def block(self, block: Block) -> None:
        """Take up a block under the last heading; one that holds nothing is left out, an id that was used before too."""
        if block.text or block.type in ("figure", "step", "outcome"):
            self._blocks.append(replace(block, id=self._once(block.id)))

    def _once(self, identity: str | None) -> str | None:
        """A key or id the first time that it comes; what was copied with it is new."""
        if identity in self._used:
            return None
        self._used |= {identity} if identity else set()
        return identity

    @property
    def last_type(self) -> str:
        """The type of the block that was taken up last in this section, "" if there is none."""
        return self._blocks[-1].type if self._blocks else ""

    def caption_last(self, caption: str) -> bool:
        """Give the table or figure that was taken up last its caption; False if there is none without one."""
        last = self._blocks[-1] if self._blocks else None
        if last is None or last.type not in ("table", "figure") or last.data["caption"]:
            return False
        self._blocks[-1] = make_block(last.type, last.html, data={**last.data, "caption": caption}, id=last.id)
        return True

    @contextmanager
    def frame(self) -> Iterator[list[Block]]:
        """Gather the blocks that are taken up meanwhile instead of putting them in the section."""
        outer, self._frame = self._frame, []
        try:
            yield self._frame
        finally:
            self._frame = outer

    def figure(self, figure: FigurePiece, content: bytes | None, *, line: int = 0) -> Block:
        """The block of an image that the text shows, its content taken up; ``content`` is None if it did not come along."""
        name, digest = self._image(figure.name, content, line)
        if not figure.alt:
            self.note("alt-missing", name, line=line)
        data = {"name": name, "sha256": digest, "alt": figure.alt, "caption": figure.caption}
        return make_block("figure", data=data)

    def _image(self, address: str, content: bytes | None, line: int) -> tuple[str, str]:
        image = image_in_address(address)
        if image is None:
            name = "afbeelding" if address.startswith("data:") else file_name(address)
            if content is None:
                self.note("image-elsewhere" if is_elsewhere(address) else "image-missing", name, line=line)
                return name, ""
            image = read_image(name, content)
            if image is None:
                self.note("image-unreadable", name, line=line)
                return name, ""
        key = image_key(image)
        if key not in self.images:
            self.images[key] = replace(image, name=free_name(image.name, {other.name for other in self.images.values()}))
        return self.images[key].name, key

    def build(self) -> Document:
        """The Document of all that was taken up."""
        title = self.title or self._take_title()
        if not self._headings and not title:
            self.note("no-headings")
        sections = [_preamble(self._before)] if self._before else []
        sections += self._tree()
        self.oddities += repeated_headings(section.title for section in sections)
        return Document(
            title=title,
            sections=numbered(sections),
            images=self.images,
            oddities=gather(self.oddities),
        )

    def _take_title(self) -> str:
        """The one heading of the first level as title, its text at the front; "" if there are none or several."""
        first_level = [heading for heading in self._headings if heading.level == 1]
        if len(first_level) != 1 or first_level[0].marks & {"chapter", "appendix"}:
            return ""
        heading = first_level[0]
        self._headings.remove(heading)
        self._before += heading.blocks
        return heading.title

    def _tree(self) -> list[Section]:
        """The headings as sections whose levels go down one at a time."""
        sections: list[Section] = []
        open_levels: list[int] = []
        for heading in self._headings:
            while open_levels and open_levels[-1] >= heading.level:
                open_levels.pop()
            if open_levels and heading.level > open_levels[-1] + 1:
                self.oddities.append(Oddity("level-skipped", heading.title, heading.title, heading.line))
            open_levels.append(heading.level)
            level = len(open_levels)
            appendix = "appendix" in heading.marks or (
                level == 1 and "chapter" not in heading.marks and bool(APPENDIX_TITLE.match(heading.title))
            )
            sections.append(Section(heading.title, level, tuple(heading.blocks), heading.key, appendix=appendix))
        return sections


def numbered(sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections with the numbers that their place in the tree gives them."""
    preamble = bool(sections) and is_preamble(sections, 0)
    numbers = number_sections([(section.level, section.appendix) for section in sections], preamble=preamble)
    return tuple(replace(section, number=number) for section, number in zip(sections, numbers, strict=True))


def is_preamble(sections: Sequence[Section], index: int) -> bool:
    """Whether a section is the text before the chapters: the first one, a chapter called "Vooraf"."""
    section = sections[index]
    return index == 0 and section.title == PREAMBLE_TITLE and section.level == 1 and not section.appendix


def _preamble(blocks: list[Block]) -> Section:
    return Section(PREAMBLE_TITLE, 1, tuple(blocks))
