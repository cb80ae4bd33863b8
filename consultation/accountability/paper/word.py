"""A note as a Word file with real headings, for who has to paste from it or send it on."""

from __future__ import annotations

import io
from typing import Any

import docx
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from consultation.accountability.paper.pdf import effects_of
from consultation.accountability.showing import introduction_html
from consultation.accountability.snapshot import Note
from consultation.accountability.wording import about, edition_of, figure_sentences, heading_of, title_of, told_effect
from handbook.exchange.inline import runs_text
from handbook.exchange.pieces import ListPiece, SubHeading, piece_text
from handbook.exchange.sanitise import read_pieces

_LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}


def note_as_word(note: Note) -> bytes:
    """The note in the language that is active."""
    return _Writing(note).file()


class _Writing:
    """Paragraphs go before the page's properties one by one: python-docx would look through all of them each time."""

    def __init__(self, note: Note) -> None:
        self.note = note
        self.word = docx.Document()
        body: Any = self.word.element.body
        self.page = body.sectPr

    def file(self) -> bytes:
        title = title_of(self.note)
        self._dress(title)
        self.paragraph(title, "Title")
        self.paragraphs(edition_of(self.note))
        for line in figure_sentences(self.note):
            self.paragraphs(line)
        self._introduction()
        for section in self.note["sections"]:
            self.paragraph(f"{section['number']} {section['title']}", "Heading1")
            for entry in section["entries"]:
                self._entry(entry)
        content = io.BytesIO()
        self.word.save(content)
        return content.getvalue()

    def paragraph(self, text: str = "", style: str = "") -> Paragraph:
        """A paragraph at the end; ``style`` is the id of a style of the template."""
        element = OxmlElement("w:p")
        self.page.addprevious(element)
        if style:
            element.style = style
        made = Paragraph(element, self.word._body)
        if text:
            made.add_run(_clean(text))
        return made

    def paragraphs(self, text: str) -> None:
        for line in text.splitlines():
            if line.strip():
                self.paragraph(line)

    def labelled(self, label: str, text: str) -> None:
        made = self.paragraph()
        made.add_run(f"{_clean(label)}: ").bold = True
        made.add_run(_clean(text) or "—")

    def _dress(self, title: str) -> None:
        """Title and language: python-docx's template says English."""
        language = _LANGUAGES.get(get_language() or "nl", "nl-NL")
        properties = self.word.core_properties
        properties.title, properties.author, properties.comments, properties.language = title[:255], "Klankbord", "", language
        for mark in self.word.styles.element.xpath("//w:rPrDefault//w:lang"):
            mark.set(qn("w:val"), language)

    def _introduction(self) -> None:
        for piece in read_pieces(introduction_html(self.note)):
            match piece:
                case SubHeading(runs):
                    self.paragraph(runs_text(runs), "Heading1")
                case ListPiece(ordered, items, _start):
                    for item in items:
                        words = " ".join(piece_text(part) for part in item)
                        self.paragraph(words, "ListNumber" if ordered else "ListBullet")
                case _:
                    self.paragraphs(piece_text(piece))

    def _entry(self, entry: dict[str, Any]) -> None:
        self.paragraph(heading_of(entry), "Heading2")
        for remark in entry["remarks"]:
            self.paragraph(about(remark)).runs[0].italic = True
            for text in (remark["quoted"], remark["question"]):
                if text:
                    self.paragraph(text, "Quote")
            self.paragraphs(remark["body"])
            if remark["proposed"]:
                self.labelled(_("Proposed text"), remark["proposed"])
        answer = entry["decision"] or _("There is no answer to this yet")
        self.paragraph().add_run(_clean(answer).capitalize()).bold = True
        self.paragraphs(entry["reason"])
        for effect in effects_of(entry):
            self.paragraphs(told_effect(effect))
            if effect["before"] != effect["after"]:
                self.labelled(_("It said"), effect["before"])
                self.labelled(_("It says now"), effect["after"])
        for one in entry["positions"]:
            self.labelled(f"{one['organisation']}, {one['position']}", one["reason"])


def _clean(text: str) -> str:
    """Without the signs that a Word file may not hold (XML 1.0, 2.2)."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\t\n")
