"""Publish a version from the command line; does what the wizard in the admin does."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consultation.publishing.actions import publish
from consultation.publishing.errors import PublicationRefused
from consultation.publishing.plan import PublicationPlan, RoundPlan
from consultation.weighing.errors import WeighingRefused
from consultation.weighing.models import PassedGate, PassedPartners
from handbook.errors import HandbookError
from handbook.models import HandbookPage, Status, Version


class Command(BaseCommand):
    help = (
        "Freezes the agreed text of a handbook as a version, opens a round and tells people. Without --round-until there "
        "is no round: the version is a werkversie, read by redactie and werkgroep, and nobody is mailed. With it the "
        "version is a consultatieversie with an open round for klankbordgroep and werkgroep, who get one mail each. A "
        "round of this handbook that still runs is closed; remarks on it after that are marked late. With --correction a few "
        "words of the newest version are mended: its round goes on and nobody is mailed. What is still open at the gate (remarks "
        "without an answer, adopted remarks whose text did not change, changes without a reason) is printed and kept with the "
        "version, together with --reason."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="The handbook's address, as in /handreiking/SLUG/.")
        parser.add_argument("--label", required=True, help="The version's label, such as 0.2. It may not exist yet.")
        parser.add_argument("--status", choices=Status.values, help="The status word, when the default does not fit.")
        parser.add_argument("--notes", type=Path, metavar="FILE", help="A text file with the release notes.")
        parser.add_argument(
            "--round-until", type=date.fromisoformat, metavar="YYYY-MM-DD", help="The last day of the round, until midnight."
        )
        parser.add_argument(
            "--reason", default="", metavar="TEXT", help="Why it is published although something is open, or a partner objects."
        )
        parser.add_argument(
            "--ask-partners",
            action="store_true",
            help="Without a round: asks the partner organisations whether the version may go into consultation.",
        )
        parser.add_argument("--no-mail", action="store_true", help="Opens the round without a mail to its members.")

        parser.add_argument(
            "--correction",
            action="store_true",
            help="Mends a few words of the newest version; the label is that version's with one more number, such as 0.1.1.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        handbook = HandbookPage.objects.filter(slug=options["slug"]).first()
        if handbook is None:
            known = ", ".join(HandbookPage.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no handbook {options['slug']!r}. Known handbooks: {known}.")
        if options["correction"] and (options["status"] or options["round_until"]):
            raise CommandError(
                "A correction keeps the status and the round of its version. Leave out --status and --round-until."
            )
        if options["ask_partners"] and (options["correction"] or options["round_until"]):
            raise CommandError("Partners are asked about a working version. Leave out --correction and --round-until.")
        at = timezone.now()
        plan = PublicationPlan(
            label=options["label"],
            status=options["status"] or (Status.CONSULTATION if options["round_until"] else Status.WORKING),
            notes=self._notes(options["notes"]),
            round=_round(options["round_until"], at=at),
            mail=not options["no_mail"],
            correction=options["correction"],
            gate_reason=options["reason"].strip(),
            partners_reason=options["reason"].strip(),
            ask_partners=options["ask_partners"],
        )
        try:
            version = publish(handbook=handbook, plan=plan, by=None, at=at, progress=self._progress)
        except (HandbookError, PublicationRefused, WeighingRefused) as error:
            raise CommandError(str(error)) from error
        self._tell_gate(version)
        sections = version.sections.count()
        self.stdout.write(self.style.SUCCESS(f"{version.title} {version.label}: {sections} sections are frozen."))

    def _tell_gate(self, version: Version) -> None:
        gate = PassedGate.objects.filter(version=version).select_related("since").first()
        if gate is not None:
            self.stdout.write(
                f"Gate since {gate.since.label}: {gate.unanswered} remarks without an answer, "
                f"{gate.unchanged} adopted remarks whose text did not change, "
                f"{gate.unexplained} changed sections without a remark or a reason."
            )
        partners = PassedPartners.objects.filter(version=version).first()
        if partners is not None:
            said = [("object", partners.objecting), ("are silent", partners.silent)]
            told = "; ".join(f"{', '.join(names)} {verb}" for verb, names in said if names)
            self.stdout.write(f"Partners: {told}.")

    def _notes(self, file: Path | None) -> str:
        if file is None:
            return ""
        try:
            return file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"The notes cannot be read from {file}: {error}. Give a text file in UTF-8.") from error

    def _progress(self, done: int, total: int, step: str = "") -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{step or 'freeze'}: {done} of {total}   ", ending="")


def _round(last_day: date | None, *, at: datetime) -> RoundPlan | None:
    """A round from now until the end of the last day, on the wall clock of the site.

    Raises:
        CommandError: the last day lies before today.
    """
    if last_day is None:
        return None
    closes_at = timezone.make_aware(datetime.combine(last_day, time(23, 59, 59)))
    if closes_at <= at:
        raise CommandError(f"--round-until {last_day} lies in the past. Choose today or a later day.")
    return RoundPlan(opens_at=at, closes_at=closes_at)
