"""Pieces: the few shapes of block-level text (paragraph, heading, list, table, figure), their markup and plain text."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TypeAlias

from .inline import Runs, runs_html, runs_text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``quote`` when it is quoted from elsewhere."""

    runs: Runs
    quote: bool = False


@dataclass(frozen=True, slots=True)
class SubHeading:
    """A heading inside a section that is no section of its own."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class ListPiece:
    """A bulleted or numbered list; an item holds paragraphs and lists."""

    ordered: bool
    items: tuple[tuple[Piece, ...], ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class TablePiece:
    """A table of equal rows; the first row is the header when ``header_row`` is set."""

    rows: tuple[tuple[Runs, ...], ...]
    header_row: bool
    caption: str = ""


@dataclass(frozen=True, slots=True)
class FigurePiece:
    """An image by the name its source knows it by, with its alternative text and caption."""

    name: str
    alt: str
    caption: str = ""


Piece: TypeAlias = Paragraph | SubHeading | ListPiece | TablePiece | FigurePiece


def piece_html(piece: Piece) -> str:
    """The canonical markup of a piece."""
    match piece:
        case Paragraph(runs, quote):
            paragraph = f"<p>{runs_html(runs)}</p>"
            return f"<blockquote>{paragraph}</blockquote>" if quote else paragraph
        case SubHeading(runs):
            return f"<h4>{runs_html(runs)}</h4>"
        case ListPiece():
            return _list_html(piece)
        case TablePiece():
            return _table_html(piece)
        case FigurePiece(name, alt, caption):
            image = f'<img src="{escape(name)}" alt="{escape(alt)}">'
            legend = f"<figcaption>{escape(caption, quote=False)}</figcaption>" if caption else ""
            return f"<figure>{image}{legend}</figure>"


def piece_text(piece: Piece) -> str:
    """The plain text of a piece: items, rows and inner paragraphs by a line feed, cells by a tab."""
    match piece:
        case Paragraph(runs, _) | SubHeading(runs):
            return runs_text(runs)
        case ListPiece(_, items, _):
            return "\n".join(pieces_text(item) for item in items)
        case TablePiece(rows, _, caption):
            lines = ["\t".join(runs_text(cell) for cell in row) for row in rows]
            return "\n".join([caption, *lines] if caption else lines)
        case FigurePiece(_, alt, caption):
            return "\n".join(line for line in (alt, caption) if line)


def pieces_html(pieces: tuple[Piece, ...]) -> str:
    """The markup of several pieces, one after the other."""
    return "".join(piece_html(piece) for piece in pieces)


def pieces_text(pieces: tuple[Piece, ...]) -> str:
    """The plain text of several pieces that make up one passage."""
    return "\n".join(text for text in map(piece_text, pieces) if text)


def _list_html(piece: ListPiece) -> str:
    tag = "ol" if piece.ordered else "ul"
    start = f' start="{piece.start}"' if piece.ordered and piece.start != 1 else ""
    items = "".join(f"<li>{_item_html(item)}</li>" for item in piece.items)
    return f"<{tag}{start}>{items}</{tag}>"


def _item_html(item: tuple[Piece, ...]) -> str:
    """An item's markup: its words bare when it has one paragraph at its start, else every paragraph as such."""
    first, *rest = item
    if isinstance(first, Paragraph) and not any(isinstance(piece, Paragraph) for piece in rest):
        return runs_html(first.runs) + pieces_html(tuple(rest))
    return pieces_html(item)


def _table_html(piece: TablePiece) -> str:
    caption = f"<caption>{escape(piece.caption, quote=False)}</caption>" if piece.caption else ""
    body = piece.rows
    head = ""
    if piece.header_row:
        cells = "".join(f'<th scope="col">{runs_html(cell)}</th>' for cell in piece.rows[0])
        head, body = f"<thead><tr>{cells}</tr></thead>", piece.rows[1:]
    rows = "".join("<tr>" + "".join(f"<td>{runs_html(cell)}</td>" for cell in row) + "</tr>" for row in body)
    return f"<table>{caption}{head}<tbody>{rows}</tbody></table>" if rows else f"<table>{caption}{head}</table>"
