"""Workers on demand: every line on the standard input, an instant, is a fresh process that sends what is due then.

Forked from one that has loaded Django, so that a test can kill dozens of them. Prints the number of each process, and
its name again when it has ended. ``WITHOUT`` takes a mechanism out, so that a test can show that it is needed.
"""

import os
import signal
import sys
import uuid
from datetime import datetime

import django

django.setup()

from consultation.delivery import claiming  # noqa: E402
from consultation.delivery.models import Email  # noqa: E402
from consultation.delivery.sending import send_due  # noqa: E402
from consultation.jobs import stopping  # noqa: E402


def claim_without_taking(*, at):
    return uuid.uuid4(), list(Email.objects.due(at).order_by("pk")[: claiming.BATCH])


def record_without_looking(*, sent, **_):
    Email.objects.filter(pk=sent.email.pk).update(state=Email.State.SENT)


def begin_without_saying_so(*, token, after=None, **_):
    if after is not None:
        claiming.record_sent(sent=after, token=token)
    return True


if os.environ.get("WITHOUT") == "begin":
    claiming.begin = begin_without_saying_so
if os.environ.get("WITHOUT") == "claim":
    claiming.claim, claiming.begin, claiming.record_sent = claim_without_taking, begin_without_saying_so, record_without_looking


def work(instant: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    code = 1
    try:
        with stopping.listening():
            send_due(at=datetime.fromisoformat(instant))
        code = 0
    finally:
        os._exit(code)


def bury(*_: object) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        os.write(1, f"ended {pid} {os.waitstatus_to_exitcode(status)}\n".encode())


signal.signal(signal.SIGCHLD, bury)
os.write(1, b"ready\n")
for line in sys.stdin:
    child = os.fork()
    if not child:
        work(line.strip())
    os.write(1, f"began {child}\n".encode())
