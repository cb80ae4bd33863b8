"""manage.py export_version: a frozen version as a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from handbook.exporting import EXPORT_FORMATS, export_version
from handbook.models import Version


class Command(BaseCommand):
    help = (
        "Writes a published version of a handbook to a file. JSON carries keys, passage ids and images, so that reading it "
        "gives the same handbook; Markdown carries the text and its structure; a Word file carries both, keys and ids unseen; "
        "a PDF is tagged (PDF/UA-1), to read and to print. "
        "Exit code 0: written. 1: there is no such version, or the file cannot be written. 2: wrong arguments."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="The address of the handbook.")
        parser.add_argument("label", metavar="LABEL", help="The label of the version, such as 0.2.")
        parser.add_argument("--format", required=True, choices=EXPORT_FORMATS, help="The form of the file.")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE", help="The file to write.")

    def handle(self, *args: Any, **options: Any) -> None:
        slug, label, output = options["slug"], options["label"], options["output"]
        version = Version.objects.filter(slug=slug, label=label).order_by("-frozen_at").first()
        if version is None:
            labels = Version.objects.filter(slug=slug).order_by("ordinal").values_list("label", flat=True)
            known = f"It has: {', '.join(labels)}." if labels else "There is no version of a handbook with that address."
            raise CommandError(f"The handbook {slug} has no version {label}. {known}")
        content = export_version(version, options["format"])
        # Written beside its place first, so that a full disk leaves no half file under the name that was asked for.
        unfinished = output.with_name(f".{output.name}.part")
        try:
            unfinished.write_bytes(content)
            unfinished.replace(output)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise CommandError(f"The file {output} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Wrote {version} to {output} ({len(content)} bytes).")
