"""Sanitising: whatever markup comes in leaves as the few elements a handbook knows, in one canonical spelling.

Two steps, because they answer two questions. nh3 decides what is safe, on a parser made for hostile input;
then the markup is taken apart into pieces and written anew, so that equal text has equal markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import nh3
from lxml import html as lxml_html

from .errors import ImportRefused
from .inline import Run, runs_html, tidy_runs
from .parsing import KNOWN_TAGS, all_runs, pieces_of
from .pieces import FigurePiece, ListPiece, Paragraph, Piece, SubHeading, TablePiece, pieces_html, pieces_text

KINDS = ("inline", "paragraph", "heading", "list", "table", "body")
"""What `clean_html` can make: bare words, one block of a kind, or a body of several paragraphs, lists and tables."""

_DROPPED_WITH_CONTENT = {"script", "style", "iframe", "object", "noscript", "template", "textarea", "select", "title"}
_DROPPED_WITH_CONTENT |= {"svg", "math"}
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "title"}, "ol": {"start"}, "td": {"colspan"}, "th": {"colspan"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_VOID = {"br", "img", "hr"}
_DEEPEST = 100


def clean_html(html: str, *, kind: str) -> str:
    """Safe, canonical markup for ``html``, whatever it was.

    ``kind`` is one of `KINDS`. Markup of another kind is brought into the asked one and no word is lost:
    asked for "inline", a list becomes its words with line breaks; asked for "list", a paragraph becomes an
    item. An image is no part of any kind and falls away, see `read_pieces`.
    """
    pieces = tuple(piece for piece in read_pieces(html) if not isinstance(piece, FigurePiece))
    match kind:
        case "body":
            return pieces_html(pieces)
        case "inline":
            return runs_html(all_runs(pieces))
        case "paragraph":
            quote = bool(pieces) and all(isinstance(piece, Paragraph) and piece.quote for piece in pieces)
            return pieces_html((Paragraph(all_runs(pieces), quote),))
        case "heading":
            return pieces_html((SubHeading(all_runs(pieces)),))
        case "list":
            if len(pieces) == 1 and isinstance(pieces[0], ListPiece):
                return pieces_html(pieces)
            return pieces_html((ListPiece(False, tuple(_items(pieces))),)) if pieces else ""
        case "table":
            tables = [piece for piece in pieces if isinstance(piece, TablePiece)]
            return pieces_html(tuple(tables[:1]))
        case _:
            raise ValueError(f"kind is one of {', '.join(KINDS)}, not {kind}")


def plain_text(html: str) -> str:
    """The plain text of markup as the contract defines it: NFC, folded white space, markup dropped,
    list items, table rows and inner paragraphs joined by a line feed, cells by a tab."""
    return pieces_text(read_pieces(html))


def read_pieces(html: str) -> tuple[Piece, ...]:
    """The markup as pieces in reading order, each the size of a passage; images stand behind the text they were in.

    Raises `ImportRefused` when elements nest more than a hundred deep.
    """
    if "<" not in html and "&" not in html:
        runs = tidy_runs([Run(html)])
        return (Paragraph(runs),) if runs else ()
    safe = nh3.clean(
        html,
        tags=KNOWN_TAGS,
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    _refuse_depth(safe)
    root = lxml_html.fragment_fromstring(safe, create_parent="div")
    return tuple(pieces_of(root))


def _refuse_depth(html: str) -> None:
    depth = 0
    if html.count("</") <= _DEEPEST:
        return
    for closing, tag in _TAG.findall(html):
        if tag not in _VOID:
            depth += -1 if closing else 1
            if depth > _DEEPEST:
                raise ImportRefused("too-deep")


def _items(pieces: Iterable[Piece]) -> Iterable[tuple[Piece, ...]]:
    for piece in pieces:
        if isinstance(piece, ListPiece):
            yield from piece.items
        else:
            yield (Paragraph(all_runs((piece,))),)
