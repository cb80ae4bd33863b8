"""A program for the tests: several processes run the sweeps of meetings and of the mail at the same instant.

    sweep_rush.py INSTANT COUNT

Prints "done" for each process that ended well.
"""

from __future__ import annotations

import multiprocessing
import sys
from datetime import datetime

import django

django.setup()

from django.db import connections  # noqa: E402

from consultation.jobs.sweeps import run_all  # noqa: E402

SWEEPS = ["meetings.keep-up", "meetings.remind", "delivery.send"]


def run(at: datetime, start: multiprocessing.synchronize.Barrier) -> None:
    connections.close_all()
    start.wait(30)
    run_all(at, only=SWEEPS)
    connections.close_all()


def main() -> None:
    at, count = datetime.fromisoformat(sys.argv[1]), int(sys.argv[2])
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    start = fork.Barrier(count)
    children = [fork.Process(target=run, args=(at, start)) for _ in range(count)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    sys.stdout.write("done\n" * sum(child.exitcode == 0 for child in children))


if __name__ == "__main__":
    main()
