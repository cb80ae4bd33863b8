"""Words, lists and tables as the XML of a Word file: pieces become paragraphs in the styles of `look`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from ..inline import BREAK, Run, Runs
from ..pieces import ListPiece, Paragraph, Piece, SubHeading, TablePiece
from .carried import CELL_STYLE, CODE_STYLE, TABLE_STYLE, bookmark_name
from .look import TEXT_WIDTH, style_id
from .package import R, W

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DEEPEST_LIST = 8
_MARK_TAGS = (("strong", "b"), ("em", "i"), ("s", "strike"))


def element(tag: str, *children: etree._Element, **attributes: Any) -> etree._Element:
    """An element of WordprocessingML with attributes of the same namespace."""
    made = etree.Element(f"{W}{tag}")
    for name, value in attributes.items():
        made.set(f"{W}{name}", str(value))
    made.extend(children)
    return made


def paragraph(style: str, *children: etree._Element, properties: Sequence[etree._Element] = ()) -> etree._Element:
    """A paragraph in a style, by the style's name."""
    return element("p", element("pPr", element("pStyle", val=style_id(style)), *properties), *children)


def run(text: str, *properties: etree._Element, style: str = "") -> etree._Element:
    """A run of plain words, perhaps in a character style."""
    named = [element("rStyle", val=style_id(style))] if style else []
    words = element("t")
    words.text = text
    words.set(_XML_SPACE, "preserve")
    made = element("r", element("rPr", *named, *properties)) if named or properties else element("r")
    made.append(words)
    return made


@dataclass
class Ink:
    """What writing needs to know of the file: how a link gets its reference, and the numbers given out so far.

    ``link(address)`` gives the id of a relationship. ``lists`` holds for each list that was written whether it is
    numbered, its level and its first number: the numbering part is made from it.
    """

    link: Callable[[str], str]
    lists: list[tuple[bool, int, int]] = field(default_factory=list)
    _bookmarks: int = 0

    def runs(self, runs: Iterable[Run]) -> Iterator[etree._Element]:
        """Running words with their marks and links."""
        for one in runs:
            if one.text == BREAK:
                yield element("r", element("br"))
                continue
            yield self.linked(_marked(one), one.href) if one.href else _marked(one)

    def linked(self, words: etree._Element, address: str) -> etree._Element:
        """A run as a link."""
        made = element("hyperlink", words)
        made.set(f"{R}id", self.link(address))
        return made

    @staticmethod
    def number(number: str, style: str) -> list[etree._Element]:
        """A number with a space behind it that is no part of its style, so that what is typed there is plain."""
        return [run(number, style=style), run("\u2002")]

    def around(self, kind: str, identity: str | None, paragraphs: Sequence[etree._Element]) -> None:
        """Set a bookmark around the words of consecutive paragraphs; without an id there is nothing to carry.

        It begins behind the number: LibreOffice loses one that begins a paragraph behind a table.
        """
        if not identity or not paragraphs:
            return
        self._bookmarks += 1
        first, last = paragraphs[0], paragraphs[-1]
        first.insert(min(2, len(first)), element("bookmarkStart", id=self._bookmarks, name=bookmark_name(kind, identity)))
        last.append(element("bookmarkEnd", id=self._bookmarks))

    def list_items(self, piece: ListPiece, style: str, following: str, level: int = 0) -> Iterator[etree._Element]:
        """A list as paragraphs: items in ``style``, further paragraphs of an item in ``following``.

        An item that begins with a list has an empty paragraph in front.
        """
        level = min(level, _DEEPEST_LIST)
        self.lists.append((piece.ordered, level, piece.start))
        identity = len(self.lists)
        for item in piece.items:
            place = [element("numPr", element("ilvl", val=level), element("numId", val=identity))]
            first, rest = (item[0], item[1:]) if isinstance(item[0], Paragraph) else (Paragraph(()), item)
            yield paragraph(style, *self.runs(first.runs), properties=place)
            for part in rest:
                if isinstance(part, ListPiece):
                    yield from self.list_items(part, style, following, level + 1)
                else:
                    indent = element("ind", left=list_indent(level))
                    yield paragraph(following, *self.runs(_words_of(part)), properties=[indent])

    def table(self, piece: TablePiece) -> etree._Element:
        """A table whose header row says that it is one and comes back on every page."""
        columns = max(len(piece.rows[0]), 1)
        width = TEXT_WIDTH // columns
        look = element("tblLook", firstRow=int(piece.header_row), lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1)
        properties = element(
            "tblPr", element("tblStyle", val=style_id(TABLE_STYLE)), element("tblW", w=TEXT_WIDTH, type="dxa"), look
        )
        made = element("tbl", properties, element("tblGrid", *(element("gridCol", w=width) for _ in range(columns))))
        for index, row in enumerate(piece.rows):
            is_header = piece.header_row and index == 0
            head = [element("cantSplit"), *([element("tblHeader")] if is_header else [])]
            style = "Table Heading" if is_header else CELL_STYLE
            cells = (self._cell(cell, style, width) for cell in row)
            made.append(element("tr", element("trPr", *head), *cells))
        return made

    def _cell(self, cell: Runs, style: str, width: int) -> etree._Element:
        size = element("tcPr", element("tcW", w=width, type="dxa"))
        return element("tc", size, paragraph(style, *self.runs(cell)))


def list_indent(level: int) -> int:
    """How far the words of a list's level stand from the margin, in twentieths of a point."""
    return 340 * (level + 1)


def numbering_of(lists: Sequence[tuple[bool, int, int]]) -> Iterator[etree._Element]:
    """The numbering part's content: every list has a form of its own, since LibreOffice takes lists that share one apart."""
    for identity, (ordered, level, start) in enumerate(lists, start=1):
        levels = _levels(ordered, {level: start})
        yield element("abstractNum", element("multiLevelType", val="multilevel"), *levels, abstractNumId=identity)
    for identity in range(1, len(lists) + 1):
        yield element("num", element("abstractNumId", val=identity), numId=identity)


def _levels(ordered: bool, starts: Mapping[int, int]) -> Iterator[etree._Element]:
    for level in range(_DEEPEST_LIST + 1):
        indent = element("pPr", element("ind", left=list_indent(level), hanging=340))
        form, text = ("decimal", f"%{level + 1}.") if ordered else ("bullet", "•" if level % 2 == 0 else "–")
        yield element(
            "lvl",
            element("start", val=starts.get(level, 1)),
            element("numFmt", val=form),
            element("lvlText", val=text),
            element("lvlJc", val="left"),
            indent,
            ilvl=level,
        )


def _marked(one: Run) -> etree._Element:
    properties = [element(tag) for mark, tag in _MARK_TAGS if mark in one.marks]
    raised = "superscript" if "sup" in one.marks else "subscript" if "sub" in one.marks else ""
    if raised:
        properties.append(element("vertAlign", val=raised))
    style = CODE_STYLE if "code" in one.marks else "Hyperlink" if one.href else ""
    return run(one.text, *properties, style=style)


def _words_of(piece: Piece) -> Runs:
    """The words of a piece that stands as a paragraph in a list."""
    return piece.runs if isinstance(piece, Paragraph | SubHeading) else ()
