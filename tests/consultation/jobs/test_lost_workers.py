"""Real workers that are killed: the job is taken up again, once its lease has run out and not before."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from consultation.jobs.actions import LEASE, enqueue
from consultation.jobs.models import Job
from tests.fixtures.children import await_until

WORKER = str(Path(__file__).with_name("slow_worker.py"))
pytestmark = [pytest.mark.endurance, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def job(at: datetime) -> Job:
    return enqueue(kind="tests.slow", arguments={}, dedup_key="slow", at=at)


def test_progress_is_seen_while_the_worker_is_busy(job, start_python, at):
    start_python(WORKER, "30", at.isoformat())
    await_until(lambda: Job.objects.filter(pk=job.pk, done_count__gt=0, step="counting").exists(), seconds=60)


def test_a_job_outlives_its_worker(job, start_python, at):
    worker = start_python(WORKER, "60", at.isoformat())
    await_until(lambda: Job.objects.filter(pk=job.pk, done_count__gt=0).exists(), seconds=60)
    worker.kill()
    worker.wait()
    early = start_python(WORKER, "0.1", (at + timedelta(seconds=30)).isoformat())
    assert early.wait() == 0, early.stdout.read()
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("running", 1)
    after = start_python(WORKER, "0.1", (at + LEASE * 3).isoformat())
    assert after.wait() == 0, after.stdout.read()
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"attempt": 2})


def test_two_workers_at_once_do_a_job_once(job, start_python, at):
    workers = [start_python(WORKER, "1", at.isoformat()) for _ in range(2)]
    assert [worker.wait() for worker in workers] == [0, 0]
    job.refresh_from_db()
    assert (job.state, job.attempts, job.result) == ("done", 1, {"attempt": 1})
