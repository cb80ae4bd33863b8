"""The bell never harms a request: not without a broker, not when it refuses, not when it hangs (guarantees G7)."""

from __future__ import annotations

import signal
import time
from datetime import timedelta

import pytest
from django.db import transaction

from consultation.jobs import nudge as bell
from consultation.jobs.nudge import nudge, ring


@pytest.fixture(autouse=True)
def awake(monkeypatch):
    """Every test begins with a breaker that is closed."""
    monkeypatch.setattr(bell, "_quiet_until", 0.0)


def seconds_of(action):
    began = time.monotonic()
    action()
    return time.monotonic() - began


@pytest.fixture
def rung(monkeypatch):
    """What was rung, instead of ringing: what these tests look at is when."""
    calls = []
    monkeypatch.setattr(bell, "ring", calls.append)
    bell._bell.cache_clear()
    yield calls
    bell._bell.cache_clear()


@pytest.mark.django_db(transaction=True)
def test_a_nudge_waits_for_the_commit_and_rings_once(rung):
    with transaction.atomic():
        nudge("delivery.send")
        nudge("delivery.send")
        nudge("jobs.run")
        assert rung == []
    assert rung == ["delivery.send", "jobs.run"]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_does_not_ring(rung):
    with transaction.atomic():
        nudge()
        transaction.set_rollback(True)
    assert rung == []


def test_without_a_broker_nothing_rings(settings):
    settings.CELERY_BROKER_URL = "memory://"
    assert ring() is False


def test_a_broker_that_refuses_costs_nothing_and_then_there_is_a_pause(settings, tmp_path):
    settings.CELERY_BROKER_URL = f"redis+socket://{tmp_path}/nobody.sock"
    bell.prepare()
    assert seconds_of(ring) < 1
    assert bell._quiet_until > time.monotonic() + 25
    assert seconds_of(ring) < 0.05


def test_after_the_pause_it_rings_again(settings, tmp_path):
    settings.CELERY_BROKER_URL = f"redis+socket://{tmp_path}/nobody.sock"
    settings.NUDGE_PAUSE = timedelta(seconds=0)
    ring()
    assert bell._quiet_until <= time.monotonic()


@pytest.mark.endurance
def test_a_broker_that_answers_takes_the_message(settings, own_redis):
    settings.CELERY_BROKER_URL = own_redis.url
    assert ring("delivery.send") is True
    assert seconds_of(lambda: ring("delivery.send")) < 1


@pytest.mark.endurance
def test_a_frozen_broker_delays_one_request_by_two_seconds_and_no_other(settings, own_redis):
    settings.CELERY_BROKER_URL = own_redis.url
    assert ring() is True
    own_redis.send_signal(signal.SIGSTOP)
    assert seconds_of(ring) < 3
    assert seconds_of(ring) < 0.05


@pytest.mark.endurance
def test_a_broker_that_was_killed_and_came_back_is_used_again(settings, own_redis):
    settings.CELERY_BROKER_URL = own_redis.url
    settings.NUDGE_PAUSE = timedelta(seconds=0)
    assert ring() is True
    own_redis.send_signal(signal.SIGSTOP)
    assert ring() is False
    own_redis.send_signal(signal.SIGCONT)
    assert ring() is True
