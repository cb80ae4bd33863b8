"""The words of a Word paragraph as runs, and what else hangs in it: images, text boxes, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal

from lxml import etree

from ..inline import BREAK, Run
from ..pieces import FigurePiece
from .carried import LABEL_STYLE, NAME_STYLE, NOTE_STYLE, NUMBER_STYLE, Mark, label_length, number_length, read_bookmark
from .package import R, Relationship, W
from .styles import Styles, attribute, toggled

Changes = Literal["accept", "reject"] | frozenset[str]
"""What becomes of tracked changes: all are accepted, none, or those of the people of these names."""

_A_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_DOC_PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_V_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"
_V_SHAPE = "{urn:schemas-microsoft-com:vml}shape"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FIELD_LINK = re.compile(r'HYPERLINK\s+(?:\\l\s+)?"([^"]*)"')
_SYMBOLS = {"F0E0": "→", "F0E8": "→", "F0DF": "←", "F0FC": "✓", "F0FB": "✗", "F0A8": "□", "F06F": "□", "F0FE": "☒"}
_LENGTHS = {NUMBER_STYLE: number_length, LABEL_STYLE: label_length}
_DROPPED = {f"{W}{name}" for name in ("pPr", "rPr", "sdtPr", "proofErr", "instrText")}


@dataclass
class Words:
    """What a paragraph holds, in order; ``boxes`` are the contents of text boxes, ``notes`` the ids of notes."""

    runs: list[Run] = field(default_factory=list)
    figures: list[FigurePiece] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    oddities: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    """The bookmarks of ours that begin in the paragraph, in order."""
    styled: dict[int, str] = field(default_factory=dict)
    """The runs, by their place in ``runs``, in a character style of ours: a name, a note."""
    deleted_mark: bool = False
    """Whether the end of the paragraph is gone by the choice about tracked changes: the next one continues it."""

    _open: dict[str, int] = field(default_factory=dict)
    """The places in ``marks`` of those that did not end yet, by the bookmark's number in the file."""

    def begin_mark(self, number: str, name: str) -> None:
        """Take up the beginning of a bookmark, if it is one of ours."""
        found = read_bookmark(name)
        if found:
            self._open[number] = len(self.marks)
            self.marks.append(Mark(*found, letters=-self._letters))

    def end_mark(self, number: str) -> None:
        """The letters since its beginning are those that a bookmark holds in this paragraph."""
        place = self._open.pop(number, None)
        if place is not None:
            self.marks[place] = replace(self.marks[place], letters=self.marks[place].letters + self._letters)

    def end(self) -> None:
        """The paragraph is read."""
        for number in list(self._open):
            self.end_mark(number)

    @property
    def _letters(self) -> int:
        return sum(len(run.text.strip()) for run in self.runs)

    def put_before(self, runs: Sequence[Run]) -> None:
        """Put words before these: those of a paragraph whose end is gone."""
        self.runs[:0] = runs
        self.styled = {place + len(runs): style for place, style in self.styled.items()}


@dataclass
class WordsReader:
    """Reads paragraphs of one part: its references, the file's styles, the choice about tracked changes.

    ``note_numbers`` is shared by all parts: the number of every note by its id, in order of appearance.
    """

    relationships: Mapping[str, Relationship]
    styles: Styles
    changes: Changes
    note_numbers: dict[str, int]
    _apart: dict[etree._Element, int] = field(default_factory=dict)

    def read(self, paragraph: etree._Element) -> Words:
        """The words of a ``w:p``."""
        words = Words(deleted_mark=self.is_gone(paragraph.find(f"{W}pPr/{W}rPr")))
        self._apart = set_apart(paragraph, self.styles)
        self._children(paragraph, words, "", _Fields())
        words.end()
        return words

    def is_gone(self, properties: etree._Element | None) -> bool:
        """Whether a tracked change in the properties of a mark or row says that it is not there."""
        if properties is None:
            return False
        taken_out = [properties.find(f"{W}{tag}") for tag in ("del", "moveFrom")]
        put_in = [properties.find(f"{W}{tag}") for tag in ("ins", "moveTo")]
        gone = any(self._holds(change) for change in taken_out if change is not None)
        return gone or any(not self._holds(change) for change in put_in if change is not None)

    def _holds(self, change: etree._Element) -> bool:
        """Whether a tracked change is accepted."""
        if isinstance(self.changes, str):
            return self.changes == "accept"
        return change.get(f"{W}author", "") in self.changes

    def _children(self, element: etree._Element, words: Words, href: str, fields: _Fields) -> None:
        for child in element:
            tag = str(child.tag)
            if tag == f"{W}bookmarkStart":
                words.begin_mark(child.get(f"{W}id", ""), child.get(f"{W}name", ""))
            elif tag == f"{W}bookmarkEnd":
                words.end_mark(child.get(f"{W}id", ""))
            elif tag == f"{W}r":
                self._run(child, words, href, fields)
            elif tag == f"{W}hyperlink":
                self._children(child, words, self._address(child), fields)
            elif tag in (f"{W}ins", f"{W}moveTo"):
                if self._holds(child):
                    self._children(child, words, href, fields)
            elif tag in (f"{W}del", f"{W}moveFrom"):
                if not self._holds(child):
                    self._children(child, words, href, fields)
            elif tag == f"{_MC}AlternateContent":
                self._children(_first_choice(child), words, href, fields)
            elif tag.startswith(_MATH):
                words.runs.append(Run("".join(str(text) for text in child.itertext())))
                words.oddities.append("equation")
            elif tag not in _DROPPED:
                self._children(child, words, href, fields)

    def _address(self, hyperlink: etree._Element) -> str:
        relationship = self.relationships.get(hyperlink.get(f"{R}id", ""))
        anchor = hyperlink.get(f"{W}anchor", "")
        if relationship is None:
            return ""
        return f"{relationship.target}#{anchor}" if anchor and "#" not in relationship.target else relationship.target

    def _run(self, run: etree._Element, words: Words, href: str, fields: _Fields) -> None:
        properties = run.find(f"{W}rPr")
        if properties is not None and toggled(properties.find(f"{W}vanish")):
            return
        marks = self._marks(properties)
        for child in _unfolded(run):
            tag = str(child.tag)
            fields.take(child)
            if tag in (f"{W}t", f"{W}delText") and not fields.in_instruction:
                self._say(child.text or "", run, words, marks, href or fields.address)
            elif tag in (f"{W}tab", f"{W}ptab"):
                words.runs.append(Run(" ", marks))
            elif tag == f"{W}cr" or (tag == f"{W}br" and child.get(f"{W}type") not in ("page", "column")):
                words.runs.append(Run(BREAK))
            elif tag == f"{W}noBreakHyphen":
                words.runs.append(Run("-", marks))
            elif tag == f"{W}sym":
                words.runs.append(Run(_SYMBOLS.get(child.get(f"{W}char", "").upper(), ""), marks))
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self._note(child, words)
            elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                self._drawing(child, words)

    def _say(self, text: str, run: etree._Element, words: Words, marks: tuple[str, ...], href: str) -> None:
        """Take up words of a run; of those in a style of ours leave out what is a number or a label."""
        apart = self._apart.get(run, 0)
        if apart:
            self._apart[run] = max(0, apart - len(text))
            text = text[apart:]
        style = self.styles.words.get(_run_style(run), "") if self.styles.words else ""
        if style in (NAME_STYLE, NOTE_STYLE):
            words.styled[len(words.runs)] = style
        words.runs.append(Run(text, marks, href))

    def _marks(self, properties: etree._Element | None) -> tuple[str, ...]:
        if properties is None:
            return ()
        marks = set(self.styles.marks.get(attribute(properties, "rStyle"), ()))
        for tag, mark in (("b", "strong"), ("i", "em"), ("strike", "s"), ("dstrike", "s")):
            element = properties.find(f"{W}{tag}")
            if element is not None:
                (marks.add if toggled(element) else marks.discard)(mark)
        raised = {"superscript": "sup", "subscript": "sub"}.get(attribute(properties, "vertAlign"))
        return (*sorted(marks), raised) if raised else tuple(sorted(marks))

    def _note(self, reference: etree._Element, words: Words) -> None:
        name = f"{str(reference.tag).removeprefix(W)[: -len('Reference')]}-{reference.get(f'{W}id', '')}"
        number = self.note_numbers.setdefault(name, len(self.note_numbers) + 1)
        words.notes.append(name)
        words.runs.append(Run(str(number), ("sup",)))

    def _drawing(self, drawing: etree._Element, words: Words) -> None:
        """Images with their alternative text; the contents of text boxes; whatever else is drawn is told."""
        boxes = [box for box in drawing.iter(f"{W}txbxContent") if next(box.iterancestors(f"{W}txbxContent"), None) is None]
        words.boxes += boxes
        images = [(blip, R + "embed", R + "link") for blip in drawing.iter(_A_BLIP)]
        images += [(image, R + "id", R + "href") for image in drawing.iter(_V_IMAGE)]
        for element, embedded, linked in images:
            relationship = self.relationships.get(element.get(embedded) or element.get(linked) or "")
            if relationship is not None:
                words.figures.append(FigurePiece(relationship.target, _alternative(drawing)))
        if not boxes and not images:
            words.oddities.append("object-left-out")


def set_apart(paragraph: etree._Element, styles: Styles) -> dict[etree._Element, int]:
    """How many letters of which run are a number or a label and no part of the text.

    Runs of one style that stand together are looked at as one, since Word cuts them up; where paragraphs were
    merged a second number stands in the middle.
    """
    apart: dict[etree._Element, int] = {}
    if not styles.words:
        return apart
    for style, group in groupby(paragraph.iter(f"{W}r"), key=lambda run: styles.words.get(_run_style(run), "")):
        if style in _LENGTHS:
            runs = list(group)
            left = _LENGTHS[style]([_written(run) for run in runs])
            for run in runs:
                apart[run] = min(left, len(_written(run)))
                left -= apart[run]
    return apart


class _Fields:
    """Word's fields while a paragraph is walked: the instruction is no text, a link's address holds for its result."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._addresses: list[str] = []

    @property
    def in_instruction(self) -> bool:
        return bool(self._open) and self._open[-1] != "result"

    @property
    def address(self) -> str:
        return next((address for address in reversed(self._addresses) if address), "")

    def take(self, element: etree._Element) -> None:
        """Take up a run's child, should it be part of a field."""
        if element.tag == f"{W}instrText" and self._open:
            self._open[-1] += element.text or ""
        elif element.tag == f"{W}fldChar":
            step = element.get(f"{W}fldCharType")
            if step == "begin":
                self._open.append("")
                self._addresses.append("")
            elif step == "separate" and self._open:
                link = _FIELD_LINK.search(self._open[-1])
                self._addresses[-1] = link[1] if link and "://" in link[1] else ""
                self._open[-1] = "result"
            elif step == "end" and self._open:
                self._open.pop()
                self._addresses.pop()


def _written(run: etree._Element) -> str:
    return "".join(text.text or "" for text in run.iter(f"{W}t", f"{W}delText"))


def _run_style(run: etree._Element) -> str:
    properties = run.find(f"{W}rPr")
    return attribute(properties, "rStyle") if properties is not None else ""


def _unfolded(run: etree._Element) -> Iterator[etree._Element]:
    """A run's children, of alternatives the first."""
    for child in run:
        if child.tag == f"{_MC}AlternateContent":
            yield from _first_choice(child)
        else:
            yield child


def _first_choice(alternatives: etree._Element) -> etree._Element:
    return next(iter(alternatives), alternatives)


def _alternative(drawing: etree._Element) -> str:
    for tag, names in ((_DOC_PROPERTIES, ("descr", "title")), (_V_SHAPE, ("alt",))):
        for element in drawing.iter(tag):
            for name in names:
                if element.get(name):
                    return str(element.get(name))
    return ""
