"""Deletes and empties what is past its period, as the nightly sweep does."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consultation.people import retention


class Command(BaseCommand):
    help = "Deletes and empties what is past its period. The nightly sweep does the same; look first with --dry-run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Tell what would go, and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        dry_run: bool = options["dry_run"]
        counts = retention.apply(dry_run=dry_run, at=timezone.now())
        for name, count in counts.items():
            self.stdout.write(f"{'failed' if count is None else count:>8}  {name}")
        if dry_run:
            self.stdout.write("Nothing was changed (--dry-run).")
        if None in counts.values():
            raise CommandError("Not everything could be done; the log says why.")
