"""A program for the tests: two editors do the same at the same instant, each in a process of her own.

    answer_rush.py decide|send VERSION_ID COMMENT_ID EDITOR_ID EDITOR_ID

Prints one line of JSON for each: who, and what became of it.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import uuid
from typing import Any

import django

django.setup()

from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from consultation.comments.models import Comment  # noqa: E402
from consultation.people.models import User  # noqa: E402
from consultation.weighing.actions import BatchPlan, decide, send_batch  # noqa: E402
from handbook.models import Version  # noqa: E402


def run(what: str, version_id: int, comment_id: int, user_id: int, start: Any, said: Any) -> None:
    connections.close_all()
    version, comment = Version.objects.get(pk=version_id), Comment.objects.get(pk=comment_id)
    user = User.objects.get(pk=user_id)
    start.wait(30)
    try:
        if what == "decide":
            reason = f"Van {user_id}."
            decide(comment=comment, value="overgenomen", reason=reason, publish=True, by=user, at=timezone.now())
            said.put({"who": user_id, "answers": 1})
        else:
            plan = BatchPlan(key=uuid.uuid4(), seen_at=timezone.now())
            said.put({"who": user_id, "answers": send_batch(version=version, plan=plan, by=user, at=timezone.now()).answers})
    except Exception as error:
        said.put({"who": user_id, "answers": 0, "error": type(error).__name__})
    connections.close_all()


def main() -> None:
    what, version, comment, *users = sys.argv[1:]
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    start, said = fork.Barrier(2), fork.Queue()
    children = [fork.Process(target=run, args=(what, int(version), int(comment), int(user), start, said)) for user in users]
    for child in children:
        child.start()
    for _child in children:
        sys.stdout.write(json.dumps(said.get(timeout=90)) + "\n")
    for child in children:
        child.join()


if __name__ == "__main__":
    main()
