"""A program for the tests: many people (or many clicks of one) post at the same instant, each in a process of its own.

    rush.py SECTION_ID KEY USER_ID…     KEY is one key for all, or "-" for a key for each

With NAIVE=1 in the environment numbers are counted instead of taken from the locked counter: the negative control.
Prints one line of JSON a process: the number of the remark, or the error.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import time
import uuid

import django

django.setup()

from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from consultation.comments.actions import Place, Wording, post_comment, posting  # noqa: E402
from consultation.comments.models import Comment  # noqa: E402
from consultation.people.models import User  # noqa: E402
from handbook.models import Section  # noqa: E402


def count_naively(scope: str) -> int:
    """How it is done without a lock: count what is there, and while one thinks others count too."""
    number = Comment.objects.filter(number__isnull=False).count() + 1
    time.sleep(0.2)
    return number


if os.environ.get("NAIVE"):
    posting.take_number = count_naively


def post(
    user_id: int, section_id: int, key: str, start: multiprocessing.synchronize.Barrier, said: multiprocessing.Queue
) -> None:
    connections.close_all()
    user = User.objects.get(pk=user_id)
    place = Place(Section.objects.select_related("version__round").get(pk=section_id))
    start.wait(30)
    try:
        made = post_comment(
            user=user,
            place=place,
            wording=Wording(body="Alle twintig tegelijk."),
            key=uuid.uuid4() if key == "-" else uuid.UUID(key),
            at=timezone.now(),
        )
        said.put({"number": made.number, "pk": made.pk})
    except Exception as error:
        said.put({"error": repr(error)})
    connections.close_all()


def main() -> None:
    section_id, key, *user_ids = sys.argv[1:]
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    start, said = fork.Barrier(len(user_ids)), fork.Queue()
    children = [fork.Process(target=post, args=(int(user_id), int(section_id), key, start, said)) for user_id in user_ids]
    for child in children:
        child.start()
    for _child in children:
        sys.stdout.write(json.dumps(said.get(timeout=90)) + "\n")
    for child in children:
        child.join()


if __name__ == "__main__":
    main()
