"""manage.py export_comments: the comment table of a version as a file."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from consultation.weighing.table.exporting import FORMATS, export_comments
from handbook.management.versions import add_file_arguments, add_version_arguments, version_called, write_beside


class Command(BaseCommand):
    help = (
        "Writes the remarks on a version of a handbook to a file, in reading order, with full texts and the decisions that "
        "were published. xlsx, csv and docx are the table of standards bodies; json is plain data; jsonld is W3C Web "
        "Annotation. Exit code 0: written. 1: there is no such version, or the file cannot be written. 2: wrong arguments."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_version_arguments(parser)
        add_file_arguments(parser, FORMATS)

    def handle(self, *args: Any, **options: Any) -> None:
        version, output = version_called(options["slug"], options["label"]), options["output"]
        count = write_beside(output, lambda path: export_comments(version, options["format"], path))
        self.stdout.write(f"Wrote {count} remarks on {version} to {output}.")
