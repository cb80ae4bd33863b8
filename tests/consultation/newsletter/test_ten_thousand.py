"""Thousands of receivers through a real worker and a real server, killed in the middle, while some of them leave (G8, G12).

Ten thousand on PostgreSQL, which an installation of that size runs on; on a file a tenth, in portions of a tenth.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import tracemalloc
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from consultation.delivery.messages import message_of
from consultation.delivery.models import Email
from consultation.delivery.sending import send_due
from consultation.newsletter.actions import end_subscription, send_issue
from consultation.newsletter.actions.sending import write_piece
from consultation.newsletter.models import Mailing, Subscription
from tests.factories.newsletter import make_issue, make_many_subscribers
from tests.fixtures.database import on_sqlite

WRITER = str(Path(__file__).with_name("issue_writer.py"))
MANY = 1_000 if on_sqlite() else 10_000
PORTION = MANY // 40
KILLS = 8
ISSUE = "newsletter.issue"
pytestmark = [pytest.mark.endurance, pytest.mark.django_db(transaction=True)]


def write_with_kills(start_python, at: datetime) -> datetime:
    """Kills the writer after a random number of pieces, some times, then lets it end; returns the instant after."""
    chance = random.Random(11)
    for turn in range(KILLS + 1):
        at += timedelta(minutes=10)
        writer = start_python(WRITER, at.isoformat(), str(PORTION))
        pieces = chance.randint(1, 4) if turn < KILLS else 0
        for line in writer.stdout:
            pieces -= line.strip() == "piece"
            if not pieces:
                os.kill(writer.pid, signal.SIGKILL)
                break
        assert writer.wait(60) == (-signal.SIGKILL if turn < KILLS else 0)
    return at


def test_each_of_many_gets_it_once_whatever_is_killed_and_who_leaves_gets_it_no_more(
    start_python, smtp_sink, cas, at, monkeypatch
) -> None:
    make_many_subscribers(MANY, at=at)
    mailing = send_issue(issue=make_issue(), by=cas, at=at)
    later = write_with_kills(start_python, at)
    mailing.refresh_from_db()
    assert mailing.receivers == MANY
    assert mailing.written_at is not None
    rows = Counter(Email.objects.filter(kind=ISSUE).values_list("to_address", flat=True))
    assert set(rows.values()) == {1}
    assert len(rows) == MANY

    turns = itertools.count(1)

    def message_while_the_next_leaves(email: Email):
        """Just before every 97th mail goes, who is next in the same batch unsubscribes."""
        if next(turns) % 97 == 0:
            following = Email.objects.filter(pk__gt=email.pk, state=Email.State.SENDING).order_by("pk").first()
            if following is not None:
                gone = Subscription.objects.get(email=following.to_address)
                end_subscription(subscription=gone, way="one-click", at=later)
        return message_of(email)

    monkeypatch.setattr("consultation.delivery.sending.message_of", message_while_the_next_leaves)
    while Email.objects.due(later).exists():
        send_due(at=later)
    received = Counter(envelope.rcpt_tos[0] for envelope in smtp_sink.envelopes)
    assert set(received.values()) == {1}
    left = set(Subscription.objects.exclude(state="active").values_list("email", flat=True))
    assert left
    assert left.isdisjoint(received)
    assert len(received) + len(left) == MANY
    assert not Email.objects.filter(kind=ISSUE).exclude(state__in=["sent", "withdrawn"]).exists()


def test_memory_does_not_grow_with_the_receivers(cas, at) -> None:
    """The peak while a thousand more are written is that of the first thousand."""
    make_many_subscribers(4_000, at=at)
    mailing = send_issue(issue=make_issue(), by=cas, at=at)
    write_piece(mailing=mailing, at=at)
    peaks = []
    tracemalloc.start()
    for _turn in range(3):
        tracemalloc.reset_peak()
        for _piece in range(2):
            write_piece(mailing=mailing, at=at)
        peaks.append(tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()
    assert Mailing.objects.get().receivers == 3_500
    assert peaks[2] < peaks[0] * 1.2
