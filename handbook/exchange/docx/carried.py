"""What a Word file of ours carries beside its text: hidden bookmarks with ids, styles that mean something, properties.

The writer puts it in and the reader takes it out, so both know it from here (docs/decisions/0008-word-out-and-back.md).
A bookmark whose name begins with an underscore is hidden in Word, goes along with the words it stands around, and
survives being saved by LibreOffice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

PASSAGE, SECTION, APPENDIX = "_kb_p", "_kb_s", "_kb_a"
"""How the name of a bookmark begins: around a passage, around the heading of a section, or of an appendix."""

NUMBER_STYLE = "Klankbord nummer"
HEADING_NUMBER_STYLE = "Klankbord paragraafnummer"
LABEL_STYLE = "Klankbord soort"
NAME_STYLE = "Klankbord naam"
NOTE_STYLE = "Klankbord toelichting"
CODE_STYLE = "Klankbord code"
FRONT_STYLE = "Klankbord voorblad"
SUBHEADING_STYLE = "Klankbord tussenkop"
LIST_STYLE = "Klankbord lijst"
CONTINUE_STYLE = "Klankbord lijst vervolg"
FIGURE_STYLE = "Klankbord figuur"
TABLE_CAPTION_STYLE = "Klankbord tabeltitel"
TABLE_STYLE = "Klankbord tabel"
CELL_STYLE = "Klankbord cel"
FRAME_STYLE = "Klankbord kader"
FRAME_QUOTE_STYLE = "Klankbord kader citaat"
FRAME_LIST_STYLE = "Klankbord kader lijst"
FRAME_CONTINUE_STYLE = "Klankbord kader lijst vervolg"
FRAME_CAPTION_STYLE = "Klankbord kader tabeltitel"
ANSWER_STYLE = "Klankbord antwoord"
MOTIVATE_STYLE = "Klankbord motivering"
HEAD_STYLES = {
    "callout": "Klankbord let op",
    "example": "Klankbord voorbeeld",
    "definition": "Klankbord begrip",
    "law": "Klankbord wet",
    "step": "Klankbord stap",
    "outcome": "Klankbord uitkomst",
}
"""The style of the first line of each kind of special block; what follows stands in the styles of a frame."""

HANDBOOK_PROPERTY, LABEL_PROPERTY = "klankbord-handbook", "klankbord-label"
"""The names of the file's own properties: the address of the handbook and the label of the version."""

_NUMBER = re.compile(r"\s*(?:\d{1,3}(?:\.\d{1,3})*(?:-\d{1,4})?|[A-Z]{1,2}(?:\.\d{1,3})*(?:-\d{1,4}|(?=\s|$)))")
_LABEL = re.compile(r"[^:]*:")


@dataclass(frozen=True, slots=True)
class Mark:
    """A bookmark of ours in a paragraph: its kind (`PASSAGE`, `SECTION`, `APPENDIX`), the id, how many letters it holds."""

    kind: str
    identity: str
    letters: int


def bookmark_name(kind: str, identity: str) -> str:
    """The name of the bookmark that carries a UUID: 37 characters, of the 40 that Word allows."""
    return kind + UUID(identity).hex


def read_bookmark(name: str) -> tuple[str, str] | None:
    """The kind and the UUID that a bookmark's name carries; None for a bookmark of somebody else."""
    kind, digits = name[:5], name[5:]
    if kind not in (PASSAGE, SECTION, APPENDIX) or not re.fullmatch(r"[0-9a-f]{32}", digits):
        return None
    return kind, str(UUID(digits))


def chosen(marks: Iterable[Mark], *kinds: str) -> Mark | None:
    """The mark that names a paragraph: the first of these kinds that holds words, since of several paragraphs that were
    merged the first goes on, and what was deleted leaves an empty mark behind.
    """
    wanted = [mark for mark in marks if mark.kind in kinds]
    return next((mark for mark in wanted if mark.letters), wanted[0] if wanted else None)


def number_length(styled: Sequence[str]) -> int:
    """How many letters of the words in `NUMBER_STYLE` are the number; what somebody typed behind it is text."""
    found = _NUMBER.match("".join(styled))
    return found.end() if found else 0


def label_length(styled: Sequence[str]) -> int:
    """How many letters of the words in `LABEL_STYLE` are the label ("Voorbeeld:")."""
    found = _LABEL.match("".join(styled))
    return found.end() if found else 0
