"""The composed motivation of a walk as a Word file and as a PDF."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consultation.tryouts.account import Account, end_words

LAYOUT = Path(__file__).with_name("account.typ")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}


def as_docx(account: Account) -> bytes:
    """A Word file with real headings, in the reader's language."""
    word = docx.Document()
    word.core_properties.title = account.title
    word.core_properties.author = "Klankbord"
    word.core_properties.comments = ""
    language = _LANGUAGES.get(get_language() or "nl", "nl-NL")
    word.core_properties.language = language
    _speak(word, language)
    word.add_heading(account.title, level=1)
    for line in account.about:
        word.add_paragraph(line)
    word.add_heading(_("The case"), level=2)
    _paragraphs(word, account.story)
    word.add_heading(_("The questions"), level=2)
    for step in account.steps:
        word.add_heading(f"{step.name} {step.question}", level=3)
        word.add_paragraph().add_run(step.answer).bold = True
        _paragraphs(word, step.motivation)
    word.add_heading(_("The outcome"), level=2)
    for end in account.ends:
        word.add_heading(end.words, level=3)
        for line in end_words(end):
            _paragraphs(word, line)
        _paragraphs(word, end.meaning)
    content = io.BytesIO()
    word.save(content)
    return content.getvalue()


def as_pdf(account: Account) -> bytes:
    """A tagged PDF. What people typed goes in as data, so that nothing of it is taken for an instruction of the layout."""
    data = {
        "language": get_language() or "nl",
        "title": account.title,
        "about": list(account.about),
        "heads": [_("The case"), _("The questions"), _("The outcome")],
        "page": _("page"),
        "story": _lines(account.story),
        "steps": [
            {"head": f"{step.name} {step.question}", "answer": step.answer, "lines": _lines(step.motivation)}
            for step in account.steps
        ],
        "ends": [
            {
                "head": end.words,
                "lines": [line for words in end_words(end) for line in _lines(words)],
                "meaning": _lines(end.meaning),
            }
            for end in account.ends
        ],
    }
    return typst.compile(LAYOUT, sys_inputs={"data": json.dumps(data)}, format="pdf", ignore_system_fonts=True)


def _paragraphs(word: docx.document.Document, text: str) -> None:
    for line in _lines(text):
        word.add_paragraph(line)


def _lines(text: str) -> list[str]:
    return [line for line in (one.strip() for one in text.splitlines()) if line]


def _speak(word: docx.document.Document, language: str) -> None:
    """Tells Word and screen readers which language the text is in: python-docx's template says English."""
    for mark in word.styles.element.xpath("//w:rPrDefault//w:lang"):
        mark.set(docx.oxml.ns.qn("w:val"), language)
