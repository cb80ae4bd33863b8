"""The screens of the import. Nothing is written before the confirmation, which is the only one that posts a change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from consultation.jobs.actions import enqueue
from consultation.jobs.models import Job
from consultation.publishing.imports.forms import DecisionForm, NewHandbookForm, UploadForm
from consultation.publishing.imports.uploads import Upload, UploadGone, discard_upload, find_upload, keep_upload
from consultation.publishing.imports.work import IMPORT_JOB, look_ahead, open_upload, report_digest
from handbook.errors import HandbookError
from handbook.exchange.errors import ImportRefused
from handbook.importing import KINDS
from handbook.models import HandbookPage
from handbook.opening import look_into
from handbook.telling import tell_oddity, tell_refusal

may_import = permission_required("handbook.publish_version", raise_exception=True)
TEMPLATES = "consultation/publishing"

_HEADINGS = {
    "created": gettext_lazy("New"),
    "changed": gettext_lazy("Changed"),
    "moved": gettext_lazy("Moved"),
    "renamed": gettext_lazy("Renamed"),
    "removed": gettext_lazy("No longer in the document"),
    "kept": gettext_lazy("Unchanged"),
}


@may_import
def hand_in(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The form for the file: for the handbook with this primary key, or for a new one."""
    handbook = get_object_or_404(HandbookPage, pk=pk) if pk else None
    form_class = UploadForm if handbook else NewHandbookForm
    form = form_class(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = keep_upload(
            form.cleaned_data["file"],
            handbook=handbook,
            slug=form.cleaned_data.get("slug", handbook.slug if handbook else ""),
            title=form.cleaned_data.get("title", ""),
            at=timezone.now(),
        )
        return redirect("publishing-import-look", token=upload.token)
    context = {"form": form, "handbook": handbook, "header_title": _title(handbook)}
    return render(request, f"{TEMPLATES}/import.html", context)


@may_import
@require_safe
def look(request: HttpRequest, token: str) -> HttpResponse:
    """What the file would do, or first what must be decided about it. Reading it again on every visit writes nothing."""
    try:
        upload = find_upload(token)
        handbook = upload.find_handbook()
        context: dict[str, Any] = {"upload": upload, "handbook": handbook, "header_title": _title(handbook)}
        word = look_into(upload.read(), file_format=upload.file_format)
        form = DecisionForm(request.GET or None, tracked_changes=word.tracked_changes, comments=word.comments)
        if form.fields:
            context |= {"form": form, "word": word}
        if form.fields and not form.is_valid():
            return render(request, f"{TEMPLATES}/import_decide.html", context)
        decided = form.decided if form.fields else {"changes": "", "leave_comments": False}
        document = open_upload(upload, **decided)
        report = look_ahead(upload, document)
    except (UploadGone, HandbookPage.DoesNotExist):
        messages.error(request, _("The file is gone: it was imported already, or thrown away."))
        return redirect("publishing-choose")
    except (ImportRefused, HandbookError) as error:
        discard_upload(token)
        messages.error(request, tell_refusal(error) if isinstance(error, ImportRefused) else str(error))
        return _back(upload)
    context |= {
        "report": report,
        "groups": _groups(report.as_dict()),
        "oddities": [tell_oddity(oddity) for oddity in report.oddities],
        "digest": report_digest(report),
        "decided": decided,
    }
    return render(request, f"{TEMPLATES}/import_look.html", context)


@may_import
@require_POST
def confirm(request: HttpRequest, token: str) -> HttpResponseRedirect:
    """Put the import in the queue; twice the same click is one job."""
    try:
        find_upload(token)
    except UploadGone:
        job = Job.objects.filter(dedup_key=f"import:{token}").first()
        return redirect("publishing-import-job", job_id=job.pk) if job else redirect("publishing-choose")
    arguments = {
        "token": str(token),
        "changes": request.POST.get("changes", ""),
        "leave_comments": request.POST.get("leave_comments") == "on",
        "digest": request.POST.get("digest", ""),
    }
    job = enqueue(kind=IMPORT_JOB, arguments=arguments, dedup_key=f"import:{token}", requested_by=request.user, at=timezone.now())
    return redirect("publishing-import-job", job_id=job.pk)


@may_import
@require_POST
def stop(request: HttpRequest, token: str) -> HttpResponseRedirect:
    """Throw the file away."""
    try:
        upload = find_upload(token)
    except UploadGone:
        return redirect("publishing-choose")
    discard_upload(token)
    messages.success(request, _("Nothing was imported. The file is deleted."))
    return _back(upload)


@may_import
@require_safe
def import_job(request: HttpRequest, job_id: str) -> HttpResponse:
    """How far the import is, and in the end what it did."""
    job = get_object_or_404(Job, pk=job_id, kind=IMPORT_JOB)
    context: dict[str, Any] = {"job": job, "header_title": _("Import a document")}
    if job.state == Job.State.DONE:
        context |= {"groups": _groups(job.result), "oddities": job.result["oddities"], "report": job.result}
    return render(request, f"{TEMPLATES}/import_job.html", context)


def _groups(report: dict[str, Any]) -> list[dict[str, Any]]:
    """The report as the templates show it: what changed first, what stayed last."""
    order = [*(kind for kind in KINDS if kind != "kept"), "kept"]
    return [{"kind": kind, "heading": _HEADINGS[kind], "lines": report["lines"][kind]} for kind in order]


def _title(handbook: HandbookPage | None) -> str:
    return _("Import into %(handbook)s") % {"handbook": handbook.title} if handbook else _("Import a new handbook")


def _back(upload: Upload) -> HttpResponseRedirect:
    handbook = HandbookPage.objects.filter(key=upload.handbook).first() if upload.handbook else None
    return redirect("publishing-import", pk=handbook.pk) if handbook else redirect("publishing-import-new")
