"""The mails of the story go out on the days on which it happened, so that nobody's first day brings them all."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Min

from consultation.delivery.models import Email, Notice
from consultation.jobs.sweeps import run_all

SWEEPS = ("delivery.digest", "delivery.send")


def deliver_the_past(*, until: datetime) -> None:
    """Runs the sweeps of the mail at each instant at which something was due, up to ``until``."""
    last = None
    while (due := _next_due()) is not None and due <= until and due != last:
        run_all(due, only=SWEEPS)
        last = due


def _next_due() -> datetime | None:
    mail = Email.objects.filter(state=Email.State.QUEUED).aggregate(at=Min("next_try_at"))["at"]
    notice = Notice.objects.aggregate(at=Min("digest_at"))["at"]
    return min((at for at in (mail, notice) if at is not None), default=None)
