"""What Celery carries: a bell without content. Safe to run twice, late or never; what is due stands in the database."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.utils import timezone

from consultation.jobs import sweeps


@shared_task(name="consultation.jobs.tasks.run_due")
def run_due(**kwargs: Any) -> None:
    """Runs the sweeps named in ``only``, else the quick ones. Keywords of a newer release are passed over."""
    only = kwargs.get("only")
    sweeps.run_all(timezone.now(), only=sweeps.names(slow=False) if only is None else list(only))


@shared_task(name="consultation.jobs.tasks.run_slow")
def run_slow(**kwargs: Any) -> None:
    """Runs the sweeps of the slow lane: the jobs."""
    sweeps.run_all(timezone.now(), only=sweeps.names(slow=True))
