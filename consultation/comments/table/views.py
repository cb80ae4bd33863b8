"""The comment table to take along."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from consultation.comments.table.member import MEDIA_TYPES, Filling, write_member_table
from consultation.comments.word.views import for_version
from consultation.comments.work import MEMBER_TABLE_JOB, table_name
from consultation.jobs.actions import enqueue
from handbook.models import Version


@require_safe
@for_version
def own_table(request: HttpRequest, version: Version, file_format: str) -> HttpResponse:
    """Her own remarks and room for more; with ``?inhoud=leeg`` room only."""
    if file_format not in MEDIA_TYPES:
        raise Http404
    filling = Filling.EMPTY if request.GET.get("inhoud") == Filling.EMPTY.value else Filling.OWN
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tabel"
        write_member_table(version, file_format, path, user=request.user, filling=filling, at=timezone.now())
        response = HttpResponse(path.read_bytes(), content_type=MEDIA_TYPES[file_format])
    response.headers["Content-Disposition"] = f'attachment; filename="{table_name(version, file_format)}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@for_version
def ask_whole_table(request: HttpRequest, version: Version) -> HttpResponse:
    """Asks for the table with the remarks of others that she may read too, as a job, since these may be thousands."""
    file_format = request.POST.get("format", "")
    if file_format not in MEDIA_TYPES:
        raise Http404
    at = timezone.now()
    key = f"{MEMBER_TABLE_JOB}:{request.user.pk}:{version.pk}:{file_format}:{at:%Y%m%d%H%M%S}"
    arguments = {"version": version.pk, "format": file_format}
    job = enqueue(kind=MEMBER_TABLE_JOB, arguments=arguments, dedup_key=key, requested_by=request.user, at=at)
    return redirect("job-status", job_id=job.pk)
