"""Erases a person."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consultation.people.actions import erase_person
from consultation.people.errors import CannotBeErased, UnknownPerson


class Command(BaseCommand):
    help = (
        "Erases a person: account, sessions, application, invitations, messages and the contents of mails. "
        "What she wrote about the handbook stays, under a number. This cannot be undone; look first with --dry-run."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="The e-mail address of the person.")
        parser.add_argument("--dry-run", action="store_true", help="Tell what would be erased, and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        dry_run: bool = options["dry_run"]
        try:
            report = erase_person(email=options["email"], dry_run=dry_run, farewell=True, at=timezone.now())
        except (UnknownPerson, CannotBeErased) as error:
            raise CommandError(error.message) from error
        for label, touched in report.touched.items():
            self.stdout.write(f"{touched:>8}  {label}")
        for label, changed in report.named.items():
            self.stdout.write(f"{changed:>8}  {label}: texts of others that named her")
        if dry_run:
            self.stdout.write("Nothing was changed (--dry-run).")
        else:
            self.stdout.write(f"Erased. Consents and the audit trail keep the number {report.subject}.")
