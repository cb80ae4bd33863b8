"""Making blocks: the one place where markup, plain text and data of a passage are made true to one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from .document import BLOCK_TYPES, Block
from .inline import Run, tidy_runs
from .pieces import FigurePiece, ListPiece, Paragraph, Piece, SubHeading, TablePiece, piece_html, piece_text, pieces_html
from .plaintext import clean_line
from .sanitise import clean_html, plain_text, read_pieces

AND = " + "
"""Between the names of the steps and outcomes that one answer leads to together."""

_KIND_OF_TYPE = {"paragraph": "paragraph", "heading": "heading", "list": "list", "table": "table"}
_HEADING_FIELD = {"callout": "title", "example": "title", "definition": "term", "law": "label", "outcome": "title"}
_FIELDS = {
    "paragraph": (),
    "heading": (),
    "list": (),
    "table": ("caption",),
    "figure": ("alt", "caption", "sha256", "name"),
    "callout": ("title",),
    "example": ("title",),
    "definition": ("term",),
    "law": ("label", "url"),
    "step": ("id", "question", "motivate"),
    "outcome": ("id", "title"),
}


def make_block(
    type: str,
    html: str = "",
    *,
    data: Mapping[str, Any] | None = None,
    id: str | None = None,
    source: str | None = None,
) -> Block:
    """A block with safe canonical markup, the text that belongs to it, and exactly the data its type has.

    ``type`` is one of `document.BLOCK_TYPES`; ``html`` may be any markup. What a reader sees of the data
    (a callout's title, a step's question and answers) is part of the text, see `display_html`. A step's and
    a figure's markup is made from their data; for the other special types ``html`` is the body without title.
    """
    if type not in BLOCK_TYPES:
        raise ValueError(f"no block type is called {type}")
    known = _known_data(type, data or {})
    match type:
        case "step":
            markup = _step_html(known)
        case "figure":
            markup = piece_html(FigurePiece(known["name"], known["alt"], known["caption"]))
        case "table":
            markup, known = _table(html, known)
        case _ if type in _KIND_OF_TYPE:
            markup = clean_html(html, kind=_KIND_OF_TYPE[type])
        case _:
            markup = clean_body(html)
    block = Block(type=type, html=markup, text="", id=id, data=known, source=source)
    text = plain_text(display_html(block)) if type != "figure" else _figure_text(known)
    return Block(type=type, html=markup, text=text, id=id, data=known, source=source)


def block_of_piece(piece: Piece, *, images: Mapping[str, str] | None = None, source: str | None = None) -> Block:
    """The block a piece becomes; ``images`` gives the sha256 of every image that is known by name."""
    data: dict[str, Any] = {}
    match piece:
        case FigurePiece(name, alt, caption):
            return make_block(
                "figure",
                data={"name": name, "alt": alt, "caption": caption, "sha256": (images or {}).get(name, "")},
                source=source,
            )
        case Paragraph():
            block_type = "paragraph"
        case SubHeading():
            block_type = "heading"
        case ListPiece():
            block_type = "list"
        case TablePiece(_, header_row, caption):
            block_type, data = "table", {"caption": caption, "header_row": header_row}
    return Block(type=block_type, html=piece_html(piece), text=piece_text(piece), data=data, source=source)


def blocks_from_html(html: str, *, source: str | None = None) -> list[Block]:
    """Any markup (a rich text of the editor) as blocks the size of a passage: paragraphs, lists, tables, headings.

    ``source`` is noted on each block as the editor's block it came from.
    """
    return [block_of_piece(piece, source=source) for piece in read_pieces(html)]


def display_html(block: Block) -> str:
    """The whole passage as markup a reader sees: the heading of a special block, then its body.

    The plain text of this markup is the block's text, so an offset in one is an offset in the other.
    """
    field = _HEADING_FIELD.get(block.type)
    if not field:
        return block.html
    words = f"{block.data['id']} {block.data[field]}".strip() if block.type == "outcome" else block.data[field]
    if not words:
        return block.html
    label = escape(words, quote=False)
    if block.data.get("url"):
        label = f'<a href="{escape(block.data["url"])}">{label}</a>'
    return f"<p><strong>{label}</strong></p>{block.html}"


def clean_body(html: str) -> str:
    """The body of a special block: paragraphs, lists and tables; a heading becomes a bold paragraph."""
    pieces = (piece for piece in read_pieces(html) if not isinstance(piece, FigurePiece))
    return pieces_html(tuple(_without_heading(piece) for piece in pieces))


def _without_heading(piece: Piece) -> Piece:
    if not isinstance(piece, SubHeading):
        return piece
    return Paragraph(tidy_runs(Run(run.text, (*run.marks, "strong"), run.href) for run in piece.runs))


def _known_data(block_type: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Exactly the fields of the type, cleaned; a field that is missing is empty."""
    known: dict[str, Any] = {field: clean_line(str(data.get(field) or "")) for field in _FIELDS[block_type]}
    if block_type == "table":
        known["header_row"] = bool(data.get("header_row"))
    if block_type == "law" and not known["url"].startswith(("https://", "http://")):
        known["url"] = ""
    if block_type == "step":
        known["id"] = _name(known["id"])
        known["help"] = clean_body(str(data.get("help") or ""))
        known["answers"] = list(_answers(data.get("answers") or ()))
    if block_type == "outcome":
        known["id"] = _name(known["id"])
    return known


def _name(words: str) -> str:
    """The name of a step or an outcome: one word, without the sign that stands between two of them."""
    return words.strip().replace(" ", "-").replace("+", "-")


def _answers(answers: Iterable[Any]) -> Iterable[dict[str, str]]:
    for answer in answers:
        if isinstance(answer, Mapping):
            known = {field: clean_line(str(answer.get(field) or "")) for field in ("answer", "target", "note")}
            known["target"] = AND.join(_name(name) for name in known["target"].split("+") if name.strip())
            if any(known.values()):
                yield known


def _table(html: str, known: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A table's markup and data, which say the same about its caption and header."""
    tables = [piece for piece in read_pieces(html) if isinstance(piece, TablePiece)]
    if not tables:
        return "", known
    table = TablePiece(tables[0].rows, tables[0].header_row, known["caption"] or tables[0].caption)
    return piece_html(table), {"caption": table.caption, "header_row": table.header_row}


def _figure_text(data: Mapping[str, Any]) -> str:
    return piece_text(FigurePiece(data["name"], data["alt"], data["caption"]))


def _step_html(data: Mapping[str, Any]) -> str:
    """A step as markup: its name and question, the help, every answer with where it leads, what to motivate."""
    title = escape(f"{data['id']} {data['question']}".strip(), quote=False)
    answers = "".join(f"<li>{escape(_answer_line(answer), quote=False)}</li>" for answer in data["answers"])
    motivate = f"<p>{escape(data['motivate'], quote=False)}</p>" if data["motivate"] else ""
    return f"<p><strong>{title}</strong></p>{data['help']}" + (f"<ul>{answers}</ul>" if answers else "") + motivate


def _answer_line(answer: Mapping[str, str]) -> str:
    """An answer in one line without words of any language: "ja → N5: toelichting"."""
    line = f"{answer['answer']} → {answer['target']}" if answer["target"] else answer["answer"]
    return f"{line}: {answer['note']}" if answer["note"] else line
