"""A program for the tests: one person clicks many times at the same instant, each click in a process of its own.

    walk_rush.py CASE_ID USER_ID KEY CLICKS     KEY is that of the form with the remark

She begins, answers, tells that she got stuck, finishes and opens again. Prints a line of JSON for each of these: what went wrong
in which process, and how many walks, answers, remarks, places where she got stuck and conclusions there are.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import uuid

import django

django.setup()

from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from consultation.comments.models import Comment  # noqa: E402
from consultation.people.models import User  # noqa: E402
from consultation.tryouts.actions import (  # noqa: E402
    Concluded,
    Given,
    answer_step,
    begin_walk,
    finish_walk,
    reopen_walk,
    tell_stuck,
)
from consultation.tryouts.models import Case, Conclusion, StepAnswer, Stuck, Walk  # noqa: E402
from consultation.tryouts.paths import framework_of  # noqa: E402

ACTS = ("begin", "answer", "stuck", "finish", "reopen")


def click(
    act: str, case_id: int, user_id: int, key: str, start: multiprocessing.synchronize.Barrier, said: multiprocessing.Queue
) -> None:
    connections.close_all()
    case = Case.objects.select_related("tryout__round__version").get(pk=case_id)
    hers = {"user": User.objects.get(pk=user_id), "case": case, "at": timezone.now()}
    step = framework_of(case).first
    start.wait(30)
    try:
        match act:
            case "begin":
                begin_walk(**hers)
            case "answer":
                answer_step(**hers, step=step, visit=1, given=Given(1, "Daarom."))
            case "finish":
                finish_walk(**hers, conclusions={"O0": Concluded("O0", ("Noor (14)",))})
            case "reopen":
                reopen_walk(**hers)
            case "stuck":
                tell_stuck(**hers, step=step, reason="Wat is dit?", key=uuid.UUID(key))
        said.put("")
    except Exception as error:
        said.put(repr(error))
    connections.close_all()


def main() -> None:
    case_id, user_id, key, clicks = sys.argv[1:]
    fork = multiprocessing.get_context("fork")
    for act in ACTS:
        connections.close_all()
        start, said = fork.Barrier(int(clicks)), fork.Queue()
        hers = (act, int(case_id), int(user_id), key, start, said)
        children = [fork.Process(target=click, args=hers) for _click in range(int(clicks))]
        for child in children:
            child.start()
        wrong = [error for error in (said.get(timeout=90) for _child in children) if error]
        for child in children:
            child.join()
        counts = [model.objects.count() for model in (Walk, StepAnswer, Comment, Stuck, Conclusion)]
        sys.stdout.write(json.dumps({"act": act, "wrong": wrong, "counts": counts}) + "\n")


if __name__ == "__main__":
    main()
