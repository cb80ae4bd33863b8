"""A note as a tagged PDF (PDF/UA-1), in the look of the handbook's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from consultation.accountability.showing import introduction_html
from consultation.accountability.snapshot import Note
from consultation.accountability.wording import about, edition_of, effects_of, figure_sentences, heading_of, title_of, told_effect
from handbook.exchange.pdf import ACCESSIBLE, Standard, compile_paper, text_pieces

LAYOUT = Path(__file__).with_name("note.typ")


def note_as_pdf(note: Note, *, standard: Standard = ACCESSIBLE) -> bytes:
    """The note in the language that is active."""
    made = date.fromisoformat(note["made_on"])
    title, edition = title_of(note), edition_of(note)
    data = {
        "language": get_language() or settings.LANGUAGE_CODE,
        "title": title,
        "date": [made.year, made.month, made.day],
        "lines": [edition],
        "head": [title, edition],
        "foot": edition,
        "page": pgettext("before a page number", "page"),
        "contents": _("Contents"),
        "figures": figure_sentences(note),
        "introduction": text_pieces(introduction_html(note), site=settings.BASE_URL),
        "words": {
            "proposed": _("Proposed text"),
            "before": _("It said"),
            "after": _("It says now"),
            "positions": _("Positions of partners"),
        },
        "sections": [
            {"head": f"{section['number']} {section['title']}", "entries": [_entry(entry) for entry in section["entries"]]}
            for section in note["sections"]
        ],
    }
    return compile_paper(LAYOUT, data, standard=standard)


def _entry(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "head": heading_of(entry),
        "remarks": [
            {
                "about": about(remark),
                "quoted": remark["quoted"],
                "body": _lines(remark["question"]) + _lines(remark["body"]),
                "proposed": _lines(remark["proposed"]),
            }
            for remark in entry["remarks"]
        ],
        "decision": (entry["decision"] or _("There is no answer to this yet")).capitalize() + ("" if entry["decision"] else "."),
        "reason": _lines(entry["reason"]),
        "effects": [
            {"said": told_effect(effect), "before": effect["before"], "after": effect["after"]} for effect in effects_of(entry)
        ],
        "positions": [[f"{one['organisation']}, {one['position']}", one["reason"]] for one in entry["positions"]],
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
