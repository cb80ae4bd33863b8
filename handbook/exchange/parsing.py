"""Parsing: the elements of safe markup taken apart into pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from .inline import BREAK, Run, Runs, tidy_runs
from .pieces import FigurePiece, ListPiece, Paragraph, Piece, SubHeading, TablePiece, pieces_text
from .plaintext import clean_line

_MARK_OF_TAG = {
    "strong": "strong",
    "b": "strong",
    "em": "em",
    "i": "em",
    "cite": "em",
    "s": "s",
    "del": "s",
    "strike": "s",
    "sup": "sup",
    "sub": "sub",
    "code": "code",
    "pre": "code",
    "kbd": "code",
    "samp": "code",
}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_CONTAINERS = {"p", "div", "section", "article", "figcaption", "dl", "dt", "dd", "li", "blockquote", "figure", "hr", "pre"}
_TABLE_TAGS = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
KNOWN_TAGS = {*_MARK_OF_TAG, *_HEADINGS, *_CONTAINERS, *_TABLE_TAGS, "br", "a", "ul", "ol", "img"}
"""All elements that mean something here; of any other only the words are kept."""


def pieces_of(element: etree._Element) -> list[Piece]:
    """The content of an element as pieces in reading order; an image stands behind the text it was in."""
    return _Flow().read(element)


def all_runs(pieces: Iterable[Piece]) -> Runs:
    """The words of all pieces in one line, what stood apart by line breaks."""
    runs: list[Run] = []
    for piece in pieces:
        runs.append(Run(BREAK))
        match piece:
            case Paragraph(words, _) | SubHeading(words):
                runs.extend(words)
            case ListPiece(_, items, _):
                for item in items:
                    runs += [Run(BREAK), *all_runs(item)]
            case TablePiece(rows, _, caption):
                runs += [Run(caption)]
                for row in rows:
                    runs.append(Run(BREAK))
                    for cell in row:
                        runs += [Run(" "), *cell]
            case FigurePiece():
                pass
    return tidy_runs(runs)


class _Flow:
    """One walk over an element's content: words gather into a paragraph until a block-level element ends it."""

    def __init__(self, *, quote: bool = False) -> None:
        self.pieces: list[Piece] = []
        self.words: list[Run] = []
        self.figures: list[Piece] = []
        self.quote = quote

    def read(self, element: etree._Element) -> list[Piece]:
        self._content(element, (), "")
        self._end_paragraph()
        return self.pieces

    def read_stray(self, element: etree._Element) -> list[Piece]:
        """The element itself, where only its parent's own kind of children was expected."""
        self._element(element, (), "")
        self._end_paragraph()
        return self.pieces

    def _end_paragraph(self) -> None:
        runs = tidy_runs(self.words)
        self.words = []
        if runs:
            self.pieces.append(Paragraph(runs, self.quote))
        self.pieces.extend(self.figures)
        self.figures = []

    def _content(self, element: etree._Element, marks: tuple[str, ...], href: str) -> None:
        if element.text:
            self._say(element.text, marks, href)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, marks, href)
            if child.tail:
                self._say(child.tail, marks, href)

    def _say(self, text: str, marks: tuple[str, ...], href: str) -> None:
        """Take up words; inside preformatted text a line end is a line break, elsewhere it is white space."""
        if "pre" not in marks:
            self.words.append(Run(text, marks, href))
            return
        for index, line in enumerate(text.split("\n")):
            if index:
                self.words.append(Run(BREAK))
            self.words.append(Run(line, marks, href))

    def _element(self, element: etree._Element, marks: tuple[str, ...], href: str) -> None:
        tag = str(element.tag)
        if tag == "br":
            self.words.append(Run(BREAK))
        elif tag == "img":
            alt, caption = clean_line(element.get("alt", "")), clean_line(element.get("title", ""))
            self.figures.append(FigurePiece(clean_line(element.get("src", "")), alt, caption))
        elif tag in ("ul", "ol"):
            self._apart(_list(element))
        elif tag == "table":
            self._apart(_table(element))
        elif tag in _HEADINGS:
            self._end_paragraph()
            inner = _Flow().read(element)
            runs = all_runs(inner)
            self._apart(([SubHeading(runs)] if runs else []) + [p for p in inner if isinstance(p, FigurePiece)])
        elif tag == "blockquote":
            self._apart(_Flow(quote=True).read(element))
        elif tag == "figure":
            self._apart(_figure(element))
        elif tag in _CONTAINERS or tag in _TABLE_TAGS:
            self._end_paragraph()
            self._content(element, (*marks, "code", "pre") if tag == "pre" else marks, href)
            self._end_paragraph()
        elif tag == "a":
            self._content(element, marks, element.get("href", ""))
        else:
            self._content(element, (*marks, _MARK_OF_TAG[tag]), href)

    def _apart(self, pieces: Iterable[Piece]) -> None:
        self._end_paragraph()
        self.pieces.extend(pieces)


def _list(element: etree._Element) -> list[Piece]:
    """A list, followed by the tables and images it held: those are passages of their own."""
    items: list[tuple[Piece, ...]] = []
    outside: list[Piece] = []
    for child in element:
        if not isinstance(child.tag, str):
            continue
        inner = _Flow().read(child) if child.tag == "li" else _Flow().read_stray(child)
        outside.extend(piece for piece in inner if isinstance(piece, TablePiece | FigurePiece))
        item = tuple(_item_piece(piece) for piece in inner if not isinstance(piece, TablePiece | FigurePiece))
        if item and child.tag != "li" and items:
            items[-1] += item
        elif item:
            items.append(item)
    if not items:
        return outside
    start = element.get("start", "1")
    number = int(start) if element.tag == "ol" and re.fullmatch(r"\d{1,9}", start) else 1
    return [ListPiece(element.tag == "ol", tuple(items), number), *outside]


def _item_piece(piece: Piece) -> Piece:
    return Paragraph(piece.runs) if isinstance(piece, Paragraph | SubHeading) else piece


def _table(element: etree._Element) -> list[Piece]:
    """A table with equal rows; a cell that spans columns leaves the others empty; images follow the table."""
    rows: list[list[Runs]] = []
    heads: list[bool] = []
    caption = ""
    outside: list[Piece] = []
    for row in element.iter("caption", "tr"):
        if next(row.iterancestors("table")) is not element:
            continue
        if row.tag == "caption":
            caption = clean_line(pieces_text(tuple(_Flow().read(row))))
            continue
        cells: list[Runs] = []
        for cell in row.iterchildren("td", "th"):
            inner = _Flow().read(cell)
            outside.extend(piece for piece in inner if isinstance(piece, FigurePiece))
            cells.append(all_runs(inner))
            span = cell.get("colspan", "1")
            cells.extend([()] * (min(int(span), 50) - 1 if span.isdecimal() else 0))
        rows.append(cells)
        heads.append(row.getparent().tag == "thead" or all(cell.tag == "th" for cell in row.iterchildren("td", "th")))
    return [*make_table(rows, header_row=bool(heads) and heads[0], caption=caption), *outside]


def make_table(rows: Iterable[Iterable[Runs]], *, header_row: bool, caption: str) -> list[Piece]:
    """The rows as one table piece in canonical form, or as nothing when no cell holds a word.

    A header without words is none, an empty row falls away, and short rows are filled up.
    """
    cells = [tuple(row) for row in rows]
    if cells and header_row and not any(cells[0]):
        header_row = False
    cells = [row for row in cells if any(row)]
    if not cells:
        return [Paragraph(tidy_runs([Run(caption)]))] if caption else []
    width = max(len(row) for row in cells)
    filled = tuple(row + ((),) * (width - len(row)) for row in cells)
    return [TablePiece(filled, header_row, caption)]


def _figure(element: etree._Element) -> list[Piece]:
    """A figure element: its image with the legend as caption; whatever else it holds as ordinary pieces."""
    caption = ""
    for legend in element.iter("figcaption"):
        caption = caption or clean_line(pieces_text(tuple(_Flow().read(legend))))
    inner = _Flow().read(element)
    images = [piece for piece in inner if isinstance(piece, FigurePiece)]
    if len(images) != 1:
        return inner
    image = images[0]
    others: list[Piece] = [p for p in inner if p is not image and clean_line(pieces_text((p,))) != caption]
    return [FigurePiece(image.name, image.alt, caption or image.caption), *others]
