"""For whoever watches the installation: does it live, is it ready, and what do its numbers say."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consultation.delivery.models import Email
from consultation.jobs import sweeps
from consultation.jobs.models import Heartbeat, Job

SILENT = timedelta(minutes=3)
"""How long a sweep may be silent; the ticks come every ten seconds."""
LATE = timedelta(minutes=10)
"""How long a mail may be due."""


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of anybody, so that a slow database does not have the process restarted."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether everything that must run runs: the database, the sweeps, the mail. 503 names what does not (G19)."""
    try:
        checks = _checks(timezone.now())
    except DatabaseError:
        checks = {"database": "does not answer"}
    fine = all(answer == "ok" for answer in checks.values())
    return JsonResponse({"ready": fine, "checks": checks}, status=200 if fine else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Numbers in the text format of Prometheus, for who has ``METRICS_TOKEN``; the page does not exist for others."""
    given = request.headers.get("Authorization", "")
    expected = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not secrets.compare_digest(given.encode(), expected.encode()):
        raise Http404
    lines = "\n".join(_lines(timezone.now()))
    return HttpResponse(lines + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def _checks(at: datetime) -> dict[str, str]:
    silent = sorted(name for name, age in _silences(at).items() if age is None or age > SILENT)
    overdue = _overdue(at)
    return {
        "database": "ok",
        "sweeps": f"silent: {', '.join(silent)}" if silent else "ok",
        "mail": f"the oldest is due for {overdue.total_seconds() // 60:.0f} minutes" if overdue > LATE else "ok",
    }


def _silences(at: datetime) -> dict[str, timedelta | None]:
    """For each registered sweep how long ago it ended; None when it never did. A long job keeps its lane silent."""
    beats = dict(Heartbeat.objects.values_list("name", "at"))
    busy = Job.objects.running(at).exists()
    slow = set(sweeps.names(slow=True)) if busy else set()
    return {name: timedelta(0) if name in slow else at - beats[name] if name in beats else None for name in sweeps.names()}


def _overdue(at: datetime) -> timedelta:
    oldest = Email.objects.due(at).aggregate(oldest=Min("next_try_at"))["oldest"]
    return at - oldest if oldest else timedelta(0)


def _lines(at: datetime) -> list[str]:
    lines = ["# HELP klankbord_mails Rows of the outbox by state.", "# TYPE klankbord_mails gauge"]
    mails = dict(Email.objects.order_by().values_list("state").annotate(Count("pk")))
    lines += [f'klankbord_mails{{state="{state}"}} {mails.get(state, 0)}' for state in Email.State.values]
    lines += ["# HELP klankbord_jobs Jobs by state.", "# TYPE klankbord_jobs gauge"]
    jobs = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
    lines += [f'klankbord_jobs{{state="{state}"}} {jobs.get(state, 0)}' for state in Job.State.values]
    lines += [
        "# HELP klankbord_mail_overdue_seconds How long the oldest mail is due.",
        "# TYPE klankbord_mail_overdue_seconds gauge",
    ]
    lines += [f"klankbord_mail_overdue_seconds {_overdue(at).total_seconds():.0f}"]
    lines += [
        "# HELP klankbord_sweep_silence_seconds How long ago a sweep ended.",
        "# TYPE klankbord_sweep_silence_seconds gauge",
    ]
    for name, age in _silences(at).items():
        if age is not None:
            lines.append(f'klankbord_sweep_silence_seconds{{sweep="{name}"}} {age.total_seconds():.0f}')
    return lines
