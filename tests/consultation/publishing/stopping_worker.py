"""A worker that stands still while it places: `python stopping_worker.py AT`. It says "placing" and waits to be killed."""

import sys
import time
from datetime import datetime

import django

django.setup()

from consultation.comments.actions import placing  # noqa: E402
from consultation.jobs.running import run_jobs  # noqa: E402

place = placing._placements


def place_some_and_stand_still(*args, **options):
    if placed := getattr(place_some_and_stand_still, "placed", 0):
        sys.stdout.write(f"placing {placed}\n")
        sys.stdout.flush()
        time.sleep(600)
    rows = place(*args, **options)
    place_some_and_stand_still.placed = len(rows)
    return rows


placing._placements = place_some_and_stand_still
run_jobs(at=datetime.fromisoformat(sys.argv[1]))
