"""Writing a Word file: from Document to .docx that people read and edit, and that `reading` reads back with every id."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import docx
from docx.image.exceptions import UnrecognizedImageError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Emu
from lxml import etree

from ...numbering import passage_number
from ..document import Block, Document, Image
from ..inline import Run
from ..pieces import ListPiece, Paragraph, Piece, TablePiece
from ..sanitise import read_pieces
from .carried import (
    ANSWER_STYLE,
    APPENDIX,
    CONTINUE_STYLE,
    FIGURE_STYLE,
    FRAME_CAPTION_STYLE,
    FRAME_CONTINUE_STYLE,
    FRAME_LIST_STYLE,
    FRAME_QUOTE_STYLE,
    FRAME_STYLE,
    HEAD_STYLES,
    HEADING_NUMBER_STYLE,
    LABEL_STYLE,
    LIST_STYLE,
    MOTIVATE_STYLE,
    NAME_STYLE,
    NOTE_STYLE,
    NUMBER_STYLE,
    PASSAGE,
    SECTION,
    SUBHEADING_STYLE,
    TABLE_CAPTION_STYLE,
)
from .front import Front, carry_properties, dress, opening
from .inking import Ink, numbering_of, paragraph, run
from .look import DEEPEST_HEADING, TEXT_WIDTH
from .package import W

_EMU_PER_TWENTIETH = 635
_HIGHEST_IMAGE = Emu(12_000 * _EMU_PER_TWENTIETH)


def write_docx(document: Document, *, front: Front) -> bytes:
    """The document as a Word file with real headings, lists, tables and figures.

    Keys and passage ids go along in hidden bookmarks, the handbook and the version as properties of the file; citable
    numbers and the labels of special blocks stand in character styles of their own, so that `read_docx` knows them for
    what they are and gives the same document again.
    """
    return _Writing(document, front).file()


class _Writing:
    def __init__(self, document: Document, front: Front) -> None:
        self.document, self.front = document, front
        self.word = docx.Document()
        self.ink = Ink(self._link)
        self.links: dict[str, str] = {}
        self.pictures = 0

    def file(self) -> bytes:
        dress(self.word, self.document, self.front)
        body: Any = self.word.element.body
        page = body.sectPr
        for child in [child for child in body if child is not page]:
            body.remove(child)
        for part in (*opening(self.document, self.front), *self._text()):
            page.addprevious(part)
        numbering: Any = self.word.part.numbering_part.element
        for child in list(numbering):
            numbering.remove(child)
        numbering.extend(numbering_of(self.ink.lists))
        carry_properties(self.word, self.document, self.front)
        content = io.BytesIO()
        self.word.save(content)
        return content.getvalue()

    def _link(self, address: str) -> str:
        if address not in self.links:
            self.links[address] = self.word.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return self.links[address]

    def _text(self) -> Iterator[etree._Element]:
        for section in self.document.sections:
            style = f"heading {min(section.level, DEEPEST_HEADING)}"
            heading = paragraph(style, *self.ink.number(section.number, HEADING_NUMBER_STYLE), run(section.title))
            self.ink.around(APPENDIX if section.appendix else SECTION, section.key, [heading])
            yield heading
            for ordinal, block in enumerate(section.blocks, start=1):
                yield from self._block(block, passage_number(section.number, ordinal))

    def _block(self, block: Block, number: str) -> list[etree._Element]:
        """A block's paragraphs and tables; its number stands before its first word, its bookmark around its paragraphs."""
        if block.type == "figure":
            parts, numbered = self._figure(block)
        elif block.type in HEAD_STYLES:
            parts = [*self._special(block)]
            numbered = parts[0]
        else:
            parts = [part for piece in read_pieces(block.html) for part in self._piece(piece)]
            numbered = parts[0] if parts else paragraph("Normal")
        for position, mark in enumerate(self.ink.number(number, NUMBER_STYLE), start=1):
            numbered.insert(position, mark)
        marked = [parts[0]] if parts and block.type in ("figure", "table") else [p for p in parts if p.tag == f"{W}p"]
        self.ink.around(PASSAGE, block.id, marked)
        return parts

    def _piece(self, piece: Piece) -> list[etree._Element]:
        match piece:
            case ListPiece():
                return list(self.ink.list_items(piece, LIST_STYLE, CONTINUE_STYLE))
            case TablePiece():
                return [paragraph(TABLE_CAPTION_STYLE, run(piece.caption)), self.ink.table(piece)]
            case Paragraph(runs, quote):
                return [paragraph("Quote" if quote else "Normal", *self.ink.runs(runs))]
            case _:
                return [paragraph(SUBHEADING_STYLE, *self.ink.runs(getattr(piece, "runs", ())))]

    def _figure(self, block: Block) -> tuple[list[etree._Element], etree._Element]:
        """The image and its caption, which has the number; without content its alternative text behind its name."""
        data = block.data
        image = self.document.images.get(data["sha256"])
        picture = self._picture(image, data["alt"]) if image else None
        if picture is None:
            shown = paragraph(FIGURE_STYLE, run(data["name"] or "-", style=NAME_STYLE), run(" "), run(data["alt"]))
        else:
            shown = paragraph(FIGURE_STYLE, picture)
        caption = paragraph("Caption", run(data["caption"]))
        return [shown, caption], caption

    def _picture(self, image: Image, alt: str) -> etree._Element | None:
        """The image in the text, no wider than the text; None for a form that Word cannot show."""
        host = self.word.add_paragraph()
        try:
            shape = host.add_run().add_picture(io.BytesIO(image.content))
        except (UnrecognizedImageError, ZeroDivisionError):
            return None
        finally:
            host._p.getparent().remove(host._p)
        shrunk = min(1.0, TEXT_WIDTH * _EMU_PER_TWENTIETH / shape.width, _HIGHEST_IMAGE / shape.height)
        shape.width, shape.height = Emu(int(shape.width * shrunk)), Emu(int(shape.height * shrunk))
        shape._inline.docPr.set("descr", alt)
        shape._inline.docPr.set("name", image.name)
        self.pictures += 1
        shape._inline.docPr.set("id", str(self.pictures))
        made: etree._Element = host._p.r_lst[0]
        return made

    def _special(self, block: Block) -> Iterator[etree._Element]:
        """A special block: its first line with kind and heading, then its body in the styles of a frame."""
        data = block.data
        title = data[{"definition": "term", "law": "label", "step": "question"}.get(block.type, "title")]
        label = run(f"{self.front.kinds.get(block.type, block.type)}:", style=LABEL_STYLE)
        url = data.get("url", "")
        head = [self.ink.linked(label, url) if url and not title else label, run(" ")]
        if block.type in ("step", "outcome") and data["id"]:
            head += [run(data["id"], style=NAME_STYLE), run(" ")]
        head += self.ink.runs([Run(title, href=url)] if title else [])
        yield paragraph(HEAD_STYLES[block.type], *head)
        for piece in read_pieces(data["help"] if block.type == "step" else block.html):
            yield from self._framed(piece)
        if block.type == "step":
            yield from self._answers(data["answers"])
            if data["motivate"]:
                yield paragraph(MOTIVATE_STYLE, run(data["motivate"]))

    def _framed(self, piece: Piece) -> Iterable[etree._Element]:
        match piece:
            case ListPiece():
                return self.ink.list_items(piece, FRAME_LIST_STYLE, FRAME_CONTINUE_STYLE)
            case TablePiece():
                return [paragraph(FRAME_CAPTION_STYLE, run(piece.caption)), self.ink.table(piece)]
            case _:
                quoted = isinstance(piece, Paragraph) and piece.quote
                return [paragraph(FRAME_QUOTE_STYLE if quoted else FRAME_STYLE, *self.ink.runs(getattr(piece, "runs", ())))]

    @staticmethod
    def _answers(answers: Iterable[Mapping[str, str]]) -> Iterator[etree._Element]:
        for answer in answers:
            parts = [run(answer["answer"])] if answer["answer"] else []
            if answer["target"]:
                parts += [run(" → "), run(answer["target"], style=NAME_STYLE)]
            if answer["note"]:
                parts += [run(": "), run(answer["note"], style=NOTE_STYLE)]
            yield paragraph(ANSWER_STYLE, *parts)
