"""A worker that stands still between two portions of answers: `python stopping_sender.py AT`. It says "told" and waits to be
killed."""

import sys
import time
from datetime import datetime

import django

django.setup()

from consultation.jobs.running import run_jobs  # noqa: E402
from consultation.weighing import portions  # noqa: E402
from consultation.weighing.actions import sending  # noqa: E402

send = sending._send_portion


def send_two_and_stand_still(*args, **options):
    sent = getattr(send_two_and_stand_still, "sent", 0)
    if sent == 2:
        sys.stdout.write("told\n")
        sys.stdout.flush()
        time.sleep(600)
    send(*args, **options)
    send_two_and_stand_still.sent = sent + 1


portions.PORTION = 10
sending._send_portion = send_two_and_stand_still
run_jobs(at=datetime.fromisoformat(sys.argv[1]))
