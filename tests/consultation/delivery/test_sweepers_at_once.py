"""Real processes that run the sweeps at the same instant, as two beats would: one digest each, and nobody over her budget."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from consultation.delivery.calendar import next_daily
from consultation.delivery.models import Email
from consultation.people.models import User

RUSH = str(Path(__file__).with_name("sweep_rush.py"))
KIND = "comments.gathering"
"""One of the product's own, since the sweepers are other programs than this test."""
SWEEPERS = 5
PEOPLE = 30
pytestmark = [pytest.mark.endurance, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rush(start_python, smtp_sink):
    def run(at, *options):
        backend = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend"}
        child = start_python(
            RUSH, at.isoformat(), str(SWEEPERS), *options, EMAIL_HOST=smtp_sink.host, EMAIL_PORT=str(smtp_sink.port), **backend
        )
        out, _nothing = child.communicate(timeout=180)
        assert out.count("done") == SWEEPERS, out
        return Counter(envelope.rcpt_tos[0] for envelope in smtp_sink.envelopes)

    return run


@pytest.fixture
def people():
    return User.objects.bulk_create(User(email=f"lid{n}@gemeente.example", name=f"Lid {n}", language="nl") for n in range(PEOPLE))


def test_each_gets_one_digest_with_everything_in_it(people, tell_news, rush, smtp_sink, at):
    for person in people:
        person.preferences.create(kind=KIND, pace="daily")
    for number in range(4):
        tell_news(*people, kind=KIND, topic=f"n{number}", title=f"nieuws-{number}-")
    received = rush(next_daily(at, hour=8))
    assert received == Counter(person.email for person in people)
    for message in smtp_sink.messages:
        text = message.get_body(("plain",)).get_content()
        assert [text.count(f"nieuws-{number}-") for number in range(4)] == [1, 1, 1, 1]


def test_nobody_gets_more_than_her_budget_when_many_workers_hold_her_mails(people, tell_news, rush, at):
    for number in range(6):
        tell_news(*people, kind=KIND, topic=f"n{number}", title=f"nieuws-{number}-")
    assert rush(at) == Counter({person.email: 2 for person in people})
    assert Email.objects.filter(state="withdrawn").count() == 4 * PEOPLE


def test_without_the_lock_on_the_account_somebody_gets_too_many(people, tell_news, rush, at):
    """The negative control. SQLite has one writer at a time, so the lock has nothing to do there."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    for number in range(12):
        tell_news(*people, kind=KIND, topic=f"n{number}", title=f"nieuws-{number}-")
    assert max(rush(at, "without-lock").values()) > 2
