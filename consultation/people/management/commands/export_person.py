"""Writes everything that is known of a person to a file."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from consultation.people.actions import export_person
from consultation.people.errors import UnknownPerson


class Command(BaseCommand):
    help = (
        "Writes everything that is known of a person to a JSON file, for a request under article 15 of the GDPR. "
        "The address may be that of an account, of an applicant or of somebody who was mailed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="The e-mail address of the person.")
        parser.add_argument("--output", required=True, type=Path, help="The file to write. It must not exist yet.")

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path = options["output"]
        try:
            data = export_person(email=options["email"], at=timezone.now())
        except UnknownPerson as error:
            raise CommandError(error.message) from error
        text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        try:
            with output.open("x", encoding="utf-8") as file:
                file.write(text + "\n")
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror}.") from error
        rows = sum(len(place["rows"]) for place in data["data"].values())
        self.stdout.write(f"{rows} rows from {len(data['data'])} places written to {output}.")
