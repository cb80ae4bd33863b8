"""A note as a Word file with real headings, for who has to paste from it or send it on."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consultation.accountability.showing import introduction_html
from consultation.accountability.snapshot import Note
from consultation.accountability.wording import about, edition_of, effects_of, figure_sentences, heading_of, title_of, told_effect
from handbook.exchange.docx.papers import WordPaper, clean
from handbook.exchange.inline import runs_text
from handbook.exchange.pieces import ListPiece, SubHeading, piece_text
from handbook.exchange.sanitise import read_pieces


def note_as_word(note: Note) -> bytes:
    """The note in the language that is active."""
    return _NotePaper(note).file()


class _NotePaper(WordPaper):
    def __init__(self, note: Note) -> None:
        super().__init__(title_of(note), language=get_language() or "nl")
        self.note = note
        self.paragraphs(edition_of(note))
        for line in figure_sentences(note):
            self.paragraphs(line)
        self._introduction()
        for section in note["sections"]:
            self.paragraph(f"{section['number']} {section['title']}", "Heading1")
            for entry in section["entries"]:
                self._entry(entry)

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
        self.paragraph().add_run(clean(answer).capitalize()).bold = True
        self.paragraphs(entry["reason"])
        for effect in effects_of(entry):
            self.paragraphs(told_effect(effect))
            if effect["before"] != effect["after"]:
                self.labelled(_("It said"), effect["before"])
                self.labelled(_("It says now"), effect["after"])
        for one in entry["positions"]:
            self.labelled(f"{one['organisation']}, {one['position']}", one["reason"])
