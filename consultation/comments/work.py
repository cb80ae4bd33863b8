"""Long work of this slice, as jobs."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultation.comments.actions import PLACE_JOB, place_comments
from consultation.jobs.registry import job_kind
from handbook.models import Version


@job_kind(PLACE_JOB, label=_("Comments find their place"))
def run_placing(job: Any, progress: Any) -> dict[str, Any]:
    """Places what was posted on a version after newer ones were published, in each of these. Running it again is free."""
    version = Version.objects.get(pk=job.arguments["version"])
    newer = Version.objects.of(version.handbook_key).filter(ordinal__gt=version.ordinal).order_by("ordinal")
    placed = sum(place_comments(version=one, at=timezone.now(), progress=progress) for one in newer)
    return {"placed": placed}
