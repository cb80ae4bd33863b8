"""The ticks: plain intervals only, so that no change of the clock can skip or repeat one. What is due is in the database."""

SCHEDULE = {
    # the quick sweeps that are registered with consultation.jobs: mails due, rounds to open or close
    "run-due": {
        "task": "consultation.jobs.tasks.run_due",
        "schedule": 10.0,
        "options": {"expires": 30},
    },
    # the jobs that wait or whose worker was lost; on a tick of their own, since one may take minutes
    "run-slow": {
        "task": "consultation.jobs.tasks.run_slow",
        "schedule": 10.0,
        "options": {"expires": 30},
    },
}
