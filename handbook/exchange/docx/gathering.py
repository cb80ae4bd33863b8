"""Gathering the paragraphs of a Word file: list items become lists, captions find their table, frames become blocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..building import DocumentBuilder
from ..document import Block
from ..inline import Runs, runs_text
from ..making import block_of_piece, make_block
from ..pieces import Paragraph, Piece, SubHeading
from ..plaintext import clean_line
from .carried import NAME_STYLE
from .lists import Item, nest
from .special import SpecialBlock
from .words import Words


class Gathering:
    """What is open while a file is read: a list, a caption, a special block. What is finished goes to the builder.

    ``passage`` is everywhere the id that a paragraph brings along, "" for none.
    """

    def __init__(self, builder: DocumentBuilder) -> None:
        self.builder = builder
        self.items: list[Item] = []
        self.special: SpecialBlock | None = None
        self.caption: Runs = ()
        self._caption_passage = ""
        self._awaits_table = False

    def piece(self, piece: Piece, passage: str = "") -> None:
        """Take up a piece, as part of the special block that is being read if there is one."""
        self.end_caption()
        if self.special is not None:
            self.special.pieces.append(piece)
        else:
            self.builder.block(replace(block_of_piece(piece), id=passage or None))

    def apart(self, block: Block) -> None:
        """Take up a block that belongs to no list and no frame."""
        self.end()
        self.builder.block(block)

    def take_caption(self, runs: Runs) -> None:
        """The caption of the image or table just read; else it waits for a table that follows."""
        if not self.builder.caption_last(clean_line(runs_text(runs))):
            self.end_caption()
            self.caption = runs

    def await_table(self, runs: Runs, passage: str) -> None:
        """Keep the caption, perhaps without words, and the id for the table that follows."""
        self.end_list()
        self.end_caption()
        self.caption, self._caption_passage, self._awaits_table = runs, passage, True

    def begin_table(self) -> None:
        """A table comes: only one that a frame's caption announced is part of the frame."""
        self.end_list()
        if not self._awaits_table:
            self.end_special()

    def table(self, make: Callable[[str], list[Piece]], passage: str) -> None:
        """Take up the table that ``make`` gives for its caption."""
        caption, passage = clean_line(runs_text(self.caption)), self._caption_passage or passage
        self.caption, self._caption_passage, self._awaits_table = (), "", False
        for piece in make(caption):
            self.piece(piece, passage)

    def own(self, role: str, words: Words, runs: Runs, passage: str, level: int) -> bool:
        """Take up a paragraph in a style of ours that ordinary Word files do not have; tells whether it was one.

        ``level`` is the level of a list that its indent stands for.
        """
        role, _, kind = role.partition(" ")
        if role == "frame-head":
            self.end()
            self.special = SpecialBlock.begun_by(kind, words, passage)
        elif role in ("table-caption", "frame-caption"):
            if role == "table-caption":
                self.end_special()
            self.await_table(runs, passage)
        elif not runs and role != "item":  # an item that begins with a list has no words of its own
            return False
        elif role.startswith("frame"):
            return self._in_frame(role, words, runs, level)
        else:
            if self.special is not None:
                self.end_special()
            return self._in_text(role, words, runs, passage, level)
        return True

    def _in_text(self, role: str, words: Words, runs: Runs, passage: str, level: int) -> bool:
        match role:
            case "continue" if self.items:
                self.items.append(Item(level, "", False, 0, runs, continues=True))
            case "subheading":
                self.end_list()
                self.piece(SubHeading(runs), passage)
            case "figure" if not words.figures:
                name = "".join(words.runs[place].text for place in sorted(words.styled) if words.styled[place] == NAME_STYLE)
                alt = clean_line(clean_line(runs_text(runs)).removeprefix(name))
                self.apart(make_block("figure", data={"name": name, "alt": alt}, id=passage or None))
            case _:
                return False
        return True

    def _in_frame(self, role: str, words: Words, runs: Runs, level: int) -> bool:
        if self.special is None:  # its first line is gone
            self.end()
            self.special = SpecialBlock("callout")
        special = self.special
        match role:
            case "frame-continue" if self.items:
                self.items.append(Item(level, "", False, 0, runs, continues=True))
            case "frame-answer" if special.type == "step":
                self.end_list()
                special.answer(words)
            case "frame-motivate" if special.type == "step" and not special.data.get("motivate"):
                self.end_list()
                special.data["motivate"] = clean_line(runs_text(runs))
            case _:
                return False
        return True

    def end(self) -> None:
        """Finish whatever is open."""
        self.end_special()
        self.end_caption()

    def end_list(self) -> None:
        """Finish the list that is open."""
        items, self.items = self.items, []
        for piece, passage in nest(items):
            self.piece(piece, passage)

    def end_caption(self) -> None:
        """A caption that belongs to nothing is a paragraph."""
        runs, passage = self.caption, self._caption_passage
        self.caption, self._caption_passage, self._awaits_table = (), "", False
        if runs:
            self.piece(Paragraph(runs), passage)

    def end_special(self) -> None:
        """Finish the list and the special block that are open."""
        self.end_list()
        if self.special is not None:
            self.end_caption()
            special, self.special = self.special, None
            self.builder.block(special.block())
