"""manage.py import_handbook: a document into the living handbook."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from handbook.actions import ImportReport, import_document
from handbook.errors import HandbookError, WordUndecided
from handbook.exchange.errors import ImportRefused
from handbook.importing import KINDS
from handbook.opening import IMPORT_FORMATS, LARGEST_FILE_BYTES, format_of, open_document
from handbook.telling import tell_oddity


class Command(BaseCommand):
    help = (
        "Reads a document into the living text of a handbook. Headings become sections and are matched with the "
        "sections that are there, so that only what differs is written. Prints which sections were created, kept, "
        "changed, moved, renamed and removed. Either all of the document is imported or nothing. "
        "Exit code 0: imported (or nothing to change). 1: the file or the handbook does not allow it. 2: wrong arguments."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="The document to read.")
        parser.add_argument(
            "--handbook", required=True, metavar="SLUG", help="The address of the handbook. It is made if there is none."
        )
        parser.add_argument("--title", default="", help="What the handbook is called. By default the document's own title.")
        parser.add_argument("--dry-run", action="store_true", help="Shows what would happen and writes nothing.")
        parser.add_argument("--format", choices=IMPORT_FORMATS, help="The form of the file. By default what its name says.")
        parser.add_argument(
            "--changes",
            choices=("accept", "reject"),
            help="What becomes of the tracked changes in a Word file. A file that has any is refused without this.",
        )
        parser.add_argument(
            "--leave-comments",
            action="store_true",
            help="Leaves out the comments in a Word file. A file that has any is refused without this.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            self._import(options)

    def _import(self, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        file_format = options["format"] or format_of(path.name)
        if not file_format:
            raise CommandError(
                f"The name {path.name} does not say what the file is. Add --format {' or --format '.join(IMPORT_FORMATS)}.",
                returncode=2,
            )
        try:
            if path.stat().st_size > LARGEST_FILE_BYTES:
                raise ImportRefused("too-large", f"{LARGEST_FILE_BYTES // 1_000_000} MB")
            document = open_document(
                path.read_bytes(),
                file_format=file_format,
                images=_Beside(path.parent),
                changes=options["changes"] or "",
                leave_comments=options["leave_comments"],
            )
            report = import_document(
                handbook=None,
                slug=options["handbook"],
                document=document,
                title=options["title"],
                by=None,
                at=timezone.now(),
                progress=self._progress if options["verbosity"] else None,
                dry_run=options["dry_run"],
            )
        except OSError as error:
            raise CommandError(f"The file {path} cannot be read: {error.strerror}.") from error
        except WordUndecided as error:
            missing = ["--changes accept or --changes reject"] if error.tracked_changes else []
            missing += ["--leave-comments"] if error.comments else []
            raise CommandError(f"Nothing was imported. {error} Add {' and '.join(missing)}.") from error
        except (ImportRefused, HandbookError) as error:
            raise CommandError(f"Nothing was imported. {error}") from error
        self._print(report)

    def _progress(self, done: int, total: int) -> None:
        if total > 20 and (done % 20 == 0 or done == total):
            self.stderr.write(f"\r{done} of {total} sections", ending="\n" if done == total else "")
            sys.stderr.flush()

    def _print(self, report: ImportReport) -> None:
        state = "Would import" if report.dry_run else "Imported"
        self.stdout.write(f"{state}: {report.title}" + (" (a new handbook)" if report.new_handbook else ""))
        for kind in KINDS:
            self.stdout.write(f"{kind}: {report.counts[kind]}")
            if kind != "kept":
                for line in report.lines[kind]:
                    self.stdout.write(f"  {line}")
        if report.respelled:
            self.stdout.write(f"Of those kept, {len(report.respelled)} differ in white space, capitals or markup only.")
        for title in report.overtaken:
            self.stdout.write(f"Unpublished edits are in the page's history now: {title}")
        for oddity in report.oddities:
            self.stdout.write(f"Note: {tell_oddity(oddity)}")


class _Beside(Mapping[str, bytes]):
    """The files in the folder of a Markdown text, read when the text shows them; never one outside that folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def __getitem__(self, address: str) -> bytes:
        path = (self.folder / address).resolve()
        if not path.is_relative_to(self.folder) or not path.is_file() or path.stat().st_size > LARGEST_FILE_BYTES:
            raise KeyError(address)
        return path.read_bytes()

    def __iter__(self) -> Iterator[str]:
        return (path.name for path in self.folder.iterdir())

    def __len__(self) -> int:
        return sum(1 for _ in self)
