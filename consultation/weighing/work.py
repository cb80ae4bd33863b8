"""What takes longer than a request: looking which remarks say the same, a file of all of them, and keeping or sending many
answers."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consultation.jobs.actions import attach_file
from consultation.jobs.errors import JobRefused
from consultation.jobs.registry import job_kind
from consultation.weighing.actions import decide_many, propose_groups, send_batch
from consultation.weighing.batches import BatchPlan
from consultation.weighing.errors import WeighingRefused
from consultation.weighing.table.exporting import export_comments
from consultation.weighing.weighed import to_answer
from handbook.models import Version

GROUP_JOB = "weighing.group"
TABLE_JOB = "weighing.table"
SEND_JOB = "weighing.send"
TOGETHER_JOB = "weighing.together"


@job_kind(GROUP_JOB, label=_("Looking which comments say the same"))
def run_grouping(job: Any, progress: Any) -> dict[str, Any]:
    """Running it again replaces the proposals, so a killed worker leaves nothing half done."""
    version = Version.objects.get(pk=job.arguments["version"])
    progress(0, 1, str(_("The comments are being compared.")))
    made = propose_groups(version=version, at=timezone.now())
    with _in_language_of(job):
        said = ngettext("%(n)s group is proposed.", "%(n)s groups are proposed.", made) % {"n": made}
    return {"groups": made, "said": said, "url": reverse("weighing", args=[version.slug, version.label]), "version": version.pk}


@job_kind(TABLE_JOB, label=_("Comments as a file"), private=True)
def make_table(job: Any, progress: Any) -> dict[str, Any]:
    """The file lies ready for who asked for it. Running it again makes the file again."""
    version = Version.objects.get(pk=job.arguments["version"])
    file_format = job.arguments["format"]
    progress(0, 1, str(_("The file is being written.")))
    with TemporaryDirectory() as folder, _in_language_of(job):
        path = Path(folder) / "reacties"
        count = export_comments(version, file_format, path)
        with path.open("rb") as content:
            attach_file(job=job, name=f"reacties-{version.slug}-{version.label}.{file_format}", content=File(content))
    return {"comments": count}


@job_kind(SEND_JOB, label=_("Answers are being sent"))
def run_sending(job: Any, progress: Any) -> dict[str, Any]:
    """In portions under the key of the editor's form: after a crash a second run goes on where the first was, and tells nobody
    again."""
    version = Version.objects.select_related("corrects").get(pk=job.arguments["version"])
    plan = BatchPlan.from_json(job.arguments["plan"])
    try:
        sent = send_batch(version=version, plan=plan, by=job.requested_by, at=timezone.now(), progress=progress)
    except WeighingRefused as refusal:
        raise JobRefused(str(refusal)) from refusal
    board = reverse("weighing", args=[version.slug, version.label])
    with _in_language_of(job):
        said = sent.words
    return {"answers": sent.answers, "people": sent.people, "held": sent.held, "said": said, "url": f"{board}?toon=concept"}


@job_kind(TOGETHER_JOB, label=_("One answer is kept for many comments"))
def run_together(job: Any, progress: Any) -> dict[str, Any]:
    """One transaction: after a crash a second run does it, and after a run nothing is left for a second."""
    given = job.arguments
    version = Version.objects.select_related("corrects").get(pk=given["version"])
    comments = to_answer(version, given["keys"])
    try:
        told = decide_many(
            comments=comments,
            value=given["value"],
            reason=given["reason"],
            seen_at=datetime.fromisoformat(given["seen_at"]),
            by=job.requested_by,
            at=timezone.now(),
            progress=progress,
        )
    except WeighingRefused as refusal:
        raise JobRefused(str(refusal)) from refusal
    with _in_language_of(job):
        said = " ".join(filter(None, (told.words_of_kept, told.words_of_left)))
    return {"comments": told.done, "said": said, "url": reverse("weigh-together", args=[version.slug, version.label])}


def _in_language_of(job: Any) -> AbstractContextManager[None]:
    return translation.override(job.requested_by.language if job.requested_by else settings.LANGUAGE_CODE)
