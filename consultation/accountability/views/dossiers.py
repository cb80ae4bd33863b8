"""Dossiers for the archive, for editors only."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from consultation.accountability.models import Dossier
from consultation.accountability.permissions import can_account
from consultation.accountability.views.notes import version_to_account_for
from consultation.accountability.work import DOSSIER_JOB
from consultation.jobs.actions import enqueue


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dossiers(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Those that lie ready, until when, and the button to make one."""
    version, at = version_to_account_for(request, slug, label), timezone.now()
    if request.method == "POST":
        key = f"{DOSSIER_JOB}:{version.pk}:{at:%Y%m%d%H%M}"
        job = enqueue(kind=DOSSIER_JOB, arguments={"version": version.pk}, dedup_key=key, requested_by=request.user, at=at)
        return redirect("job-status", job_id=job.pk)
    days = settings.KEPT_DAYS["dossiers"]
    lines = [{"dossier": one, "until": one.made_at + timedelta(days=days)} for one in Dossier.objects.filter(version=version)]
    return render(request, "consultation/accountability/dossiers.html", {"version": version, "lines": lines, "days": days})


@login_required
@require_safe
def dossier_file(request: HttpRequest, slug: str, label: str, pk: int) -> FileResponse:
    """One of them as a download."""
    if not can_account(request.user):
        raise Http404
    dossier = get_object_or_404(Dossier, version=version_to_account_for(request, slug, label), pk=pk)
    name = f"dossier-{slug}-{label}-{dossier.made_at:%Y%m%d}.zip"
    return FileResponse(dossier.file.open("rb"), as_attachment=True, filename=name, content_type="application/zip")
