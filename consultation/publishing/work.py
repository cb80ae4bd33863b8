"""The publication as a job: it survives a killed worker, and running it again publishes nothing twice."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from consultation.jobs.errors import JobRefused
from consultation.jobs.registry import job_kind
from consultation.publishing.actions import publish
from consultation.publishing.errors import PublicationRefused
from consultation.publishing.plan import PublicationPlan
from consultation.rounds.errors import RoundRefused
from consultation.weighing.errors import WeighingRefused
from handbook.errors import HandbookError
from handbook.models import HandbookPage, Version

PUBLISH_JOB = "publishing.publish"


@job_kind(PUBLISH_JOB)
def run_publication(job: Any, progress: Any) -> dict[str, Any]:
    """Publish what the row says. When an earlier attempt got through and only its record was lost, says so.

    ``publish`` is one transaction, so there are two cases only: the version is there, or nothing is. What is refused
    now is refused at every next attempt too, so the editor hears it at once.
    """
    handbook = HandbookPage.objects.get(key=job.arguments["handbook"])
    plan = PublicationPlan.from_json(job.arguments["plan"])
    version = Version.objects.of(handbook.key).filter(label=plan.label, frozen_at__gte=job.queued_at).first()
    if version is None:
        try:
            version = publish(handbook=handbook, plan=plan, by=job.requested_by, at=timezone.now(), progress=progress)
        except (HandbookError, RoundRefused, PublicationRefused, WeighingRefused) as error:
            raise JobRefused(str(error)) from error
    return {"version": version.pk}
