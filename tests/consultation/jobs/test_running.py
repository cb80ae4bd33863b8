"""What the work does, and however it ends, stands in the row."""

from __future__ import annotations

import pytest
from django.urls import reverse

from consultation.jobs import registry
from consultation.jobs.actions import attach_file, claim, enqueue
from consultation.jobs.errors import JobRefused
from consultation.jobs.models import Heartbeat, Job
from consultation.jobs.registry import job_kind
from consultation.jobs.running import run_jobs
from consultation.jobs.sweeps import run_all
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(monkeypatch):
    """``kind(function)`` registers it as the kind "tests.work" for one test."""
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    return job_kind("tests.work", label="Counting")


@pytest.fixture
def job(at, anna):
    return enqueue(kind="tests.work", arguments={"n": 3}, dedup_key="work", requested_by=anna, at=at)


def test_the_work_gets_its_row_and_its_result_is_kept(kind, job, at):
    kind(lambda job, progress: {"double": job.arguments["n"] * 2})
    assert run_all(at, only=["jobs.run"]) == {"jobs.run": 1}
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"double": 6})
    assert Heartbeat.objects.get(name="jobs.run").at == at


def test_a_refusal_is_told_at_once_and_not_tried_again(kind, job, at):
    @kind
    def refuse(job, progress):
        raise JobRefused("Dit bestand is geen handreiking.")

    run_jobs(at=at)
    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == ("failed", "Dit bestand is geen handreiking.", 1)


def test_an_unforeseen_error_waits_for_another_try(kind, job, at):
    @kind
    def stumble(job, progress):
        raise KeyError("x")

    assert run_jobs(at=at) == 1
    job.refresh_from_db()
    assert (job.state, job.error) == ("queued", "KeyError: 'x'")


def test_a_kind_that_this_worker_does_not_know_stays_for_a_newer_one(job, at):
    run_jobs(at=at)
    job.refresh_from_db()
    assert job.state == "queued"


def test_two_functions_cannot_share_a_kind(kind):
    kind(lambda job, progress: None)
    with pytest.raises(ValueError, match="registered already"):
        job_kind("tests.work")(make_person)


def test_the_one_who_asked_and_editors_see_how_far_it_is_and_nobody_else(job, anna, bram, cas, signed_in, visitor):
    url = reverse("job-status", args=[job.pk])
    Job.objects.filter(pk=job.pk).update(state="running", done_count=3, total_count=8, step="paragrafen")
    page = signed_in(anna).get(url)
    assert "3 van 8" in page.content.decode()
    assert 'hx-trigger="every 2s"' in page.content.decode()
    assert signed_in(cas).get(url).status_code == 200
    assert signed_in(bram).get(url).status_code == 404
    assert visitor.get(url).status_code == 302


def test_a_script_gets_the_part_that_changes_and_stops_asking_at_the_end(kind, job, anna, at, signed_in):
    kind(lambda job, progress: {"url": "/mijn/"})
    run_jobs(at=at)
    part = signed_in(anna).get(reverse("job-status", args=[job.pk]), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "hx-get" not in part
    assert 'href="/mijn/"' in part


def test_the_file_of_a_job_is_for_the_same_people(kind, job, anna, bram, at, signed_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    attach_file(job=claim(at=at), name="tabel.csv", content=b"a;b")
    url = reverse("job-file", args=[job.pk])
    response = signed_in(anna).get(url)
    assert response.getvalue() == b"a;b"
    assert "tabel.csv" in response["Content-Disposition"]
    assert signed_in(bram).get(url).status_code == 404
