"""Reading a Word file: from .docx to Document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lxml import etree

from ..building import DocumentBuilder
from ..document import Block, Document
from ..inline import BREAK, Run, Runs, runs_text, tidy_runs
from ..making import make_block
from ..parsing import make_table
from ..pieces import FigurePiece, Paragraph, Piece
from ..plaintext import clean_line
from .carried import APPENDIX, PASSAGE, SECTION, Mark, chosen, read_bookmark
from .gathering import Gathering
from .inking import list_indent
from .lists import Item
from .package import W, WordPackage
from .styles import Numbering, ParagraphStyle, attribute, read_styles
from .tables import read_table, single_cell
from .words import Changes, Words, WordsReader

_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag")}
_CONTENTS_GALLERY = "Table of Contents"
_KINDS = {APPENDIX: "appendix", SECTION: "chapter"}
_DEEPEST = 5
"""How deep frames and text boxes inside one another are read."""


def read_docx(content: bytes, *, changes: Changes = "accept") -> Document:
    """The Document of a Word file, with the numbers of its tree; with keys and ids if `write_docx` wrote the file.

    ``changes`` says what becomes of tracked changes: "accept" reads the text as if all were accepted,
    "reject" as if none had been made, a set of names with the changes of these people. Comments are no part
    of the text: `inspect_docx` tells them. A paragraph in the style Title is the handbook's title; without one
    the rules of building apply. Raises `ImportRefused` for whatever is no decent Word document.
    """
    return _Reading(WordPackage(content), changes).document()


class _Reading:
    """One walk over the body of a Word file."""

    def __init__(self, package: WordPackage, changes: Changes) -> None:
        self.package = package
        self.builder = DocumentBuilder()
        self.open = Gathering(self.builder)
        self.styles = read_styles(package.xml(package.related("styles")))
        self.numbering = Numbering(package.xml(package.related("numbering")))
        self.note_numbers: dict[str, int] = {}
        self.changes: Changes = changes
        self.words = self._words_reader(package.main)
        self.notes = dict(self._notes("footnote")) | dict(self._notes("endnote"))
        self.pending_notes: list[str] = []
        self.carried: list[Run] = []
        self.marks: list[Mark] = []
        self.depth = 0

    def _words_reader(self, part: str) -> WordsReader:
        return WordsReader(self.package.relationships(part), self.styles, self.changes, self.note_numbers)

    def _notes(self, kind: str) -> Iterator[tuple[str, Runs]]:
        """The words of all notes of a kind by their name."""
        part = self.package.related(f"{kind}s")
        root = self.package.xml(part)
        if root is None:
            return
        reader = self._words_reader(part)
        for note in root.iterchildren(f"{W}{kind}"):
            runs: list[Run] = []
            for paragraph in note.iter(f"{W}p"):
                runs += [Run(BREAK), *reader.read(paragraph).runs]
            yield f"{kind}-{note.get(f'{W}id', '')}", tidy_runs(runs)

    def document(self) -> Document:
        body = self.package.document.find(f"{W}body")
        self._walk(body if body is not None else ())
        if self.carried:
            self._paragraph_of(tidy_runs(self.carried), ParagraphStyle())
        self._end_section()
        return self.builder.build()

    def _walk(self, elements: Iterable[etree._Element]) -> None:
        for element in elements:
            tag = str(element.tag)
            if tag == f"{W}p":
                self._paragraph(element)
            elif tag == f"{W}tbl":
                self._table(element)
            elif tag == f"{W}bookmarkStart":
                self.marks += [Mark(*found, 0) for found in [read_bookmark(element.get(f"{W}name", ""))] if found]
            elif tag == f"{W}altChunk":
                self.builder.note("object-left-out")
            elif tag in _WRAPPERS and not _is_contents(element):
                self._walk(element)

    def _paragraph(self, element: etree._Element) -> None:
        words = self.words.read(element)
        if words.deleted_mark:
            self.marks += [mark for mark in words.marks if mark.letters]
            self.carried += words.runs
            self._what_hangs_in(words)
            return
        words.put_before(self.carried)
        runs, marks = tidy_runs(words.runs), [*self.marks, *words.marks]
        self.carried, self.marks = [], []
        style = self._style(element)
        if style.role == "contents" or (style.role == "front" and not self.builder.place):
            return
        mark = chosen(marks, PASSAGE)
        passage = mark.identity if mark else ""
        if self.open.own(style.role, words, runs, passage, _level_of_indent(element)):
            self.pending_notes += words.notes
            self._what_hangs_in(words)
            return
        number = self._list_place(element, style)
        if number and (runs or style.role in ("item", "frame-item")) and style.role != "heading":
            ordered, count = self.numbering.count(*number)
            self.pending_notes += words.notes
            self.open.items.append(Item(number[1], number[0], ordered, count, runs, passage=passage))
            if words.figures or words.boxes or words.oddities:
                self._what_hangs_in(words)
            return
        self.pending_notes += words.notes if style.role not in ("heading", "title") else []
        self._paragraph_of(runs, style, marks)
        if style.role in ("heading", "title"):
            self.pending_notes += words.notes
        self._what_hangs_in(words, "" if runs else passage)

    def _style(self, element: etree._Element) -> ParagraphStyle:
        properties = element.find(f"{W}pPr")
        if properties is None:
            return ParagraphStyle()
        style = self.styles.paragraph.get(attribute(properties, "pStyle"), ParagraphStyle())
        outline = attribute(properties, "outlineLvl")
        if outline.isdecimal() and style.role in ("", "heading"):
            level = int(outline) + 1
            return ParagraphStyle("heading" if level <= 9 else "", level, style.list_id, style.list_level)
        return style

    @staticmethod
    def _list_place(element: etree._Element, style: ParagraphStyle) -> tuple[str, int] | None:
        """The list a paragraph is an item of and its level, None for running text."""
        numbering = element.find(f"{W}pPr/{W}numPr")
        list_id, level = style.list_id, style.list_level
        if numbering is not None:
            list_id = attribute(numbering, "numId") or list_id
            written = attribute(numbering, "ilvl")
            level = int(written) if written.isdecimal() else level
        return (list_id, min(level, 8)) if list_id and list_id != "0" else None

    def _paragraph_of(self, runs: Runs, style: ParagraphStyle, marks: Sequence[Mark] = ()) -> None:
        """Take up a paragraph that is no list item, by the role its style gives it and the ids that its marks carry."""
        if not runs:
            return
        self.open.end_list()
        passage = chosen(marks, PASSAGE)
        if style.role in ("heading", "title") and self.depth:
            self.open.piece(Paragraph(tidy_runs(Run(run.text, (*run.marks, "strong"), run.href) for run in runs)))
        elif style.role == "heading":
            self._end_section()
            section = chosen(marks, SECTION, APPENDIX)
            known = frozenset([_KINDS[section.kind]] if section else [])
            key = section.identity if section else None
            self.builder.heading(clean_line(runs_text(runs)), style.level, marks=known, key=key)
        elif style.role == "title" and not self.builder.title and not self.builder.last_type:
            self.builder.title = clean_line(runs_text(runs))
        elif style.role == "caption":
            self.open.take_caption(runs)
        else:
            quote = style.role in ("quote", "frame-quote")
            self.open.piece(Paragraph(runs, quote=quote), passage.identity if passage else "")

    def _end_section(self) -> None:
        """Finish what is open and put the section's notes at its end."""
        self.open.end()
        for name in dict.fromkeys(self.pending_notes):
            number = Run(str(self.note_numbers[name]), ("sup",))
            self.open.piece(Paragraph(tidy_runs([number, Run(" "), *self.notes.get(name, ())])))
        self.pending_notes = []

    def _what_hangs_in(self, words: Words, passage: str = "") -> None:
        """Images, text boxes and things to tell, behind the paragraph they hang in.

        ``passage`` is the id of a paragraph that holds nothing but its image.
        """
        for code in dict.fromkeys(words.oddities):
            self.builder.note(code)
        if words.figures or words.boxes:
            self.open.end()
        for figure in words.figures:
            self.builder.block(replace(self._figure(figure), id=passage or None))
            passage = ""
        for box in words.boxes:
            self.builder.note("text-box")
            self._inside(box)

    def _figure(self, figure: FigurePiece) -> Block:
        alternative = FigurePiece(figure.name, clean_line(figure.alt))
        return self.builder.figure(alternative, self.package.bytes(figure.name) or None)

    def _table(self, element: etree._Element) -> None:
        self.open.begin_table()
        cell = single_cell(element)
        if cell is not None:
            self._framed(cell)
            return
        figures: list[FigurePiece] = []

        def cell_words(cell: etree._Element) -> tuple[list[Runs], bool]:
            lines: list[Runs] = []
            structured = next(cell.iter(f"{W}tbl"), None) is not None
            for paragraph in cell.iter(f"{W}p"):
                words = self.words.read(paragraph)
                self.marks += words.marks
                figures.extend(words.figures)
                self.pending_notes += words.notes
                structured = structured or self._list_place(paragraph, self._style(paragraph)) is not None
                lines.append(tidy_runs(words.runs))
            return lines, structured

        table = read_table(
            element,
            cell_words=cell_words,
            is_gone=self.words.is_gone,
            is_heading=lambda paragraph: self._style(paragraph).role == "table-heading",
        )
        for code in dict.fromkeys(table.oddities):
            self.builder.note(code)
        mark, self.marks = chosen(self.marks, PASSAGE), []

        def make(caption: str) -> list[Piece]:
            return make_table(table.rows, header_row=table.header_row, caption=caption)

        self.open.table(make, mark.identity if mark else "")
        for figure in figures:
            self.builder.block(self._figure(figure))

    def _framed(self, cell: etree._Element) -> None:
        """A text in a frame, as writers make with a table of one cell: a callout, its images behind it."""
        with self.builder.frame() as blocks:
            self._inside(cell)
        html = "".join(block.html for block in blocks if block.type != "figure")
        self.builder.block(make_block("callout", html))
        for block in blocks:
            if block.type == "figure":
                self.builder.block(block)

    def _inside(self, element: etree._Element) -> None:
        """Walk what stands in a frame or text box, where a heading is no section."""
        self.depth += 1
        if self.depth <= _DEEPEST:
            self._walk(element)
        self.open.end()
        self.depth -= 1


def _level_of_indent(element: etree._Element) -> int:
    """The level of a list that a paragraph's own indent stands for, from 0."""
    properties = element.find(f"{W}pPr")
    indent = attribute(properties, "ind", "left") if properties is not None else ""
    return max(0, round(int(indent) / list_indent(0)) - 1) if indent.isdecimal() else 0


def _is_contents(element: etree._Element) -> bool:
    """Whether a content control holds the table of contents, which is made anew from the headings."""
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == _CONTENTS_GALLERY
