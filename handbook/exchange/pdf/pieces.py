"""Text as data for a layout: pieces and runs as lists and words that typst shows and never reads as its own language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from ..inline import Runs
from ..pieces import FigurePiece, ListPiece, Paragraph, Piece, SubHeading, TablePiece
from ..sanitise import read_pieces

RunData = list[tuple[str, tuple[str, ...], str]]


def text_pieces(html: str, *, site: str) -> list[dict[str, Any]]:
    """Markup as the data that ``pieces`` of ``paper.typ`` shows; images are not part of it."""
    return piece_data(read_pieces(html), site=site)


def piece_data(pieces: Iterable[Piece], *, site: str) -> list[dict[str, Any]]:
    """Pieces as data. ``site`` is the address before paths of the site, without which they lead nowhere on paper."""
    return [_piece(piece, site) for piece in pieces if not isinstance(piece, FigurePiece)]


def run_data(runs: Runs, *, site: str) -> RunData:
    """Runs as (words, marks, address)."""
    return [(run.text, run.marks, _address(run.href, site)) for run in runs]


def _address(href: str, site: str) -> str:
    """Where a link leads from paper: a place on a page that paper does not have is no link there."""
    if href.startswith("#"):
        return ""
    return urljoin(site, href) if href.startswith("/") else href


def _piece(piece: Piece, site: str) -> dict[str, Any]:
    match piece:
        case Paragraph(runs, quote):
            return {"kind": "quote" if quote else "paragraph", "runs": run_data(runs, site=site)}
        case SubHeading(runs):
            return {"kind": "heading", "runs": run_data(runs, site=site)}
        case ListPiece(ordered, items, start):
            inner = [piece_data(item, site=site) for item in items]
            return {"kind": "numbers", "start": start, "items": inner} if ordered else {"kind": "bullets", "items": inner}
        case TablePiece(rows, header_row, caption):
            cells = [[run_data(cell, site=site) for cell in row] for row in rows]
            columns = max((len(row) for row in cells), default=1)
            return {"kind": "table", "columns": columns, "header": header_row, "caption": caption, "rows": cells}
        case _:
            raise ValueError("a figure is a block of its own")
