"""Django's entry to this slice."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "consultation.jobs"

    def ready(self) -> None:
        from consultation.jobs import sweeps
        from consultation.jobs.actions import SWEEP
        from consultation.jobs.running import run_jobs

        sweeps.register(SWEEP, run_jobs, slow=True)
