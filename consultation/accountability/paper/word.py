"""A note as a Word file with real headings, for who has to paste from it or send it on."""

from __future__ import annotations

import io
from typing import Any

import docx
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx.oxml.ns import qn

from consultation.accountability.paper.pdf import effects_of
from consultation.accountability.showing import introduction_html
from consultation.accountability.snapshot import Note
from consultation.accountability.wording import about, edition_of, effect_sentence, figure_sentences, heading_of, title_of
from handbook.exchange.inline import runs_text
from handbook.exchange.pieces import ListPiece, Paragraph, SubHeading, piece_text
from handbook.exchange.sanitise import read_pieces

_LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}


def note_as_word(note: Note) -> bytes:
    """The note in the language that is active."""
    word = docx.Document()
    title = title_of(note)
    word.core_properties.title, word.core_properties.author, word.core_properties.comments = title[:255], "Klankbord", ""
    language = _LANGUAGES.get(get_language() or "nl", "nl-NL")
    word.core_properties.language = language
    for mark in word.styles.element.xpath("//w:rPrDefault//w:lang"):
        mark.set(qn("w:val"), language)
    word.add_heading(title, level=0)
    _paragraphs(word, edition_of(note))
    for line in figure_sentences(note):
        _paragraphs(word, line)
    _introduction(word, note)
    for section in note["sections"]:
        word.add_heading(_clean(f"{section['number']} {section['title']}"), level=1)
        for entry in section["entries"]:
            _entry(word, entry)
    content = io.BytesIO()
    word.save(content)
    return content.getvalue()


def _introduction(word: Any, note: Note) -> None:
    for piece in read_pieces(introduction_html(note)):
        match piece:
            case SubHeading(runs):
                word.add_heading(_clean(runs_text(runs)), level=1)
            case ListPiece(ordered, items, _start):
                for item in items:
                    style = "List Number" if ordered else "List Bullet"
                    word.add_paragraph(_clean(" ".join(piece_text(part) for part in item)), style=style)
            case Paragraph(runs, _quote):
                _paragraphs(word, runs_text(runs))
            case _:
                _paragraphs(word, piece_text(piece))


def _entry(word: Any, entry: dict[str, Any]) -> None:
    word.add_heading(heading_of(entry), level=2)
    for remark in entry["remarks"]:
        word.add_paragraph(_clean(about(remark))).runs[0].italic = True
        for text in (remark["quoted"], remark["question"]):
            if text:
                word.add_paragraph(_clean(text), style="Quote")
        _paragraphs(word, remark["body"])
        if remark["proposed"]:
            _labelled(word, _("Proposed text"), remark["proposed"])
    answer = entry["decision"] or _("There is no answer to this yet")
    word.add_paragraph().add_run(_clean(answer).capitalize()).bold = True
    _paragraphs(word, entry["reason"])
    for effect in effects_of(entry):
        _paragraphs(word, effect_sentence(effect))
        if effect["before"] != effect["after"]:
            _labelled(word, _("It said"), effect["before"])
            _labelled(word, _("It says now"), effect["after"])
    for one in entry["positions"]:
        _labelled(word, f"{one['organisation']}, {one['position']}", one["reason"])


def _labelled(word: Any, label: str, text: str) -> None:
    paragraph = word.add_paragraph()
    paragraph.add_run(f"{_clean(label)}: ").bold = True
    paragraph.add_run(_clean(text) or "—")


def _paragraphs(word: Any, text: str) -> None:
    for line in text.splitlines():
        if line.strip():
            word.add_paragraph(_clean(line))


def _clean(text: str) -> str:
    """Without the signs that a Word file may not hold (XML 1.0, 2.2)."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\t\n")
