"""Weighing in meetings: making the agenda, the list of its points, and the minutes of what was decided."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultation.meetings.actions import make_meeting
from consultation.meetings.errors import MeetingRefused
from consultation.meetings.models import Meeting
from consultation.meetings.permissions import can_manage
from consultation.weighing.actions import make_agenda, write_minutes
from consultation.weighing.agendas import candidates_of, points_of, upcoming_meetings
from consultation.weighing.errors import WeighingRefused
from consultation.weighing.meeting_forms import AgendaForm
from consultation.weighing.permissions import can_publish
from consultation.weighing.views.finding import find_version, for_weighers


@require_http_methods(["GET", "HEAD", "POST"])
@for_weighers
def agenda(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """What is contested, and for which meeting it makes the agenda."""
    if not makes_agendas(request):
        raise Http404
    version, at = find_version(request, slug, label), timezone.now()
    form = AgendaForm(request.POST or None, upcoming=list(upcoming_meetings(at)))
    chosen = request.POST.getlist("punt")
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                meeting = form.chosen or make_meeting(plan=form.plan, by=request.user, at=at)
                minutes = form.cleaned_data["minutes"]
                made = make_agenda(version=version, meeting=meeting, minutes=minutes, only=chosen, by=request.user, at=at)
        except (WeighingRefused, MeetingRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            said = ngettext("%(n)s point stands on the agenda now.", "%(n)s points stand on the agenda now.", len(made))
            messages.success(request, said % {"n": len(made)})
            return redirect("weigh-meeting", slug, label, meeting.pk)
    candidates = candidates_of(version, user=request.user, at=at)
    ticks_all = request.method != "POST" and "geen" not in request.GET
    context = {
        "version": version,
        "form": form,
        "candidates": [(one, ticks_all or one.name in chosen) for one in candidates],
    }
    return render(request, "consultation/weighing/agenda.html", context, status=422 if form.errors else 200)


@require_safe
@for_weighers
def meeting(request: HttpRequest, slug: str, label: str, meeting: int) -> HttpResponse:
    """The points of a version in a meeting, and what came out of each."""
    version = find_version(request, slug, label)
    found = find_meeting(request, meeting)
    points = list(points_of(found, version))
    if not points:
        raise Http404
    first = next((number for number, point in enumerate(points, start=1) if not point.outcome), 1)
    context = {
        "version": version,
        "meeting": found,
        "points": points,
        "first": first,
        "left": sum(not point.outcome for point in points),
        "may_conclude": makes_agendas(request),
    }
    return render(request, "consultation/weighing/meeting.html", context)


@require_POST
@for_weighers
def minutes(request: HttpRequest, slug: str, label: str, meeting: int) -> HttpResponse:
    """Adds what was decided to the minutes, and leads to where they are gone on with."""
    find_version(request, slug, label)
    found = find_meeting(request, meeting)
    try:
        write_minutes(meeting=found, by=request.user, at=timezone.now())
    except (WeighingRefused, MeetingRefused) as refusal:
        messages.error(request, str(refusal))
        return redirect("weigh-meeting", slug, label, meeting)
    messages.success(request, _("The draft of the minutes is there. Read it, add to it, and publish it."))
    return redirect("meeting-record", found.pk)


def find_meeting(request: HttpRequest, pk: int) -> Meeting:
    """A meeting that this person may see. Raises Http404."""
    return get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)


def makes_agendas(request: HttpRequest) -> bool:
    """Whether she makes agendas and writes down what a meeting decides."""
    return can_publish(request.user) and can_manage(request.user)
