"""Put a backup back, or rehearse it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from home.management.terminal import progress_on
from home.operations.errors import OperationError
from home.operations.restore import restore


class Command(BaseCommand):
    help = (
        "Puts a backup back: verifies every file against its manifest, replaces database and uploaded files, counts the "
        "rows of every table and checks the triggers that guard published versions. If any of it fails, what was here "
        "stays. Stop web, worker and beat first. Mails that waited in the backup are held, because they may have been "
        "sent since, and everybody signs in anew. An installation that is not empty is refused without --overwrite."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="A folder that the command backup wrote.")
        parser.add_argument("--overwrite", action="store_true", help="Replaces the accounts, handbooks and files that are here.")

    def handle(self, *args: Any, folder: Path, overwrite: bool, **options: Any) -> None:
        try:
            done = restore(folder=folder, overwrite=overwrite, at=timezone.now(), progress=progress_on(self.stderr))
        except (OperationError, OSError) as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        rows = sum(done.manifest.tables.values())
        self.stdout.write(
            self.style.SUCCESS(
                f"The backup of {done.manifest.made_at} is back: {rows} rows of {len(done.manifest.tables)} tables and "
                f"{len(done.manifest.media)} uploaded files, counted and verified."
            )
        )
        if done.manifest.waiting_mail:
            self.stdout.write(f"{done.manifest.waiting_mail} mails waited in it; they are held as uncertain.")
        if done.pending_migrations:
            self.stdout.write(
                f"The backup is of an older version: run manage.py migrate ({len(done.pending_migrations)} to apply)."
            )
