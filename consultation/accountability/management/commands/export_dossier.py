"""manage.py export_dossier: all of a round as one closed file for the archive."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consultation.accountability.dossier.writing import write_dossier
from handbook.models import Version


class Command(BaseCommand):
    help = (
        "Writes the consultation dossier of a version to a zip file: drafts, facts of the round, comments, decisions and "
        "response notes, with metadata and checksums, readable without this product. It names organisations and numbers and "
        "no persons. Exit code 0: written. 1: there is no such version, or the file cannot be written. 2: wrong arguments."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="The address of the handbook.")
        parser.add_argument("label", metavar="LABEL", help="The label of the version, such as 0.2.")
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
            count = write_dossier(
                version, unfinished, at=timezone.now(), progress=self._tell if options["verbosity"] > 1 else None
            )
            unfinished.replace(output)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise CommandError(f"The file {output} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Wrote {count} files about {version} to {output}.")

    def _tell(self, done: int, total: int, step: str) -> None:
        self.stdout.write(f"{done} {step}")
