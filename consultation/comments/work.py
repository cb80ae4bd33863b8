"""Long work of this slice, as jobs."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.base import File
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from consultation.comments.actions import PLACE_JOB, place_comments
from consultation.comments.table.member import Filling, write_member_table
from consultation.jobs.actions import attach_file
from consultation.jobs.registry import job_kind
from handbook.models import Version

MEMBER_TABLE_JOB = "comments.table"


@job_kind(PLACE_JOB, label=_("Comments find their place"))
def run_placing(job: Any, progress: Any) -> dict[str, Any]:
    """Places what was posted on a version after newer ones were published, in each of these. Running it again is free."""
    version = Version.objects.get(pk=job.arguments["version"])
    newer = Version.objects.of(version.handbook_key).filter(ordinal__gt=version.ordinal).order_by("ordinal")
    placed = sum(place_comments(version=one, at=timezone.now(), progress=progress) for one in newer)
    return {"placed": placed}


@job_kind(MEMBER_TABLE_JOB, label=_("Comments as a file"), private=True)
def make_member_table(job: Any, progress: Any) -> dict[str, Any]:
    """The table lies ready for who asked for it, with what she may read at this moment. Running it again makes it again."""
    user, at = job.requested_by, timezone.now()
    version = Version.objects.visible_to(user).get(pk=job.arguments["version"])
    file_format = job.arguments["format"]
    progress(0, 1, str(_("The file is being written.")))
    with TemporaryDirectory() as folder, translation.override(user.language):
        path = Path(folder) / "tabel"
        write_member_table(version, file_format, path, user=user, filling=Filling.ALL, at=at)
        with path.open("rb") as content:
            attach_file(job=job, name=table_name(version, file_format), content=File(content))
    return {}


def table_name(version: Version, file_format: str) -> str:
    """What the file is called where it is downloaded."""
    return f"reacties-{version.slug}-{version.label}.{file_format}"
