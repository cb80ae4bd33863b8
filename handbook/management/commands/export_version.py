"""manage.py export_version: a frozen version as a file."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from handbook.exporting import EXPORT_FORMATS, export_version
from handbook.management.versions import add_file_arguments, add_version_arguments, version_called, write_beside


class Command(BaseCommand):
    help = (
        "Writes a published version of a handbook to a file. JSON carries keys, passage ids and images, so that reading it "
        "gives the same handbook; Markdown carries the text and its structure; a Word file carries both, keys and ids unseen; "
        "a PDF is tagged (PDF/UA-1), to read and to print. "
        "Exit code 0: written. 1: there is no such version, or the file cannot be written. 2: wrong arguments."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_version_arguments(parser)
        add_file_arguments(parser, EXPORT_FORMATS)

    def handle(self, *args: Any, **options: Any) -> None:
        version, output = version_called(options["slug"], options["label"]), options["output"]
        content = export_version(version, options["format"])
        write_beside(output, lambda path: path.write_bytes(content))
        self.stdout.write(f"Wrote {version} to {output} ({len(content)} bytes).")
