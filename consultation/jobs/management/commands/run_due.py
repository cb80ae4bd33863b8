"""`manage.py run_due`: every sweep without Celery, once or in a loop."""

from __future__ import annotations

import threading
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from consultation.jobs import stopping, sweeps

EVERY_SECONDS = 2.0
"""The pause of the loop. Without a broker nothing wakes it, and a sign-in code should not keep anybody waiting."""


class Command(BaseCommand):
    help = (
        "Does everything that is due: sends mails, opens and closes rounds, runs jobs that wait. This is what Celery's "
        "ticks do; with this command a cron job or one process in a loop is enough. It may run beside Celery, and "
        "twice: nothing is done twice. The exit code is 1 when a sweep failed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--once", action="store_true", help="Run every sweep once and stop. This is the default.")
        way.add_argument("--loop", action="store_true", help="Go on until SIGTERM or Ctrl-C; finish what was begun.")
        parser.add_argument(
            "--at",
            metavar="ISO",
            help="Pretend that it is this instant (2026-03-29T12:00+01:00). Only in the demo.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = self._instant(options["at"])
        if options["loop"]:
            if at is not None:
                raise CommandError("--at stands still, so it does not go with --loop.")
            with stopping.listening() as stop:
                self._loop(stop)
            return
        with stopping.listening():
            self._once(at or timezone.now())

    def _once(self, at: datetime) -> None:
        """Every sweep, and again those that did something, until nothing is left: a sweep may end early to be polite."""
        failed: set[str] = set()
        again: list[str] | None = None
        while (again is None or again) and not stopping.asked():
            done = sweeps.run_all(at, only=again, announce=self._announce)
            failed |= {name for name, count in done.items() if count is None}
            again = [name for name, count in done.items() if count]
        if failed:
            raise CommandError(f"These sweeps failed; the log says why: {', '.join(sorted(failed))}.")

    def _announce(self, name: str, count: int | None) -> None:
        self.stdout.write(f"{name}: {'failed' if count is None else count}")

    def _instant(self, text: str | None) -> datetime | None:
        if text is None:
            return None
        if settings.PRODUCTION:
            raise CommandError("--at works in the demo and the tests only: it would send mails that are not due yet.")
        try:
            at = parse_datetime(text)
        except ValueError:
            at = None
        if at is None:
            raise CommandError(f"{text!r} is not an instant; write it like 2026-03-29T12:00+01:00.")
        return at if timezone.is_aware(at) else timezone.make_aware(at)

    def _loop(self, stop: threading.Event) -> None:
        """Two lanes, each a thread: the quick sweeps and the jobs, so that a long job never holds up a sign-in code."""
        slow = threading.Thread(target=_lane, args=(True, stop))
        slow.start()
        _lane(False, stop)
        slow.join()


def _lane(slow: bool, stop: threading.Event) -> None:
    """Runs the sweeps of one lane until ``stop`` is set."""
    while not stop.is_set():
        close_old_connections()
        sweeps.run_all(timezone.now(), only=sweeps.names(slow=slow))
        stop.wait(EVERY_SECONDS)
    connection.close()
