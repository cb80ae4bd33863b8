"""What a watcher hears: alive, ready, and the numbers (guarantees G19)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consultation.delivery.models import Email
from consultation.jobs import sweeps
from consultation.jobs.models import Heartbeat, Job

pytestmark = pytest.mark.django_db


def beat(**ages):
    """Every sweep ended just now, but for those whose age in minutes is given."""
    now = timezone.now()
    for name in sweeps.names():
        key = name.replace(".", "_").replace("-", "_")
        Heartbeat.objects.update_or_create(name=name, defaults={"at": now - timedelta(minutes=ages.get(key, 0))})


def put_mail(minutes, **changes):
    due = timezone.now() - timedelta(minutes=minutes)
    fields = {"kind": "k", "topic": "t", "dedup_key": "k", "message_id": "<k@x>", "to_address": "a@b.example"}
    Email.objects.create(**fields | {"subject": "s", "created_at": due, "next_try_at": due} | changes)


def test_alive_asks_nothing_of_the_database(visitor, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = visitor.get("/health/live")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_ready_when_the_sweeps_ran_and_no_mail_is_late(visitor):
    beat()
    put_mail(9)
    response = visitor.get("/health/ready")
    assert response.status_code == 200
    assert response.json()["checks"] == {"database": "ok", "sweeps": "ok", "mail": "ok"}


def test_red_when_a_sweep_is_silent_for_more_than_three_minutes(visitor):
    beat(delivery_send=4)
    response = visitor.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["checks"]["sweeps"] == "silent: delivery.send"


def test_red_when_a_sweep_never_ran(visitor):
    beat()
    Heartbeat.objects.filter(name="jobs.run").delete()
    assert visitor.get("/health/ready").json()["checks"]["sweeps"] == "silent: jobs.run"


def test_a_long_job_does_not_make_its_lane_look_dead(visitor):
    beat(jobs_run=30)
    now = timezone.now()
    Job.objects.create(
        kind="k", dedup_key="k", state="running", queued_at=now, next_try_at=now, lease_until=now + timedelta(minutes=1)
    )
    assert visitor.get("/health/ready").status_code == 200


def test_red_when_a_mail_is_due_for_more_than_ten_minutes(visitor):
    beat()
    put_mail(11)
    response = visitor.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["checks"]["mail"] == "the oldest is due for 11 minutes"


def test_a_mail_that_was_withdrawn_is_not_late(visitor):
    beat()
    put_mail(60, state="withdrawn")
    assert visitor.get("/health/ready").status_code == 200


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "}])
def test_the_numbers_do_not_exist_for_who_has_no_token(visitor, settings, headers):
    settings.METRICS_TOKEN = "long-and-secret"
    assert visitor.get(reverse("metrics"), headers=headers).status_code == 404


def test_without_a_token_in_the_settings_there_are_no_numbers(visitor, settings):
    settings.METRICS_TOKEN = ""
    assert visitor.get(reverse("metrics"), headers={"Authorization": "Bearer "}).status_code == 404


def test_the_numbers_tell_the_outbox_and_the_sweeps(visitor, settings):
    settings.METRICS_TOKEN = "long-and-secret"
    beat()
    put_mail(2)
    text = visitor.get(reverse("metrics"), headers={"Authorization": "Bearer long-and-secret"}).content.decode()
    assert 'klankbord_mails{state="queued"} 1' in text
    assert "klankbord_mail_overdue_seconds 12" in text
    assert 'klankbord_sweep_silence_seconds{sweep="delivery.send"} 0' in text
