"""Real workers, killed in the middle of a batch or at work beside each other, and a real server that counts (G8, G9)."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from consultation.delivery.claiming import MOST_LOSSES
from consultation.delivery.models import Email
from consultation.jobs.tasks import run_due
from tests.fixtures.children import await_until

WORKERS = str(Path(__file__).with_name("mail_workers.py"))
MAILS = 2000
KILLS = 25
pytestmark = [pytest.mark.endurance, pytest.mark.django_db(transaction=True)]


class Workers:
    """Starts workers in a process of their own and hears when each has ended."""

    def __init__(self, process) -> None:
        self._process = process
        self._began: list[int] = []
        self._codes: dict[int, int] = {}
        self._said = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()
        assert self._said.wait(60), "the workers did not start"

    def _listen(self) -> None:
        for line in self._process.stdout:
            match line.split():
                case ["ready"]:
                    self._said.set()
                case ["began", pid]:
                    self._began.append(int(pid))
                case ["ended", pid, code]:
                    self._codes[int(pid)] = int(code)

    def start(self, at: datetime) -> int:
        known = len(self._began)
        self._process.stdin.write(f"{at.isoformat()}\n")
        self._process.stdin.flush()
        await_until(lambda: len(self._began) > known)
        return self._began[-1]

    def has_ended(self, pid: int) -> bool:
        return pid in self._codes

    def finish(self, pid: int) -> int:
        await_until(lambda: pid in self._codes, seconds=240)
        return self._codes[pid]


@pytest.fixture
def start_workers(start_python, smtp_sink):
    def start(**environ: str) -> Workers:
        backend = "django.core.mail.backends.smtp.EmailBackend"
        address = {"EMAIL_HOST": smtp_sink.host, "EMAIL_PORT": str(smtp_sink.port)}
        return Workers(start_python(WORKERS, EMAIL_BACKEND=backend, **address, **environ))

    return start


@pytest.fixture
def workers(start_workers):
    return start_workers()


def put_mails(count: int, *, bulk: bool, at: datetime) -> None:
    Email.objects.bulk_create(
        Email(
            kind="tests.any",
            topic="t",
            dedup_key=f"k{number}",
            message_id=f"<{number}@klankbord.example>",
            to_address=f"lid{number}@gemeente.example",
            subject=f"Mail {number}",
            text="Dag",
            html="<p>Dag</p>",
            bulk=bulk,
            created_at=at,
            next_try_at=at,
        )
        for number in range(count)
    )


def kill_in_the_middle(workers: Workers, sink, *, at: datetime) -> tuple[int, datetime]:
    """Kills workers after a random number of mails each; returns how many were hit at work, and the instant after."""
    chance = random.Random(7)
    kills = 0
    for _ in range(KILLS):
        at += timedelta(minutes=10)
        pid = workers.start(at)
        enough = len(sink.envelopes) + chance.randint(1, MAILS // KILLS)
        await_until(lambda: len(sink.envelopes) >= enough or workers.has_ended(pid), seconds=60)  # noqa: B023
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        kills += workers.finish(pid) != 0
    return kills, at + timedelta(minutes=10)


def received(sink) -> Counter[str]:
    return Counter(envelope.rcpt_tos[0] for envelope in sink.envelopes)


def test_no_code_is_lost_and_each_kill_repeats_one_at_most(workers, smtp_sink, at):
    """A mail that chance hits ``MOST_LOSSES`` times waits for an editor: that is not lost, and it says so."""
    put_mails(MAILS, bulk=False, at=at)
    kills, later = kill_in_the_middle(workers, smtp_sink, at=at)
    assert kills > KILLS // 2
    assert workers.finish(workers.start(later)) == 0
    assert workers.finish(workers.start(later + timedelta(minutes=10))) == 0
    counted = received(smtp_sink)
    in_doubt = dict(Email.objects.filter(state="uncertain").values_list("to_address", "losses"))
    assert Email.objects.filter(state="sent").count() + len(in_doubt) == MAILS
    assert set(in_doubt.values()) <= {MOST_LOSSES}
    assert len(counted.keys() | in_doubt.keys()) == MAILS
    assert counted.total() - len(counted) <= kills


def test_no_mail_to_many_is_repeated_and_what_is_in_doubt_says_so(workers, smtp_sink, at):
    put_mails(MAILS, bulk=True, at=at)
    kills, later = kill_in_the_middle(workers, smtp_sink, at=at)
    assert workers.finish(workers.start(later)) == 0
    counted = received(smtp_sink)
    assert set(counted.values()) == {1}
    uncertain = set(Email.objects.filter(state="uncertain").values_list("to_address", flat=True))
    assert len(uncertain) <= kills
    sent = set(Email.objects.filter(state="sent").values_list("to_address", flat=True))
    assert len(sent) + len(uncertain) == MAILS
    assert sent <= set(counted)


def test_two_workers_at_once_send_every_mail_once(workers, smtp_sink, at):
    put_mails(600, bulk=False, at=at)
    pids = [workers.start(at) for _ in range(3)]
    assert [workers.finish(pid) for pid in pids] == [0, 0, 0]
    assert received(smtp_sink) == Counter(f"lid{number}@gemeente.example" for number in range(600))


def test_a_worker_that_is_asked_to_stop_gives_back_what_it_had_not_begun(workers, smtp_sink, at):
    put_mails(MAILS, bulk=True, at=at)
    pid = workers.start(at)
    await_until(lambda: len(smtp_sink.envelopes) > 20)
    os.kill(pid, signal.SIGINT)
    assert workers.finish(pid) == 0
    assert Email.objects.filter(state="sent").count() < MAILS
    assert not Email.objects.filter(state="sending", begun_at=None).exists()
    call_command("run_due", "--at", (at + timedelta(hours=1)).isoformat(), verbosity=0)
    counted = received(smtp_sink)
    assert set(counted.values()) == {1}
    assert len(counted) == MAILS


@pytest.mark.parametrize(("without", "times"), [("", 1), ("begin", 2)])
def test_a_kill_between_the_text_and_its_answer_repeats_no_mail_to_many_unless_the_mark_is_missing(
    start_workers, smtp_sink, at, without, times
):
    """The second case is the control: with the mark taken out, what these tests look for is there to be seen."""
    workers = start_workers(WITHOUT=without)
    put_mails(30, bulk=True, at=at)
    unlucky = "lid10@gemeente.example"
    smtp_sink.breaks[unlucky] = "takes it and hangs"
    pid = workers.start(at)
    await_until(lambda: received(smtp_sink)[unlucky] == 1)
    os.kill(pid, signal.SIGKILL)
    workers.finish(pid)
    smtp_sink.breaks.clear()
    assert workers.finish(workers.start(at + timedelta(minutes=10))) == 0
    counted = received(smtp_sink)
    assert counted.pop(unlucky) == times
    assert set(counted.values()) == {1}
    assert len(counted) == 29


def test_without_the_claim_two_workers_at_once_do_repeat_mails(start_workers, smtp_sink, at):
    workers = start_workers(WITHOUT="claim")
    put_mails(300, bulk=False, at=at)
    pids = [workers.start(at) for _ in range(3)]
    assert [workers.finish(pid) for pid in pids] == [0, 0, 0]
    assert max(received(smtp_sink).values()) > 1


def test_a_bell_that_rings_five_times_beside_three_loops_sends_each_mail_once(start_python, smtp_sink, at):
    """Redelivered tasks, two beats, two sweepers: whoever comes second finds nothing to do."""
    put_mails(200, bulk=True, at=at)
    backend = "django.core.mail.backends.smtp.EmailBackend"
    address = {"EMAIL_HOST": smtp_sink.host, "EMAIL_PORT": str(smtp_sink.port)}
    loops = [start_python("manage.py", "run_due", "--once", EMAIL_BACKEND=backend, **address) for _ in range(3)]
    for _time in range(5):
        run_due.apply(kwargs={"only": ["delivery.send"], "a_word_of_a_newer_release": 1}, throw=True)
    assert [loop.wait(120) for loop in loops] == [0, 0, 0]
    assert received(smtp_sink) == Counter(f"lid{number}@gemeente.example" for number in range(200))
