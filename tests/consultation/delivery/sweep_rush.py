"""A program for the tests: several processes run the sweeps of the mail at the same instant.

    sweep_rush.py INSTANT COUNT [without-lock]

With ``without-lock`` nobody locks the receivers' accounts, to show what the lock is for. Prints "done" for each process.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Collection
from datetime import datetime

import django

django.setup()

from django.db import connections  # noqa: E402

from consultation.delivery import budget, digesting  # noqa: E402
from consultation.jobs.sweeps import run_all  # noqa: E402


def lock_nobody(users: Collection[int], *, skip_locked: bool = False) -> list[int]:
    return sorted(users)


def run(at: datetime, start: multiprocessing.synchronize.Barrier) -> None:
    connections.close_all()
    start.wait(30)
    run_all(at, only=[digesting.DIGEST_SWEEP, "delivery.send"])
    connections.close_all()


def main() -> None:
    at, count, *options = sys.argv[1:]
    if options:
        budget.lock_accounts = digesting.lock_accounts = lock_nobody
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    start = fork.Barrier(int(count))
    children = [fork.Process(target=run, args=(datetime.fromisoformat(at), start)) for _ in range(int(count))]
    for child in children:
        child.start()
    for child in children:
        child.join()
    sys.stdout.write("done\n" * sum(child.exitcode == 0 for child in children))


if __name__ == "__main__":
    main()
