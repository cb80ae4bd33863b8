"""The parts of a dossier: each a path inside it, what it is, and its content."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultation.accountability.dossier.facts import decisions_of, facts_of
from consultation.accountability.dossier.pages import decisions_page, facts_page, note_page, remarks_page
from consultation.accountability.models import NoteEdition
from consultation.accountability.paper.pdf import note_as_pdf
from consultation.accountability.showing import shown_note
from consultation.accountability.snapshot import credited_as
from consultation.comments.models import Submitter
from consultation.comments.table.spreadsheets import write_table
from consultation.rounds.models import round_of
from consultation.weighing.table.annotations import write_json
from consultation.weighing.table.rows import TableRow, table_rows
from handbook.exchange.pdf import ARCHIVAL
from handbook.exchange.spreadsheets import write_csv
from handbook.exporting import version_as_json, version_as_pdf, version_as_webpage
from handbook.models import Version

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a dossier: where it stands in it, what it is in the reader's words, and its bytes."""

    path: str
    what: str | Promise
    content: bytes

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.path.rpartition(".")[2]]


def parts_of(version: Version, *, at: datetime) -> Iterator[Part]:
    """Everything of the round of a version (never of a correction), one part after the other: the drafts, the facts of the round,
    comments, decisions and notes. Whoever commented is an organisation and a number, as in the note."""
    yield from _drafts(version)
    yield from _round(version, at=at)
    yield from _remarks(version)
    yield from _decisions(version)
    yield from _notes(version)


def _drafts(version: Version) -> Iterator[Part]:
    for draft in Version.objects.issue_of(version).order_by("ordinal"):
        path = f"versies/{draft.slug}-{draft.label}"
        yield Part(
            f"{path}.pdf", _("The draft to read and to print (PDF/A-2a, tagged)."), version_as_pdf(draft, standard=ARCHIVAL)
        )
        yield Part(f"{path}.html", _("The draft as a web page, with its images inside."), version_as_webpage(draft).encode())
        yield Part(
            f"{path}.json", _("The draft as data, with the key of every section and passage."), version_as_json(draft).encode()
        )


def _round(version: Version, *, at: datetime) -> Iterator[Part]:
    facts = facts_of(version, at=at)
    yield Part("ronde/ronde.json", _("The facts of the round as data."), _json(facts))
    yield Part(
        "ronde/ronde.html",
        _("The facts of the round: when it ran, for whom, what was asked, how many reacted."),
        facts_page(facts),
    )


def _remarks(version: Version) -> Iterator[Part]:
    rows = _rows(version)
    yield Part(
        "reacties/reacties.csv",
        _("Every comment with the decision that was sent, as a table."),
        _written(lambda path: write_table(rows, path)),
    )
    yield Part(
        "reacties/reacties.json",
        _("Every comment as data, with the words that it is about."),
        _written(lambda path: write_json(rows, path, version=version)),
    )
    yield Part("reacties/reacties.html", _("Every comment to read, in the order of the text."), remarks_page(version, rows))


def _rows(version: Version) -> list[TableRow]:
    """The comment table, in which nobody is named."""
    round = round_of(version)
    people = Submitter.objects.filter(handbook_key=version.handbook_key).select_related("user__organisation", "organisation")
    credited = {str(one.number): credited_as(one, round) for one in people}
    return [replace(row, who=credited[row.submitter]) for row in table_rows(version)]


def _decisions(version: Version) -> Iterator[Part]:
    heads, rows = decisions_of(version)
    yield Part(
        "besluiten/besluiten.csv",
        _("What was decided on each comment, when, whether it was sent, and where the partners stood, as a table."),
        _csv([heads, *rows]),
    )
    data = [dict(zip(heads, row, strict=True)) for row in rows]
    yield Part(
        "besluiten/besluiten.json", _("The decisions as data."), _json({"form": "klankbord-decisions/1", "decisions": data})
    )
    yield Part("besluiten/besluiten.html", _("The decisions to read."), decisions_page(version, heads, rows))


def _notes(version: Version) -> Iterator[Part]:
    for edition in NoteEdition.objects.filter(version=version).select_related("version"):
        note, path = shown_note(edition), f"nota/nota-{edition.number}"
        yield Part(
            f"{path}.pdf", _("The response note to read and to print (PDF/A-2a, tagged)."), note_as_pdf(note, standard=ARCHIVAL)
        )
        yield Part(f"{path}.html", _("The response note as a web page."), note_page(note))
        yield Part(f"{path}.json", _("The response note as data."), _json(note))


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1, default=str).encode()


def _csv(rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO(newline="")
    write_csv(text, rows)
    return text.getvalue().encode()


def _written(write: Callable[[Path], None]) -> bytes:
    """What a writer of files writes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "part"
        write(path)
        return path.read_bytes()
