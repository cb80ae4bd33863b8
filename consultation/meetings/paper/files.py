"""The paper of a meeting as a file. It takes less than half a second, so it is made for each who asks and nothing is kept."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language, pgettext

from consultation.meetings.paper.parts import MeetingPaper
from handbook.exchange.docx.papers import WordPaper
from handbook.exchange.pdf import compile_paper

LAYOUT = Path(__file__).with_name("meeting.typ")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def as_pdf(paper: MeetingPaper) -> bytes:
    """Tagged (PDF/UA-1), in the look of the handbook's own."""
    data = {
        "language": _language(),
        "title": paper.title,
        "date": [paper.day.year, paper.day.month, paper.day.day],
        "head": [paper.title, paper.lines[0]],
        "foot": paper.lines[0],
        "page": pgettext("before a page number", "page"),
        "lines": list(paper.lines),
        "parts": [asdict(part) for part in paper.parts],
    }
    return compile_paper(LAYOUT, data)


def as_word(paper: MeetingPaper) -> bytes:
    """With real headings and lists, to go on writing in."""
    word = WordPaper(paper.title, language=_language())
    for line in paper.lines:
        word.paragraph(line)
    for part in paper.parts:
        if part.head:
            word.paragraph(part.head, "Heading1")
        for line in part.lines:
            word.paragraph(line)
        for point in part.points:
            word.paragraph(point, "ListBullet")
    return word.file()


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


FORMATS = {"pdf": (as_pdf, "application/pdf"), "docx": (as_word, WORD)}
"""By the ending of the file, what writes it, and its media type."""
