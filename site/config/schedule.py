"""The ticks: plain intervals only, so that no change of the clock can skip or repeat one. What is due is in the database."""

SCHEDULE = {
    # every sweep that is registered with consultation.jobs: mails due, rounds to open or close, jobs with an expired lease
    "run-due": {
        "task": "consultation.jobs.tasks.run_due",
        "schedule": 10.0,
        "options": {"expires": 30},
    },
}
