"""A worker process with one kind of job that takes SECONDS: `python slow_worker.py SECONDS AT`."""

import sys
import time
from datetime import datetime

import django

django.setup()

from consultation.jobs.registry import job_kind  # noqa: E402
from consultation.jobs.running import run_jobs  # noqa: E402


@job_kind("tests.slow")
def count(job, progress):
    total = int(float(sys.argv[1]) * 10)
    for number in range(total):
        time.sleep(0.1)
        progress(number + 1, total, "counting")
    return {"attempt": job.attempts}


run_jobs(at=datetime.fromisoformat(sys.argv[2]))
