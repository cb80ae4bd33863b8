"""A program for the tests: the coordinators of an organisation press at the same instant, each in a process of her own.

    submitting.py GATHERING_ID USER_ID…

Each takes over all that waits and submits. With NAIVE=1 in the environment nobody locks: the negative control.
Prints one line of JSON a process: how many remarks it posted, or the error.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import time

import django

django.setup()

from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from consultation.comments.actions import gathering as deeds  # noqa: E402
from consultation.comments.models import Contribution, Gathering  # noqa: E402
from consultation.people.models import User  # noqa: E402


def look_without_lock(gathering: Gathering) -> Gathering:
    """How it is done without a lock: look, and while one thinks others look too, on a busy machine also."""
    found = Gathering.objects.select_related("round__version", "organisation").get(pk=gathering.pk)
    time.sleep(1)
    return found


if os.environ.get("NAIVE"):
    deeds._locked = look_without_lock


def press(user_id: int, pk: int, start: multiprocessing.synchronize.Barrier, said: multiprocessing.Queue) -> None:
    connections.close_all()
    user, gathering = User.objects.get(pk=user_id), Gathering.objects.get(pk=pk)
    waiting = list(Contribution.objects.filter(gathering=gathering).select_related("gathering"))
    start.wait(30)
    try:
        for one in waiting:
            deeds.take_over(user=user, contribution=one, at=timezone.now())
        said.put({"posted": len(deeds.submit_gathering(user=user, gathering=gathering, at=timezone.now()))})
    except Exception as error:
        said.put({"error": repr(error)})
    connections.close_all()


def main() -> None:
    pk, *user_ids = sys.argv[1:]
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    start, said = fork.Barrier(len(user_ids)), fork.Queue()
    children = [fork.Process(target=press, args=(int(user_id), int(pk), start, said)) for user_id in user_ids]
    for child in children:
        child.start()
    for _child in children:
        sys.stdout.write(json.dumps(said.get(timeout=90)) + "\n")
    for child in children:
        child.join()


if __name__ == "__main__":
    main()
