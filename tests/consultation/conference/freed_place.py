"""A program for the tests: somebody cancels, and in the same instant twenty others sign up; round after round.

    freed_place.py PEOPLE SLUG…

Each slug is a conference with one place, which somebody has, and one who waits. With NAIVE=1 a newcomer gets a place
whenever one is free, whoever waits: the negative control. Prints nothing; the test looks at the rows.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import uuid

import django

django.setup()

from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from consultation.conference.actions import leave, leaving, sign_up, signing_up  # noqa: E402
from consultation.conference.actions.signing_up import Attendee  # noqa: E402
from consultation.conference.models import Conference, Registration  # noqa: E402
from consultation.conference.places import Places  # noqa: E402
from consultation.delivery.composing import compose  # noqa: E402
from consultation.delivery.kinds import find  # noqa: E402

if connections["default"].vendor == "sqlite":
    connections["default"].settings_dict["OPTIONS"]["timeout"] = 120  # how long twenty wait for one is up to the machine

if os.environ.get("NAIVE"):
    Places.left = property(lambda self: self.free)
    leaving.settle = signing_up.settle = lambda conference, **_: conference.places()


def cancel(slug: str) -> None:
    leave(registration=Registration.objects.get(conference__slug=slug, state="confirmed", number=1), at=timezone.now())


def arrive(slug: str, number: int) -> None:
    attendee = Attendee(name=f"Lid {number}", email=f"lid{number}@x.example", organisation="X", function="Y", language="nl")
    conference = Conference.objects.get(slug=slug)
    sign_up(conference=conference, attendee=attendee, workshop=None, request_key=uuid.uuid4(), at=timezone.now())


def work(number: int, slugs: list[str], start: multiprocessing.synchronize.Barrier) -> None:
    connections.close_all()
    for slug in slugs:
        start.wait(120)
        if number:
            arrive(slug, number)
        else:
            cancel(slug)
    connections.close_all()


def main() -> None:
    people, *slugs = sys.argv[1:]
    for name in ("waiting", "offer", "left"):  # once here, so that not each of the many loads templates and catalogue anew
        compose(kind=find(f"conference.{name}"), language="nl", context={})
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    start = fork.Barrier(int(people) + 1)
    children = [fork.Process(target=work, args=(number, slugs, start)) for number in range(int(people) + 1)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    sys.exit(max(child.exitcode or 0 for child in children))


if __name__ == "__main__":
    main()
