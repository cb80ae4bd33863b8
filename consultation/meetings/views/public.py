"""What people see of meetings: the list, one meeting with their answer, its papers, and the answer from a mail."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from consultation.meetings.actions import answer_invitation, take_back_answer
from consultation.meetings.answering import read_token
from consultation.meetings.errors import MeetingRefused
from consultation.meetings.forms.answering import AnswerForm
from consultation.meetings.models import Meeting, Paper, Rsvp
from consultation.meetings.pages import agenda_of, who_comes
from consultation.meetings.paper.files import FORMATS
from consultation.meetings.paper.parts import agenda_paper, record_paper
from consultation.meetings.permissions import can_manage
from consultation.meetings.subjects import tell_counts
from consultation.people.models import User

PAST_SHOWN = 20


@login_required
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings that one is invited to: those to come, and the last of those that have been. Six queries."""
    at = timezone.now()
    mine = Meeting.objects.for_user(request.user)
    coming, past = list(mine.coming(at)), list(mine.filter(ends_at__lte=at).order_by("-starts_at")[:PAST_SHOWN])
    rsvps = {rsvp.meeting_id: rsvp for rsvp in Rsvp.objects.filter(user=request.user, meeting__in=coming)}
    context = {
        "coming": [(one, rsvps.get(one.pk)) for one in coming],
        "past": past,
        "can_manage_meetings": can_manage(request.user),
    }
    return render(request, "consultation/meetings/meetings.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: when, where, agenda, papers, minutes; and one's own answer, if one is invited."""
    found = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("round"), pk=pk)
    is_invited = Meeting.objects.for_user(request.user).filter(pk=pk).exists()
    if request.method == "POST" and not is_invited:
        raise Http404
    return _answer_page(
        request,
        found,
        request.user,
        template="consultation/meetings/meeting.html",
        is_invited=is_invited,
        further={
            "agenda": agenda_of(found, user=request.user),
            "counts": tell_counts(found),
            "papers": found.papers.all(),
            "attendees": who_comes(found),
            "action_points": found.action_points.select_related("owner") if found.record_published_at else [],
            "can_manage_meetings": can_manage(request.user),
            "breadcrumb": [{"label": _("Meetings"), "url": reverse("meetings")}],
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page that a mail leads to. GET shows the form, POST answers, without signing in.

    The signed address is proof enough, and it is good for nothing but this answer: it shows when and where, and neither
    the papers nor who else comes. Scanners open every address of a mail, so a GET changes nothing.
    """
    said = read_token(token)
    if said is None:
        raise Http404
    user = get_object_or_404(User, pk=said.user_id, is_active=True)
    found = get_object_or_404(Meeting.objects.for_user(user), pk=said.meeting_id)
    return _answer_page(request, found, user, template="consultation/meetings/answer.html", is_invited=True, further={})


@login_required
@never_cache
@require_safe
def paper(request: HttpRequest, pk: int, paper: int) -> FileResponse:
    """A paper, to who sees its meeting and nobody else."""
    papers = Paper.objects.filter(meeting__in=Meeting.objects.visible_to(request.user))
    found = get_object_or_404(papers, pk=paper, meeting=pk)
    response = FileResponse(found.file.open("rb"), as_attachment=True, filename=found.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@never_cache
@require_safe
def file(request: HttpRequest, pk: int, part: str, file_format: str) -> HttpResponse:
    """The agenda, or the minutes once they are published, as a file for who sees the meeting."""
    found = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("round"), pk=pk)
    made = {"agenda": lambda: agenda_paper(found, user=request.user), "verslag": lambda: record_paper(found)}
    paper = made[part]() if part in made else None
    if paper is None or file_format not in FORMATS:
        raise Http404
    write, media_type = FORMATS[file_format]
    name = f"{part}-{paper.day:%Y-%m-%d}.{file_format}"
    return FileResponse(BytesIO(write(paper)), as_attachment=True, filename=name, content_type=media_type)


def _answer_page(
    request: HttpRequest, meeting: Meeting, user: Any, *, template: str, is_invited: bool, further: dict[str, Any]
) -> HttpResponse:
    at = timezone.now()
    rsvp = meeting.rsvps.filter(user=user).first()
    takes_back = request.POST.get("action") == "take_back"
    form = AnswerForm(request.POST if request.method == "POST" and not takes_back else None, meeting=meeting, rsvp=rsvp)
    if request.method == "POST":
        try:
            if takes_back:
                take_back_answer(user=user, meeting=meeting, at=at)
                messages.success(request, _("Your answer is taken back."))
                return redirect(request.path)
            if form.is_valid():
                answer_invitation(user=user, meeting=meeting, **form.given, at=at)
                messages.success(request, _("Thank you: your answer is kept. You can change it until the meeting is over."))
                return redirect(request.path)
        except MeetingRefused as refusal:
            form.add_error(None, str(refusal)) if form.is_bound else messages.error(request, str(refusal))
    context = {
        "meeting": meeting,
        "rsvp": rsvp if rsvp and rsvp.answer else None,
        "form": form,
        "can_answer": is_invited and not meeting.is_over(at),
        "answered_before": bool(rsvp and rsvp.answer and rsvp.answered_sequence != meeting.sequence),
        "is_over": meeting.is_over(at),
        **further,
    }
    return render(request, template, context, status=422 if form.errors else 200)
