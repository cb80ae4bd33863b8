"""A Word file written from above to below: a title, headings, paragraphs, lists. For notes and minutes, not for a handbook."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

_LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}


class WordPaper:
    """Paragraphs go before the page's properties one by one: python-docx would look through all of them each time."""

    def __init__(self, title: str, *, language: str) -> None:
        """``language`` is nl or en; python-docx's template says English."""
        self.word = docx.Document()
        body: Any = self.word.element.body
        self._page = body.sectPr
        tag = _LANGUAGES.get(language, "nl-NL")
        properties = self.word.core_properties
        properties.title, properties.author, properties.comments, properties.language = title[:255], "Klankbord", "", tag
        for mark in self.word.styles.element.xpath("//w:rPrDefault//w:lang"):
            mark.set(qn("w:val"), tag)
        self.paragraph(title, "Title")

    def paragraph(self, text: str = "", style: str = "") -> Paragraph:
        """A paragraph at the end; ``style`` is the id of a style of the template, such as Heading1 or ListBullet."""
        element = OxmlElement("w:p")
        self._page.addprevious(element)
        if style:
            element.style = style
        made = Paragraph(element, self.word._body)
        if text:
            made.add_run(clean(text))
        return made

    def paragraphs(self, text: str) -> None:
        """Each line as a paragraph; empty ones are left out."""
        for line in text.splitlines():
            if line.strip():
                self.paragraph(line)

    def labelled(self, label: str, text: str) -> None:
        made = self.paragraph()
        made.add_run(f"{clean(label)}: ").bold = True
        made.add_run(clean(text) or "—")

    def file(self) -> bytes:
        content = io.BytesIO()
        self.word.save(content)
        return content.getvalue()


def clean(text: str) -> str:
    """Without the signs that a Word file may not hold (XML 1.0, 2.2)."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\t\n")
