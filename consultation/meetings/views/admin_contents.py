"""The agenda, the papers, the minutes and the action points of a meeting in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_required

from consultation.meetings import actions
from consultation.meetings.actions.inviting import people_invited
from consultation.meetings.errors import MeetingRefused, RecordChanged
from consultation.meetings.forms.editing import BLANK_ROWS, PaperForm, RecordForm, agenda_forms, point_forms
from consultation.meetings.permissions import MANAGE
from consultation.meetings.views.admin import about, find_meeting


@permission_required(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda as rows; "more rows" redraws the page with what was typed and some more."""
    meeting = find_meeting(pk)
    rows = agenda_forms(meeting, data=_with_more_rows(request))
    if request.method == "POST" and not _wants_more(request) and rows.is_valid():
        lines = [line for row in rows if (line := row.line)]
        actions.save_agenda(meeting=meeting, lines=lines, by=request.user, at=timezone.now())
        messages.success(request, _("The agenda is kept."))
        return redirect("meeting-admin", pk)
    return TemplateResponse(request, "consultation/meetings/admin/agenda.html", {**about(meeting), "rows": rows})


@permission_required(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers: add one, take one away."""
    meeting = find_meeting(pk)
    form = PaperForm()
    if request.POST.get("action") == "remove":
        actions.remove_paper(paper=get_object_or_404(meeting.papers, pk=request.POST.get("paper", "0")), by=request.user)
        messages.success(request, _("The paper is taken away."))
        return redirect("meeting-papers", pk)
    if request.method == "POST":
        form = PaperForm(request.POST, request.FILES)
        if form.is_valid():
            actions.add_paper(meeting=meeting, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The paper is added."))
            return redirect("meeting-papers", pk)
    context = {**about(meeting), "form": form, "papers": meeting.papers.all()}
    return TemplateResponse(request, "consultation/meetings/admin/papers.html", context, status=422 if form.errors else 200)


@permission_required(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_record(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes and the action points; publishing shows them to everybody who is invited and tells them so, once."""
    meeting = find_meeting(pk)
    form = RecordForm(request.POST if request.method == "POST" else None, initial=_initial_of(meeting))
    is_stale = False
    rows = point_forms(meeting, people=people_invited(meeting).order_by("name"), data=_with_more_rows(request))
    if request.method == "POST" and not _wants_more(request) and form.is_valid() and rows.is_valid():
        try:
            done = _save_record(request, meeting, form, [line for row in rows if (line := row.line)])
        except MeetingRefused as refusal:
            if is_stale := isinstance(refusal, RecordChanged):
                # What was typed stays; what the form knows is made new, so that it can be sent again.
                meeting.refresh_from_db()
                form.data = form.data.copy()
                form.data["seen"] = meeting.record_mark
            form.add_error("record", str(refusal))
        else:
            messages.success(request, done)
            return redirect("meeting-record", pk)
    context = {**about(meeting), "form": form, "rows": rows, "people": actions.count_invited(meeting)}
    context["now"] = meeting.record if is_stale else ""
    return TemplateResponse(request, "consultation/meetings/admin/record.html", context, status=422 if form.errors else 200)


def _initial_of(meeting: Any) -> dict[str, str]:
    return {"record": meeting.record, "seen": meeting.record_mark}


def _save_record(request: HttpRequest, meeting: Any, form: RecordForm, points: list[actions.PointLine]) -> str:
    text, at = form.cleaned_data["record"], timezone.now()
    actions.save_record(meeting=meeting, text=text, points=points, seen=form.cleaned_data["seen"], by=request.user, at=at)
    if request.POST.get("action") != "publish":
        return _("The minutes are kept.")
    actions.publish_record(meeting=meeting, by=request.user, at=at)
    return _("The minutes are published; everybody who is invited hears it.")


def _wants_more(request: HttpRequest) -> bool:
    return request.POST.get("action") == "more"


def _with_more_rows(request: HttpRequest) -> Any:
    """What was typed, with more empty rows when somebody asked for them; None when nothing was sent."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    if _wants_more(request):
        total = data.get("form-TOTAL_FORMS", "")
        data["form-TOTAL_FORMS"] = str((int(total) if total.isdecimal() else 0) + BLANK_ROWS)
    return data
