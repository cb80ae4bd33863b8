"""Looking which remarks say the same, as a job."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultation.jobs.registry import job_kind
from consultation.weighing.actions import propose_groups
from handbook.models import Version

GROUP_JOB = "weighing.group"


@job_kind(GROUP_JOB, label=_("Looking which comments say the same"))
def run_grouping(job: Any, progress: Any) -> dict[str, Any]:
    """Running it again replaces the proposals, so a killed worker leaves nothing half done."""
    version = Version.objects.get(pk=job.arguments["version"])
    progress(0, 1, str(_("The comments are being compared.")))
    made = propose_groups(version=version, at=timezone.now())
    return {"groups": made, "url": reverse("weighing", args=[version.slug, version.label]), "version": version.pk}
