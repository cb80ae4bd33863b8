"""What takes longer than a request: sending a note out with its files, looking at a long one, and writing a dossier."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.accountability.actions import keep_dossier, publish_note
from consultation.accountability.dossier.writing import write_dossier
from consultation.accountability.errors import AccountRefused, MayNotAccount
from consultation.accountability.files import FORMATS, make_file, write_note
from consultation.accountability.models import NoteDraft, NoteEdition
from consultation.accountability.snapshot import take_snapshot
from consultation.jobs.actions import attach_file
from consultation.jobs.errors import JobRefused
from consultation.jobs.registry import job_kind
from handbook.models import Version

NOTE_JOB = "accountability.note"
DOSSIER_JOB = "accountability.dossier"
FILE_JOB = "accountability.file"
PREVIEW_JOB = "accountability.preview"


@job_kind(NOTE_JOB, label=gettext_lazy("Publishing the response note"))
def run_note(job: Any, progress: Any) -> dict[str, Any]:
    """Run again after a worker was lost, it finds the edition that it made (``number`` in its arguments) and goes on with
    the files."""
    version = Version.objects.get(pk=job.arguments["version"])
    steps = len(FORMATS) + 1
    progress(0, steps, _("The note is being composed."))
    edition = NoteEdition.objects.filter(version=version, number=job.arguments["number"]).first()
    if edition is None:
        try:
            edition = publish_note(version=version, by=_asker(job), at=timezone.now())
        except AccountRefused as refusal:
            raise JobRefused(str(refusal)) from refusal
    for step, file_format in enumerate(FORMATS, start=1):
        progress(step, steps, _("The file is being written."))
        make_file(edition, file_format)
    return {"url": reverse("note", args=[version.slug, version.label]), "edition": edition.number}


@job_kind(FILE_JOB, label=gettext_lazy("Making a file of the response note"))
def run_file(job: Any, progress: Any) -> dict[str, Any]:
    """A note that changed after it went out, as a file. Running it again finds the file."""
    edition = NoteEdition.objects.select_related("version").get(pk=job.arguments["edition"])
    file_format = job.arguments["format"]
    progress(0, 1, _("The file is being written."))
    make_file(edition, file_format)
    address = reverse("note-file", args=[edition.version.slug, edition.version.label, file_format])
    return {"url": f"{address}?editie={edition.number}"}


@job_kind(PREVIEW_JOB, label=gettext_lazy("The response note as it would go out now"), private=True)
def run_preview(job: Any, progress: Any) -> dict[str, Any]:
    """A long note as a Word file for the editor who prepares it. Running it again makes it again."""
    version, by = Version.objects.get(pk=job.arguments["version"]), _asker(job)
    draft = NoteDraft.objects.filter(version=version).first() or NoteDraft(version=version)
    progress(0, 2, _("The note is being composed."))
    note = take_snapshot(version, introduction=draft.introduction, readers=draft.readers, number=0, at=timezone.now())
    progress(1, 2, _("The file is being written."))
    with translation.override(by.language):
        content = write_note(note, "docx")
    attach_file(job=job, name=f"nota-{version.slug}-{version.label}.docx", content=content)
    return {"url": reverse("note-prepare", args=[version.slug, version.label])}


@job_kind(DOSSIER_JOB, label=gettext_lazy("Making the consultation dossier"))
def make_dossier(job: Any, progress: Any) -> dict[str, Any]:
    """Running it again writes it again; only a whole one is kept."""
    version, at = Version.objects.get(pk=job.arguments["version"]), timezone.now()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "dossier.zip"
        count = write_dossier(version, path, at=at, progress=progress)
        try:
            keep_dossier(version=version, path=path, by=_asker(job), at=at)
        except AccountRefused as refusal:
            raise JobRefused(str(refusal)) from refusal
    return {"url": reverse("dossiers", args=[version.slug, version.label]), "files": count}


def _asker(job: Any) -> Any:
    """Who asked for the job. Raises MayNotAccount when her account is gone."""
    if job.requested_by is None:
        raise MayNotAccount
    return job.requested_by
