"""Runs claimed jobs: calls the kind's function, keeps the lease while it works, records the end."""

from __future__ import annotations

import logging
import threading
import time
from datetime import datetime, timedelta

from django.db import DatabaseError, connection

from consultation.jobs import actions
from consultation.jobs.errors import JobRefused, LeaseLost, UnknownKind
from consultation.jobs.models import Job
from consultation.jobs.registry import work_of

logger = logging.getLogger(__name__)
WRITE_EVERY_SECONDS = 1.0
HOLD_EVERY_SECONDS = actions.LEASE.total_seconds() / 4
SILENCE = timedelta(minutes=10)
"""A function that tells no progress for so long is taken to hang; its lease is no longer renewed."""


def run_jobs(*, at: datetime) -> int:
    """The sweep: takes up due jobs one after the other and returns how many it ran."""
    began = time.monotonic()
    count = 0
    while job := actions.claim(at=at + timedelta(seconds=time.monotonic() - began)):
        run_job(job, at=at + timedelta(seconds=time.monotonic() - began))
        count += 1
    return count


def run_job(job: Job, *, at: datetime) -> None:
    """Does the work of one claimed job. Whatever happens is recorded in its row; nothing is raised."""
    keeper = LeaseKeeper(job, at=at)
    try:
        try:
            with keeper:
                result = work_of(job.kind)(job, keeper.progress)
            actions.finish(job=job, result=result, at=keeper.now())
        except JobRefused as error:
            actions.fail(job=job, error=str(error), at=keeper.now())
        except UnknownKind as error:
            logger.warning("job %s waits for a worker that knows it: %s", job.pk, error)
            actions.retry_later(job=job, error=str(error), at=keeper.now())
        except LeaseLost:
            raise
        except Exception as error:
            logger.exception("job %s (%s) failed at attempt %s", job.pk, job.kind, job.attempts)
            actions.retry_later(job=job, error=f"{type(error).__name__}: {error}", at=keeper.now())
    except LeaseLost:
        logger.warning("job %s (%s) was taken over by another worker", job.pk, job.kind)


class LeaseKeeper:
    """Holds a job while its function runs, from a thread with a database connection of its own.

    Of its own, because the work is mostly one long transaction: what it writes is seen by nobody before the commit,
    neither the progress on the screen nor the lease. SQLite lets nobody else write meanwhile; there the lease is
    carried by the working transaction itself, so that at its commit no other worker finds it expired.
    """

    def __init__(self, job: Job, *, at: datetime) -> None:
        self._job = job
        self._at = at
        self._began = time.monotonic()
        self._told: tuple[int, int, str] = (job.done_count, job.total_count, job.step)
        self._told_at = self._held_at = self._began
        self._ended = threading.Event()
        self._lost = False
        self._thread = threading.Thread(target=self._hold, name=f"lease of {job.pk}", daemon=True)

    def now(self) -> datetime:
        """The instant of the sweep plus what has passed since: a job never reads the clock on the wall."""
        return self._at + timedelta(seconds=time.monotonic() - self._began)

    def __enter__(self) -> LeaseKeeper:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._thread.join()

    def progress(self, done: int, total: int, step: str = "") -> None:
        """What the function calls; keeps the numbers for the thread. Raises LeaseLost when the job is in other hands."""
        if self._lost:
            raise LeaseLost(f"job {self._job.pk} is in other hands")
        self._told, self._told_at = (done, total, step), time.monotonic()
        if self._shares_the_lock() and self._told_at - self._held_at >= HOLD_EVERY_SECONDS:
            self._held_at = self._told_at
            self._write()

    def _shares_the_lock(self) -> bool:
        return connection.in_atomic_block and not connection.features.has_select_for_update

    def _write(self) -> None:
        done, total, step = self._told
        actions.renew(job=self._job, done=done, total=total, step=step, at=self.now())

    def _hold(self) -> None:
        written = self._told
        try:
            while not self._ended.wait(WRITE_EVERY_SECONDS):
                silent = time.monotonic() - self._told_at
                is_due = time.monotonic() - self._held_at >= HOLD_EVERY_SECONDS
                if silent > SILENCE.total_seconds() or (self._told == written and not is_due):
                    continue
                written = self._told
                try:
                    self._write()
                    self._held_at = time.monotonic()
                except DatabaseError as error:
                    logger.debug("the lease of job %s could not be renewed now: %s", self._job.pk, error)
        except LeaseLost:
            self._lost = True
        finally:
            connection.close()
