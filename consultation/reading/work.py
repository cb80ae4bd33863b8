"""What takes longer than a request: a version as a PDF, kept for all, and one with the remarks that its asker may see."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.jobs.actions import attach_file
from consultation.jobs.errors import JobRefused
from consultation.jobs.registry import job_kind
from consultation.reading.addresses import download_url
from consultation.reading.paper_remarks import remarks_on_paper
from handbook.exporting import version_as_pdf
from handbook.models import Version
from handbook.papers import keep_pdf

PDF_JOB = "reading.pdf"
REMARKS_JOB = "reading.pdf_remarks"


@job_kind(PDF_JOB, label=gettext_lazy("A version as a PDF"))
def make_pdf(job: Any, progress: Any) -> dict[str, Any]:
    """Running it again finds the file that is there."""
    version = Version.objects.get(pk=job.arguments["version"])
    progress(0, 1, _("The file is being written."))
    keep_pdf(version)
    return {"url": download_url(version, "pdf")}


@job_kind(REMARKS_JOB, label=gettext_lazy("A version as a PDF with the comments"), private=True)
def make_pdf_with_remarks(job: Any, progress: Any) -> dict[str, Any]:
    """The file lies ready for who asked for it, with what she may see at this moment."""
    user = job.requested_by
    version = Version.objects.visible_to(user).filter(pk=job.arguments["version"]).first() if user else None
    if version is None:
        raise JobRefused(_("You may not read this version any more."))
    progress(0, 1, _("The file is being written."))
    with translation.override(settings.LANGUAGE_CODE):
        remarks = remarks_on_paper(version, user=user, at=timezone.now())
    content = version_as_pdf(version, remarks=remarks)
    attach_file(job=job, name=f"{version.slug}-{version.label}-reacties.pdf", content=content)
    return {"comments": sum(map(len, remarks.values()))}
