"""manage.py export_comments: the comment table of a version as a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consultation.weighing.table.exporting import FORMATS, export_comments
from handbook.models import Version


class Command(BaseCommand):
    help = (
        "Writes the remarks on a version of a handbook to a file, in reading order, with full texts and the decisions that "
        "were published. xlsx, csv and docx are the table of standards bodies; json is plain data; jsonld is W3C Web "
        "Annotation. Exit code 0: written. 1: there is no such version, or the file cannot be written. 2: wrong arguments."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="The address of the handbook.")
        parser.add_argument("label", metavar="LABEL", help="The label of the version, such as 0.2.")
        parser.add_argument("--format", required=True, choices=FORMATS, help="The form of the file.")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE", help="The file to write.")

    def handle(self, *args: Any, **options: Any) -> None:
        slug, label, output = options["slug"], options["label"], options["output"]
        version = Version.objects.filter(slug=slug, label=label).order_by("-frozen_at").first()
        if version is None:
            labels = Version.objects.filter(slug=slug).order_by("ordinal").values_list("label", flat=True)
            known = f"It has: {', '.join(labels)}." if labels else "There is no version of a handbook with that address."
            raise CommandError(f"The handbook {slug} has no version {label}. {known}")
        # Written beside its place first, so that a full disk leaves no half file under the name that was asked for.
        unfinished = output.with_name(f".{output.name}.part")
        try:
            count = export_comments(version, options["format"], unfinished)
            unfinished.replace(output)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise CommandError(f"The file {output} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Wrote {count} remarks on {version} to {output}.")
