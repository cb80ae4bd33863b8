"""A program for the tests: at the same instant an author changes her remark and an editor blacks words out of it.

    redact_rush.py COMMENT_ID AUTHOR_ID EDITOR_ID WORD

Each is a process of its own. Prints one line of JSON for each: who, and what became of it.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
from collections.abc import Callable

import django

django.setup()

from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from consultation.comments.actions import Wording, edit_comment, redact_comment  # noqa: E402
from consultation.comments.models import Comment  # noqa: E402
from consultation.people.models import User  # noqa: E402


def change(comment: Comment, user: User, word: str) -> None:
    edit_comment(user=user, comment=comment, wording=Wording(f"Ook nu nog {word}."), seen_at=comment.saved_at, at=timezone.now())


def redact(comment: Comment, user: User, word: str) -> None:
    redact_comment(comment=comment, words=[word], reason="Herkenbaar.", by=user, at=timezone.now())


def run(
    who: str,
    act: Callable[[Comment, User, str], None],
    ids: tuple[int, int],
    word: str,
    start: multiprocessing.synchronize.Barrier,
    said: multiprocessing.Queue,
) -> None:
    connections.close_all()
    comment, user = Comment.objects.get(pk=ids[0]), User.objects.get(pk=ids[1])
    start.wait(30)
    try:
        act(comment, user, word)
        said.put({"who": who, "done": True})
    except Exception as error:
        said.put({"who": who, "error": type(error).__name__})
    connections.close_all()


def main() -> None:
    comment, author, editor, word = sys.argv[1:]
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    start, said = fork.Barrier(2), fork.Queue()
    pairs = (("author", change, author), ("editor", redact, editor))
    children = [
        fork.Process(target=run, args=(who, act, (int(comment), int(user)), word, start, said)) for who, act, user in pairs
    ]
    for child in children:
        child.start()
    for _child in children:
        sys.stdout.write(json.dumps(said.get(timeout=90)) + "\n")
    for child in children:
        child.join()


if __name__ == "__main__":
    main()
