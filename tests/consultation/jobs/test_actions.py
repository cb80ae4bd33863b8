"""A job is written once, held by one worker at a time, and taken up again when its worker is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from consultation.jobs import actions
from consultation.jobs.actions import cancel, claim, enqueue, fail, finish, renew, retry_later
from consultation.jobs.errors import LeaseLost
from consultation.jobs.models import Job

pytestmark = pytest.mark.django_db


def put(at, key="a", **arguments):
    return enqueue(kind="tests.count", arguments=arguments, dedup_key=key, at=at)


def test_asking_twice_gives_the_same_job(at):
    assert put(at).pk == put(at, again=True).pk
    assert Job.objects.get().arguments == {}


def test_a_rolled_back_transaction_leaves_no_job(at):
    with transaction.atomic():
        put(at)
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_a_job_is_claimed_once(at):
    put(at)
    job = claim(at=at)
    assert job is not None
    assert (job.state, job.attempts) == ("running", 1)
    assert claim(at=at) is None


def test_no_more_jobs_run_beside_each_other_than_leaves_hands_free_for_mail(at):
    put(at, "a")
    put(at, "b")
    first = claim(at=at)
    assert claim(at=at) is None
    finish(job=first, result={}, at=at)
    assert claim(at=at) is not None


def test_a_job_whose_worker_was_lost_is_taken_up_by_another_and_the_first_may_not_record(at):
    put(at)
    lost = claim(at=at)
    later = at + actions.LEASE
    taken = claim(at=later)
    assert taken is not None
    assert taken.attempts == 2
    for record in (
        lambda: renew(job=lost, done=1, total=2, step="", at=later),
        lambda: finish(job=lost, result={}, at=later),
        lambda: fail(job=lost, error="no", at=later),
    ):
        with pytest.raises(LeaseLost):
            record()
    finish(job=taken, result={"version": 3}, at=later)
    taken.refresh_from_db()
    assert (taken.state, taken.result, taken.finished_at) == ("done", {"version": 3}, later)


def test_a_renewed_lease_holds(at):
    put(at)
    job = claim(at=at)
    renew(job=job, done=1, total=2, step="half", at=at + timedelta(seconds=50))
    assert claim(at=at + timedelta(seconds=70)) is None


def test_an_unforeseen_error_is_tried_again_with_growing_pauses_and_then_it_failed(at):
    job = put(at)
    for pause in (*actions.PAUSES, None):
        job = claim(at=at)
        assert job is not None
        retry_later(job=job, error="KeyError: 'x'", at=at)
        job.refresh_from_db()
        if pause:
            assert (job.state, job.next_try_at) == ("queued", at + pause)
            assert claim(at=at + pause - timedelta(seconds=1)) is None
            at = job.next_try_at
    assert (job.state, job.error) == ("failed", "KeyError: 'x'")


def test_a_failed_job_that_is_asked_for_again_starts_anew_with_the_new_arguments(at):
    put(at)
    fail(job=claim(at=at), error="the label was wrong", at=at)
    again = put(at + timedelta(hours=1), label="0.3")
    assert (again.state, again.error, again.attempts, again.arguments) == ("queued", "", 0, {"label": "0.3"})


def test_a_job_that_is_done_stays_done(at):
    put(at)
    finish(job=claim(at=at), result={"n": 1}, at=at)
    assert put(at).state == "done"


def test_only_a_job_that_waits_can_be_cancelled(at):
    job = put(at)
    assert cancel(job=job, at=at) is True
    assert claim(at=at) is None
    put(at, "b")
    assert cancel(job=claim(at=at), at=at) is False
