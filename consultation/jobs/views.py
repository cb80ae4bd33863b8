"""How far a job is, for who asked for it and for editors; the same page holds the fragment that HTMX asks for."""

from __future__ import annotations

import uuid
from pathlib import PurePath

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consultation.jobs.models import Job
from consultation.jobs.registry import label_of


@never_cache
@login_required
@require_safe
def job_status(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """The page, or its part that changes when a script asks."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=job_id)
    template = "_status.html" if request.headers.get("HX-Request") else "status.html"
    return render(request, f"consultation/jobs/{template}", {"job": job, "title": label_of(job.kind)})


@never_cache
@login_required
@require_safe
def job_file(request: HttpRequest, job_id: uuid.UUID) -> FileResponse:
    """The file that a job made, as a download; nobody else may have it by any address."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=job_id)
    if not job.result_file:
        raise Http404
    return FileResponse(job.result_file.open("rb"), as_attachment=True, filename=PurePath(job.result_file.name).name)
