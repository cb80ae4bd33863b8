"""A worker that takes up the jobs that are due, in a process of its own, so that a test can kill it."""

import os
import sys
import time
from datetime import datetime

import django

django.setup()

from consultation.jobs.running import run_jobs  # noqa: E402
from consultation.newsletter.actions import sending  # noqa: E402

write_piece = sending.write_piece


def write_and_say(**piece):
    """Says after each piece that it is in the database, and goes on slowly enough to be hit between two or in one."""
    passed = write_piece(**piece)
    os.write(1, b"piece\n")
    time.sleep(0.01)
    return passed


sending.write_piece = write_and_say
sending.AT_A_TIME = int(sys.argv[2])
run_jobs(at=datetime.fromisoformat(sys.argv[1]))
