"""How quick the outbox is, in times a bare loop that sends the same messages over one connection and records nothing."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import get_connection

from consultation.delivery import sending
from consultation.delivery.messages import message_of
from consultation.delivery.models import Email
from consultation.people.models import User
from tests.fixtures.benchmarks import Bench
from tests.fixtures.smtp import free_port

MAILS = 10_000
FEW = 1_000
A_FEW_SECONDS = timedelta(seconds=3)
HTML = f"<p>{'Concept 0.3 is klaar, u kunt reageren. ' * 120}</p>"


@pytest.fixture
def take_all(settings: Any) -> Iterator[None]:
    """A server beside this process, so that it does not compete with what is measured."""
    port = free_port()
    argv = [sys.executable, str(Path(__file__).with_name("sink.py")), str(port)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "up\n"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield
        server.kill()


def mails(first: int, count: int, at: datetime) -> list[Email]:
    """One each to so many people, of a kind that a preference governs and that counts in their budget."""
    people = User.objects.bulk_create(
        User(email=f"lid{number}@gemeente.example", name=f"Lid {number}", language="nl") for number in range(first, first + count)
    )
    return [
        Email(
            kind="rounds.opened",
            user=person,
            topic="bench",
            dedup_key=f"bench:{number}",
            message_id=f"<{number}@klankbord.example>",
            to_address=f"lid{number}@gemeente.example",
            to_name=f"Lid {number}",
            subject="Concept 0.3 is klaar",
            text="Concept 0.3 is klaar, u kunt reageren.\n" * 20,
            html=HTML,
            headers={"Auto-Submitted": "auto-generated"},
            bulk=True,
            created_at=at,
            next_try_at=at,
        )
        for number, person in enumerate(people, start=first)
    ]


def seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def send_bare(rows: list[Email]) -> None:
    connection = get_connection()
    connection.open()
    for row in rows:
        connection.send_messages([message_of(row)])
    connection.close()


def send_all(at: datetime) -> None:
    while sending.send_due(at=at):
        pass


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.django_db(transaction=True)
def test_mail_to_ten_thousand_people(bench: Bench, take_all: None, at: datetime, monkeypatch: pytest.MonkeyPatch):
    few = mails(0, FEW, at)
    Email.objects.bulk_create(few)
    send_all(at)
    before = peak_mb()
    for first in range(FEW, MAILS, FEW):
        Email.objects.bulk_create(mails(first, FEW, at))
    filled = peak_mb()
    # In turns, since a machine is not equally fast from minute to minute: what is sent in a few seconds, then a bare loop.
    monkeypatch.setattr(sending, "BUDGET", A_FEW_SECONDS)
    paces, sent = [], FEW
    while sent < MAILS:
        began = time.perf_counter()
        count = sending.send_due(at=at)
        paces.append(((time.perf_counter() - began) / count, seconds(lambda: send_bare(few)) / FEW))
        sent += count
    measured, bare = (statistics.median(taken) for taken in zip(*paces, strict=True))
    grown = max(0.0, peak_mb() - max(before, filled))

    assert Email.objects.filter(state=Email.State.SENT).count() == MAILS
    pace = bench.row("a mail of 10,000", measured=measured * 1000, bare=bare * 1000, aim="at most 1.43x a bare loop", limit=1.43)
    memory = bench.row("memory, 10,000 mails after 1,000", measured=grown, unit="MB", aim="flat: at most 5 MB more", limit=5)
    assert pace.met
    assert memory.met
