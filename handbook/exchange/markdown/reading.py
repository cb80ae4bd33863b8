"""Reading Markdown: from text to Document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from markdown_it.token import Token

from ..building import DocumentBuilder
from ..document import Block, Document
from ..errors import ImportRefused
from ..images import file_name, image_in_address
from ..inline import clean_href
from ..making import block_of_piece, make_block
from ..pieces import FigurePiece, TablePiece
from ..plaintext import clean_line
from ..sanitise import plain_text, read_pieces
from .fenced import FENCED_KINDS, read_fenced
from .grammar import Fenced, footnote_names, make_parser, split_attributes
from .mending import MendedText

LONGEST_TEXT_CHARACTERS = 5_000_000

_UNSAFE = re.compile(r"<\s*/?\s*(script|style|iframe|object|embed|form|input|svg|math|link|meta|base)\b|<[^>]*\son\w+\s*=", re.I)
_RULED_CELL = re.compile(r":?-{3,}:?")
_CAPTION = re.compile(r"Table:\s+(.+)", re.DOTALL)


def read_markdown(text: str, *, images: Mapping[str, bytes] | None = None) -> Document:
    """The Document of a Markdown text, with the numbers of its tree and without keys.

    ``images`` gives the content of the files that the text shows, by the address or the bare name it shows
    them under. What had to be mended is told in ``Document.oddities``. Raises `ImportRefused` for a text
    that is empty, too large (5 million characters) or nests too deeply.
    """
    if not text.strip():
        raise ImportRefused("empty")
    if len(text) > LONGEST_TEXT_CHARACTERS:
        raise ImportRefused("too-long", str(LONGEST_TEXT_CHARACTERS))
    return _Reading(MendedText(text), images or {}).document()


class _Reading:
    """One pass over the tokens of a text."""

    def __init__(self, mended: MendedText, images: Mapping[str, bytes]) -> None:
        self.mended = mended
        self.images = dict(images)
        self.builder = DocumentBuilder()
        self.builder.oddities += mended.oddities
        self.parser = make_parser()
        self.environment: dict[str, Any] = {}
        self.noted: list[str] = []
        self.told: set[str] = set()
        self.offset = 0

    def document(self) -> Document:
        self._groups(self._parse(self.mended.text), self._top_level)
        self._end_section()
        for name in self.environment.get("footnotes", {}):
            if name not in self.told:
                self.builder.note("note-without-mark", name)
                self._footnote(name, "")
        return self.builder.build()

    def _parse(self, text: str) -> list[Token]:
        return self.parser.parse(text, self.environment)

    def _line(self, token: Token) -> int:
        return self.mended.line(self.offset + token.map[0]) if token.map else 0

    @staticmethod
    def _groups(tokens: Sequence[Token], take: Callable[[Sequence[Token]], None]) -> None:
        """Hand on the tokens of every top-level element together."""
        start = 0
        for index, token in enumerate(tokens):
            if token.level == 0 and token.nesting <= 0:
                take(tokens[start : index + 1])
                start = index + 1

    def _top_level(self, group: Sequence[Token]) -> None:
        first = group[0]
        if first.type == "heading_open" and not _is_underlined_paragraph(first):
            self._heading(group)
        elif first.type == "fenced_block":
            self._fenced(first)
        elif caption := self._caption_of_last(group):
            self.builder.caption_last(caption)
        else:
            for block in self._blocks(group):
                self.builder.block(block)

    def _heading(self, group: Sequence[Token]) -> None:
        opening, inline = group[0], group[1]
        words, marks = split_attributes(inline.content)
        if marks:
            inline = self.parser.parseInline(words, self.environment)[0]
        if "subheading" in marks:
            self.builder.block(make_block("heading", self._render([inline])))
            return
        blocks = self._blocks([inline], self._line(opening))
        title = " ".join(block.text for block in blocks if block.type != "figure")
        depths = [int(mark[6:]) for mark in marks if re.fullmatch(r"level-\d{1,2}", mark)]
        if title:
            self._end_section()
        self.builder.heading(clean_line(title), (depths or [int(opening.tag[1])])[0], line=self._line(opening), marks=marks)
        self.noted += footnote_names([inline])
        for block in blocks:
            if block.type == "figure":
                self.builder.block(block)

    def _fenced(self, token: Token) -> None:
        """A ``:::`` block as the blocks it makes; what is inside an unknown one is read as ordinary text."""
        fenced: Fenced = token.meta["fenced"]
        line = self._line(token)
        if not fenced.closed:
            self.builder.note("unclosed-block", line=line)
        outer, self.offset = self.offset, self.offset + (token.map or [0])[0] + 1
        if fenced.kind in FENCED_KINDS:
            for block in read_fenced(fenced, self):
                self.builder.block(block)
        else:
            if fenced.kind:
                self.builder.note("unknown-block", fenced.kind, line=line)
            self._groups(self._parse(f"{fenced.head}\n\n{fenced.body}"), self._top_level)
        self.offset = outer

    def _end_section(self) -> None:
        for name in dict.fromkeys(self.noted):
            self._footnote(name, str(self.environment["footnote_numbers"][name]))
        self.noted = []

    def _footnote(self, name: str, number: str) -> None:
        self.told.add(name)
        mark = f"<sup>{number}</sup> " if number else ""
        words = self.parser.renderInline(self.environment["footnotes"][name], self.environment)
        self.builder.block(make_block("paragraph", mark + str(words)))

    def _blocks(self, group: Sequence[Token], line: int = 0) -> list[Block]:
        """The blocks of one element's tokens: images taken up, footnotes noted, unsafe things told."""
        line = line or self._line(group[0])
        for token in group:
            self._check(token, line)
        self.noted += footnote_names(group)
        group, caption = _without_caption_row(group)
        blocks = []
        for piece in read_pieces(self._render(group)):
            if isinstance(piece, FigurePiece):
                blocks.append(self.builder.figure(piece, self._content(piece.name), line=line))
            elif isinstance(piece, TablePiece) and caption:
                blocks.append(block_of_piece(replace(piece, caption=self.words(caption))))
            else:
                blocks.append(block_of_piece(piece))
        return blocks

    def body(self, text: str) -> tuple[str, list[Block]]:
        """Markup of the text inside a ``:::`` block, and the figures that stood in it."""
        blocks: list[Block] = []

        def take(group: Sequence[Token]) -> None:
            caption = _caption(group)
            if caption and blocks and blocks[-1].type == "table":
                blocks[-1] = make_block("table", blocks[-1].html, data={"caption": self.words(caption)})
            else:
                blocks.extend(self._blocks(group))

        self._groups(self._parse(text), take)
        html = "".join(block.html for block in blocks if block.type != "figure")
        return html, [block for block in blocks if block.type == "figure"]

    def words(self, text: str) -> str:
        """A line of Markdown as plain words."""
        return plain_text(str(self.parser.renderInline(text, self.environment)))

    def figure(self, address: str, alt: str, caption: str) -> Block:
        """The figure block of an image that the text shows by an address."""
        return self.builder.figure(FigurePiece(address, alt, caption), self._content(address), line=self.mended.line(self.offset))

    def note(self, code: str, detail: str) -> None:
        """Report an oddity of the ``:::`` block that is being read."""
        self.builder.note(code, detail, line=self.mended.line(self.offset - 1))

    def _caption_of_last(self, group: Sequence[Token]) -> str:
        caption = _caption(group)
        return self.words(caption) if caption and self.builder.last_type == "table" else ""

    def _render(self, tokens: Sequence[Token]) -> str:
        return str(self.parser.renderer.render(list(tokens), self.parser.options, self.environment))

    def _check(self, token: Token, line: int) -> None:
        """Look at one token before it becomes markup, and tell what it will lose."""
        if token.map:
            line = self._line(token)
        if token.type == "inline" and _RULED_CELL.fullmatch(token.content):
            token.children = []
        elif token.type in ("html_block", "html_inline") and _UNSAFE.search(token.content):
            self.builder.note("unsafe-html", line=line)
        elif token.type == "link_open":
            address = str(token.attrGet("href") or "")
            if not clean_href(address):
                self.builder.note("link-dropped", address, line=line)
        elif token.type == "image" and str(token.attrGet("src")).startswith("data:"):
            token.attrSet("src", self._embedded(str(token.attrGet("src"))))
        for child in token.children or ():
            self._check(child, line)

    def _embedded(self, address: str) -> str:
        """A name for an image that the text carries in itself; its content is kept under that name."""
        image = image_in_address(address)
        if image is None:
            return "afbeelding"
        self.images[image.name] = image.content
        return image.name

    def _content(self, address: str) -> bytes | None:
        return self.images.get(address, self.images.get(file_name(address)))


def _is_underlined_paragraph(heading: Token) -> bool:
    """Whether an underlined "heading" is several lines of running text above a rule or a left-over mark."""
    return heading.markup in "-=" and heading.map is not None and heading.map[1] - heading.map[0] > 2


def _caption(group: Sequence[Token]) -> str:
    """The raw words behind "Table:" if the group is a paragraph that begins so."""
    if len(group) != 3 or group[0].type != "paragraph_open":
        return ""
    match = _CAPTION.fullmatch(group[1].content)
    return match[1] if match else ""


def _without_caption_row(group: Sequence[Token]) -> tuple[Sequence[Token], str]:
    """A table's tokens without the row that is its caption (Markdown takes a line straight under it as one), and that."""
    if group[0].type != "table_open":
        return group, ""
    starts = [index for index, token in enumerate(group) if token.type == "tr_open"]
    cells = [token for token in group[starts[-1] :] if token.type == "inline"]
    match = _CAPTION.fullmatch(cells[0].content) if len(starts) > 2 else None
    if not match or any(cell.content for cell in cells[1:]):
        return group, ""
    end = next(index for index, token in enumerate(group) if index > starts[-1] and token.type == "tr_close")
    return [*group[: starts[-1]], *group[end + 1 :]], match[1]
