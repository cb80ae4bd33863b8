"""Fill a believable demo."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from home.demo.load import grow
from home.demo.story import tell_story


class Command(BaseCommand):
    help = (
        "Fills a believable demo: a handbook in three drafts, the people who react on it and what they wrote. Safe to run "
        "again: what is there is left alone. With --scale N it also adds N members with sections and remarks in "
        "proportion, half of them weighed, for a load test. It refuses to run in production, where invented people have no place."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--scale", type=int, default=0, metavar="N", help="Adds N members, 5 remarks for each, and N/2 sections."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo is not for production. Set KLANKBORD_MODE=demo and use a database of its own.")
        at = timezone.now()
        told = tell_story(at=at, say=lambda line: self.stdout.write(f"  {line}"))
        self.stdout.write(self.style.SUCCESS("The demo is filled." if told else "The demo was there already."))
        if options["scale"] > 0:
            grow(members=options["scale"], at=at, say=lambda line: self.stdout.write(f"  {line}"))
