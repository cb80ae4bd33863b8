"""Write a backup from the command line or a cron job."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from home.management.terminal import progress_on
from home.operations.backup import back_up
from home.operations.errors import OperationError


class Command(BaseCommand):
    help = (
        "Writes the database and all uploaded files to a folder, with a manifest.json that says what is in it: versions, "
        "rows per table, and a SHA-256 of every file. People may go on working meanwhile. PostgreSQL needs pg_dump on the "
        "PATH. The folder holds personal data: keep it where only administrators come, and keep SECRET_KEY somewhere else."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="A folder that does not exist yet, or is empty.")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            made = back_up(folder=folder, at=timezone.now(), progress=progress_on(self.stderr))
        except (OperationError, OSError) as error:
            raise CommandError(f"There is no backup. {error}") from error
        rows = sum(made.tables.values())
        self.stdout.write(
            self.style.SUCCESS(f"{folder}: {rows} rows of {len(made.tables)} tables and {len(made.media)} uploaded files.")
        )
