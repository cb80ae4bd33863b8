"""Writing Markdown: from Document to a text that reads back as the same Document, but for its keys."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..building import APPENDIX_TITLE, is_preamble
from ..document import Block, Document, Section
from ..inline import Run, tidy_runs
from ..pieces import FigurePiece, ListPiece, Paragraph, Piece, SubHeading, TablePiece
from ..sanitise import read_pieces
from .words import write_cell, write_line, write_words

_DEEPEST_HEADING = 6


def write_markdown(document: Document) -> str:
    """The document as a Markdown text in the dialect of docs/reference/markdown.md, ending in a line feed.

    Keys, passage ids and the contents of images are not part of it; images are named by their file name.
    """
    parts = [f"# {write_line(document.title)}"] if document.title else []
    deeper = 1 if document.title else 0
    bare = _has_bare_preamble(document.sections)
    headed = document.sections[1:] if bare else document.sections
    only = not document.title and sum(section.level == 1 for section in headed) == 1
    if bare:
        parts.extend(_blocks(document.sections[0].blocks))
    for section in headed:
        parts.append(_heading(section, section.level + deeper, only=only))
        parts.extend(_blocks(section.blocks))
    return "\n\n".join(parts) + "\n"


def _has_bare_preamble(sections: Sequence[Section]) -> bool:
    """Whether the text before the chapters can stand without a heading of its own, as it came."""
    if not sections or not is_preamble(sections, 0) or not sections[0].blocks:
        return False
    return len(sections) == 1 or sections[1].level == 1


def _heading(section: Section, depth: int, *, only: bool) -> str:
    marks = []
    looks_like_appendix = section.level == 1 and bool(APPENDIX_TITLE.match(section.title))
    if section.appendix:
        marks.append(".appendix")
    elif looks_like_appendix or (only and depth == 1):
        marks.append(".chapter")
    if depth > _DEEPEST_HEADING:
        marks.append(f".level-{depth}")
    attributes = f" {{{' '.join(marks)}}}" if marks else ""
    return f"{'#' * min(depth, _DEEPEST_HEADING)} {write_line(section.title)}{attributes}"


def _blocks(blocks: Sequence[Block]) -> list[str]:
    """The blocks' texts; ordinary ones are written as one flow, since neighbouring lists must differ in their marks."""
    parts: list[str] = []
    pieces: list[Piece] = []
    for block in blocks:
        if block.type in ("paragraph", "heading", "list", "table"):
            pieces.extend(read_pieces(block.html))
        else:
            parts += [*_flow(pieces), _fenced(block)]
            pieces = []
    return parts + _flow(pieces)


def _fenced(block: Block) -> str:
    data = block.data
    match block.type:
        case "figure":
            head = f"{data['name']} | {_head(data['caption'])}" if data["caption"] else data["name"]
            body = write_words(tidy_runs([Run(data["alt"])]))
        case "step":
            return _step(block)
        case "outcome":
            head, body = f"{data['id']} | {_head(data['title'])}", _body(block.html)
        case "law":
            head, body = _head(data["label"]) + (f" | {data['url']}" if data["url"] else ""), _body(block.html)
        case "definition":
            head, body = _head(data["term"]), _body(block.html)
        case _:
            head, body = _head(data["title"]), _body(block.html)
    return "\n".join(part for part in (f"::: {block.type} {head}".rstrip(), body, ":::") if part)


def _step(block: Block) -> str:
    data = block.data
    help_text = re.sub(r"^motivate:", r"motivate\\:", _body(data["help"]).replace("->", r"-\>"), flags=re.MULTILINE)
    answers = []
    for answer in data["answers"]:
        line = f"- {_answer_words(answer['answer'])} -> {answer['target']}"
        answers.append((line + f" | {_answer_words(answer['note'])}" if answer["note"] else line).rstrip())
    motivate = f"motivate: {write_line(data['motivate'])}" if data["motivate"] else ""
    parts = [part for part in (help_text, "\n".join(answers), motivate) if part]
    head = f"::: step {data['id']} | {_head(data['question'])}".rstrip()
    return "\n".join([head, "\n\n".join(parts), ":::"]) if parts else f"{head}\n:::"


def _answer_words(words: str) -> str:
    return _head(words).replace("->", r"-\>")


def _head(words: str) -> str:
    return write_line(words).replace("|", r"\|")


def _body(html: str) -> str:
    return "\n\n".join(_flow(read_pieces(html)))


def _flow(pieces: Sequence[Piece]) -> list[str]:
    """The pieces' texts, one after the other; a list straight after a like one gets the other mark."""
    parts: list[str] = []
    before: Piece | None = None
    other_mark = False
    for piece in pieces:
        alike = isinstance(piece, ListPiece) and isinstance(before, ListPiece) and piece.ordered == before.ordered
        other_mark = alike and not other_mark
        parts.append(_piece(piece, other_mark))
        before = piece
    return parts


def _piece(piece: Piece, other_mark: bool) -> str:
    match piece:
        case Paragraph():
            return f"> {write_words(piece.runs)}" if piece.quote else write_words(piece.runs)
        case SubHeading():
            return f"###### {write_words(piece.runs, in_heading=True)} {{.subheading}}"
        case ListPiece():
            return "\n".join(_list(piece, other_mark))
        case TablePiece():
            return _table(piece)
        case FigurePiece():
            raise ValueError("a figure is a block of its own")


def _list(piece: ListPiece, other_mark: bool) -> list[str]:
    lines: list[str] = []
    for number, item in enumerate(piece.items, start=piece.start):
        mark = (f"{number})" if other_mark else f"{number}.") if piece.ordered else ("*" if other_mark else "-")
        indent = " " * (len(mark) + 1)
        inner: list[str] = []
        for part, text in zip(item, _flow(item), strict=True):
            if inner and not _may_follow(part):
                inner.append("")
            inner.extend(text.split("\n"))
        lines.extend((f"{mark} " if index == 0 else indent if line else "") + line for index, line in enumerate(inner))
    return lines


def _may_follow(piece: Piece) -> bool:
    """Whether the piece may stand straight under a paragraph: a list may, unless it begins at another number than 1."""
    return isinstance(piece, ListPiece) and (not piece.ordered or piece.start == 1)


def _table(piece: TablePiece) -> str:
    rows = [[write_cell(cell) for cell in row] for row in piece.rows]
    header, body = (rows[0], rows[1:]) if piece.header_row else ([""] * len(rows[0]), rows)
    lines = [_row(header), _row(["---"] * len(header)), *map(_row, body)]
    caption = [f"\nTable: {write_line(piece.caption)}"] if piece.caption else []
    return "\n".join([*lines, *caption])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
