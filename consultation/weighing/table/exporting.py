"""The comment table in every form that it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from consultation.comments.table.facts import TableFacts
from consultation.comments.table.paper import write_docx
from consultation.comments.table.rows import TableRow
from consultation.comments.table.spreadsheets import write_table, write_xlsx
from consultation.weighing.table.annotations import write_json, write_jsonld
from consultation.weighing.table.rows import table_rows
from handbook.models import Version

FORMATS = ("xlsx", "csv", "docx", "json", "jsonld")


class _Counted:
    """Rows that are counted while they go by."""

    def __init__(self, rows: Iterable[TableRow]) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Iterator[TableRow]:
        for row in self.rows:
            self.count += 1
            yield row


def export_comments(version: Version, file_format: str, path: Path) -> int:
    """Writes the remarks of a version and its corrections to a file; returns how many. Headings are in the active language.

    Raises:
        ValueError: no such format.
        OSError: the file cannot be written.
    """
    rows = _Counted(table_rows(version))
    facts = TableFacts(_("Comments on %(version)s") % {"version": version}, version.slug, version.label)
    match file_format:
        case "xlsx":
            write_xlsx(rows, path, facts=facts)
        case "csv":
            write_table(rows, path)
        case "docx":
            write_docx(rows, path, facts=facts)
        case "json":
            write_json(rows, path, version=version)
        case "jsonld":
            write_jsonld(rows, path, version=version)
        case _:
            raise ValueError(f"no format is called {file_format}")
    return rows.count
