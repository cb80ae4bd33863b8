"""The life of a job: queued, claimed, done or failed. The only code that changes a job's state."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from django.db.models import F

from consultation.jobs.errors import LeaseLost
from consultation.jobs.models import Job
from consultation.jobs.nudge import nudge
from consultation.jobs.registry import private_kinds

__all__ = [
    "Progress",
    "attach_file",
    "cancel",
    "claim",
    "enqueue",
    "fail",
    "finish",
    "forget_private",
    "no_progress",
    "nudge",
    "renew",
    "retry_later",
]

SWEEP = "jobs.run"
"""The sweep that takes jobs up."""
Progress = Callable[[int, int, str], None]
"""Takes (done, total, step), the step in the reader's words."""
LEASE = timedelta(seconds=60)
"""How long a worker may be silent before another takes its job over."""
AT_ONCE = 1
"""Jobs that run beside each other: one, so that of two worker processes one always has its hands free for mail."""
PAUSES = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5))
"""How long a job waits after its first, second and third failure; after the last one it has failed."""


def no_progress(done: int, total: int, step: str = "") -> None:
    """For callers that show none."""


@transaction.atomic
def enqueue(*, kind: str, arguments: Mapping[str, Any], dedup_key: str, requested_by: Any = None, at: datetime) -> Job:
    """Writes down a job; it runs soon after the commit, and not at all when the transaction is rolled back.

    Asking twice under the same ``dedup_key`` gives the same job, so a double click does nothing twice. A job that
    failed or was cancelled is put back in the queue, with the new arguments.

    Args:
        kind: the name under which a function is registered (``registry.job_kind``).
        arguments: what the function needs, as JSON.
        dedup_key: what makes this job this job, at most 200 characters.
        requested_by: the user who may watch it, or None.
        at: the instant, aware.

    Returns:
        The job, new or known.
    """
    job = Job.objects.select_for_update().filter(dedup_key=dedup_key).first()
    if job is None:
        try:
            with transaction.atomic():
                job = Job.objects.create(
                    kind=kind,
                    arguments=dict(arguments),
                    dedup_key=dedup_key,
                    requested_by=requested_by,
                    queued_at=at,
                    next_try_at=at,
                )
        except IntegrityError:  # somebody asked for the same in this very moment
            return Job.objects.get(dedup_key=dedup_key)
    elif job.state in {Job.State.FAILED, Job.State.CANCELLED}:
        _restart(job, arguments=arguments, requested_by=requested_by, at=at)
    nudge(SWEEP)
    return job


def _restart(job: Job, *, arguments: Mapping[str, Any], requested_by: Any, at: datetime) -> None:
    job.arguments, job.requested_by = dict(arguments), requested_by
    job.state, job.queued_at, job.next_try_at = Job.State.QUEUED, at, at
    job.done_count = job.total_count = job.attempts = 0
    job.step, job.error, job.result, job.finished_at = "", "", {}, None
    job.save()


def claim(*, at: datetime) -> Job | None:
    """Takes one due job for this worker, or None when there is none or enough are running.

    The row is chosen under a lock that others skip (SQLite: inside its one write transaction) and taken by a
    conditional UPDATE that puts our token on it. Every later change asks for that token, so that a worker whose lease
    ran out cannot write over the one that took the job up again.
    """
    if not Job.objects.due(at).exists():
        return None
    token = uuid.uuid4()
    with transaction.atomic():
        if Job.objects.running(at).count() >= AT_ONCE:
            return None
        job = Job.objects.due(at).order_by("next_try_at", "queued_at").select_for_update(skip_locked=True).first()
        if job is None:
            return None
        taken = (
            Job.objects.due(at)
            .filter(pk=job.pk)
            .update(state=Job.State.RUNNING, lease_token=token, lease_until=at + LEASE, attempts=F("attempts") + 1)
        )
    return Job.objects.filter(lease_token=token).select_related("requested_by").first() if taken else None


def renew(*, job: Job, done: int, total: int, step: str, at: datetime) -> None:
    """Records how far a job is and holds on to it for another ``LEASE``. Raises LeaseLost."""
    _change(job, done_count=done, total_count=total, step=step[:120], lease_until=at + LEASE)


def finish(*, job: Job, result: Mapping[str, Any] | None, at: datetime) -> None:
    """Records that the work is done. Raises LeaseLost when another worker holds the job by now."""
    _change(job, state=Job.State.DONE, result=dict(result or {}), error="", step="", finished_at=at, lease_until=None)


def fail(*, job: Job, error: str, at: datetime) -> None:
    """Records that the work cannot be done; ``error`` is shown to who asked. Raises LeaseLost."""
    _change(job, state=Job.State.FAILED, error=error, step="", finished_at=at, lease_until=None)


def retry_later(*, job: Job, error: str, at: datetime) -> None:
    """Puts a job back after an unforeseen error, with a growing pause; after the last pause it has failed."""
    if job.attempts > len(PAUSES):
        fail(job=job, error=error, at=at)
        return
    pause = PAUSES[job.attempts - 1]
    _change(job, state=Job.State.QUEUED, error=error, step="", next_try_at=at + pause, lease_until=None)


def cancel(*, job: Job, at: datetime) -> bool:
    """Takes a job out of the queue; returns whether it had not begun yet."""
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED)
    return bool(waiting.update(state=Job.State.CANCELLED, finished_at=at))


def attach_file(*, job: Job, name: str, content: bytes | File[Any]) -> None:
    """Keeps a file with the job, in private storage; its status page offers it to who may see the job."""
    job.result_file.save(name, ContentFile(content) if isinstance(content, bytes) else content, save=False)
    _change(job, result_file=job.result_file.name)


@transaction.atomic
def forget_private(
    *, kinds: Collection[str] | None = None, requested_by: Any = None, ended_before: datetime | None = None
) -> int:
    """Deletes ended and waiting jobs of private kinds with their files; returns how many.

    Args:
        kinds: only these of the private kinds; None for all.
        requested_by: only those that this user asked for.
        ended_before: only those that ended before this instant.
    """
    among = private_kinds() if kinds is None else set(private_kinds()) & set(kinds)
    jobs = Job.objects.filter(kind__in=among).exclude(state=Job.State.RUNNING)
    if requested_by is not None:
        jobs = jobs.filter(requested_by=requested_by)
    if ended_before is not None:
        jobs = jobs.filter(finished_at__lt=ended_before)
    for job in jobs.exclude(result_file=""):
        transaction.on_commit(partial(job.result_file.storage.delete, job.result_file.name))
    return jobs.delete()[0]


def _change(job: Job, **fields: Any) -> None:
    held = Job.objects.filter(pk=job.pk, lease_token=job.lease_token, state=Job.State.RUNNING)
    if not held.update(**fields):
        raise LeaseLost(f"job {job.pk} is in other hands")
    for name, value in fields.items():
        setattr(job, name, value)
