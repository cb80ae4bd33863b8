"""A version as a PDF: the one that is kept, or the page on which it is made; and one with remarks for who asks."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consultation.jobs.actions import enqueue
from consultation.jobs.models import Job
from consultation.reading.access import OpenVersion, open_version
from consultation.reading.addresses import version_url
from consultation.reading.views import breadcrumb_of, leads_to_sign_in
from consultation.reading.work import PDF_JOB, REMARKS_JOB
from handbook.papers import kept_pdf, pdf_digest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@leads_to_sign_in
def pdf(request: HttpRequest, slug: str, label: str) -> HttpResponse | FileResponse:
    """The PDF of a version for who may read it. The first who asks has it made, visitors too; all who come meanwhile see
    how far it is."""
    opened = open_version(user=request.user, slug=slug, label=label, at=timezone.now())
    kept = kept_pdf(opened.version)
    if kept is not None and not request.headers.get("HX-Request"):
        name = f"{opened.version.slug}-{opened.version.label}.pdf"
        return FileResponse(kept, as_attachment=True, filename=name, content_type="application/pdf")
    job = _newest_job(opened)
    if request.method == "POST":
        if job is None or job.is_ended:
            _ask(request, opened)
        return redirect("download-pdf", slug=slug, label=label)
    template = "_pdf_status.html" if request.headers.get("HX-Request") else "pdf.html"
    context = {"opened": opened, "job": job, "is_kept": kept is not None, "version_url": version_url(opened.version)}
    return render(request, f"consultation/reading/{template}", context | {"breadcrumb": breadcrumb_of(opened, down_to="version")})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@leads_to_sign_in
def pdf_with_remarks(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Asks for the version with the remarks behind each section; the file is hers alone."""
    if not request.user.is_authenticated:
        raise Http404
    opened = open_version(user=request.user, slug=slug, label=label, at=timezone.now())
    if request.method != "POST":
        context = {"opened": opened, "breadcrumb": breadcrumb_of(opened, down_to="version")}
        return render(request, "consultation/reading/pdf_with_remarks.html", context)
    version, at = opened.version, opened.at
    key = f"{REMARKS_JOB}:{request.user.pk}:{version.pk}:{at:%Y%m%d%H%M%S}"
    job = enqueue(kind=REMARKS_JOB, arguments={"version": version.pk}, dedup_key=key, requested_by=request.user, at=at)
    return redirect("job-status", job_id=job.pk)


def _newest_job(opened: OpenVersion) -> Job | None:
    """The job that makes this file, whoever asked for it."""
    return Job.objects.filter(kind=PDF_JOB, dedup_key__startswith=_key(opened)).order_by("-queued_at").first()


def _ask(request: HttpRequest, opened: OpenVersion) -> None:
    """A job that ended without leaving the file, since storage was emptied, is asked for anew."""
    user = request.user if request.user.is_authenticated else None
    key = f"{_key(opened)}:{opened.at:%Y%m%d%H%M}"
    enqueue(kind=PDF_JOB, arguments={"version": opened.version.pk}, dedup_key=key, requested_by=user, at=opened.at)


def _key(opened: OpenVersion) -> str:
    return f"{PDF_JOB}:{pdf_digest(opened.version)}"
