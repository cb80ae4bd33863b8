"""Meetings in the admin: the list, making and changing one, and the page from which people are invited."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import permission_required

from consultation.meetings import actions
from consultation.meetings.errors import MeetingRefused
from consultation.meetings.forms.editing import CancelForm, MeetingForm, initial_of
from consultation.meetings.models import Meeting, Rsvp
from consultation.meetings.permissions import MANAGE

PAST_SHOWN = 50


@permission_required(MANAGE)
@require_safe
def meetings_admin(request: HttpRequest) -> HttpResponse:
    """All meetings with the number of answers: those to come first, then the last of those that have been."""
    at = timezone.now()
    yes, unanswered = Count("rsvps", filter=Q(rsvps__answer=Rsvp.Answer.YES)), Count("rsvps", filter=Q(rsvps__answer=""))
    counted = Meeting.objects.annotate(yes_count=yes, unanswered_count=unanswered)
    context = {
        "coming": counted.coming(at),
        "past": counted.filter(ends_at__lte=at).order_by("-starts_at")[:PAST_SHOWN],
        "page_title": _("Meetings"),
        "header_icon": "calendar",
    }
    return TemplateResponse(request, "consultation/meetings/admin/index.html", context)


@permission_required(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_meeting(request: HttpRequest) -> HttpResponse:
    """A meeting in the making; nobody hears of it yet."""
    form = MeetingForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = actions.make_meeting(plan=form.plan, by=request.user, at=timezone.now())
        except MeetingRefused as refusal:
            form.add_error("day", str(refusal))
        else:
            messages.success(request, _("The meeting is kept. Nobody is invited yet: add the agenda first, if you like."))
            return redirect("meeting-admin", made.pk)
    context = {"form": form, "meeting": None, "people": 0, "page_title": _("New meeting"), "header_icon": "calendar"}
    return TemplateResponse(request, "consultation/meetings/admin/edit.html", context, status=422 if form.errors else 200)


@permission_required(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Another time, place, audience or words; the page says beforehand how many people get a mail."""
    meeting = find_meeting(pk)
    form = MeetingForm(request.POST if request.method == "POST" else None, initial=initial_of(meeting))
    if form.is_bound and form.is_valid():
        try:
            changed = actions.change_meeting(meeting=meeting, plan=form.plan, by=request.user, at=timezone.now())
        except MeetingRefused as refusal:
            form.add_error("day", str(refusal))
        else:
            told = changed.sequence != meeting.sequence
            messages.success(request, _("Everybody who is invited hears what changed.") if told else _("The meeting is kept."))
            return redirect("meeting-admin", pk)
    people = actions.count_invited(meeting) if meeting.state == Meeting.State.PLANNED else 0
    context = {**about(meeting), "form": form, "people": people}
    return TemplateResponse(request, "consultation/meetings/admin/edit.html", context, status=422 if form.errors else 200)


@permission_required(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_admin(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: who answered what, and the buttons that invite, cancel and throw away."""
    meeting = find_meeting(pk)
    action = request.POST.get("action") if request.method == "POST" else None
    calling_off = CancelForm(request.POST if action == "cancel" else None)
    try:
        if action == "discard":
            actions.discard_meeting(meeting=meeting, by=request.user)
            messages.success(request, _("The meeting is thrown away."))
            return redirect("meetings-admin")
        if done := _act(request, meeting, action, calling_off):
            messages.success(request, done)
            return redirect("meeting-admin", pk)
    except MeetingRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("meeting-admin", pk)
    rsvps = list(meeting.rsvps.standing().select_related("user__organisation").order_by("user__name"))
    agenda = list(meeting.agenda.all())
    context = {
        **about(meeting),
        "groups": meeting.groups.all(),
        "people": actions.count_invited(meeting),
        "rsvps": rsvps,
        "counts": _counts(rsvps),
        "agenda": agenda,
        "agenda_minutes": sum(item.minutes or 0 for item in agenda),
        "papers": meeting.papers.all(),
        "reminders": meeting.reminders.all(),
        "calling_off": calling_off,
        "is_over": meeting.is_over(timezone.now()),
    }
    status = 422 if calling_off.errors else 200
    return TemplateResponse(request, "consultation/meetings/admin/meeting.html", context, status=status)


def find_meeting(pk: int) -> Meeting:
    """The meeting of this number. Raises Http404."""
    return get_object_or_404(Meeting.objects.select_related("round__version"), pk=pk)


def about(meeting: Meeting) -> dict[str, Any]:
    """What every page of one meeting shows above."""
    return {"meeting": meeting, "page_title": _("Meeting"), "page_subtitle": meeting.title, "header_icon": "calendar"}


def _act(request: HttpRequest, meeting: Meeting, action: str | None, calling_off: CancelForm) -> str:
    """Does what a button asks, and says so; empty when nothing was asked, or the form is not filled in."""
    at = timezone.now()
    if action == "invite":
        count = actions.invite(meeting=meeting, by=request.user, at=at).rsvps.count()
        return ngettext("%(count)s person is invited.", "%(count)s people are invited.", count) % {"count": count}
    if action == "cancel" and calling_off.is_valid():
        actions.cancel_meeting(meeting=meeting, reason=calling_off.cleaned_data["reason"], by=request.user, at=at)
        return _("The meeting is cancelled; everybody who is invited hears it.")
    return ""


def _counts(rsvps: list[Rsvp]) -> dict[str, int]:
    """How many come, there and online, how many guests, and how many said something else or nothing."""
    comes = [rsvp for rsvp in rsvps if rsvp.answer == Rsvp.Answer.YES]
    return {
        "there": sum(rsvp.way == Rsvp.Way.THERE for rsvp in comes),
        "online": sum(rsvp.way == Rsvp.Way.ONLINE for rsvp in comes),
        "guests": sum(len(rsvp.guests) for rsvp in comes),
        "perhaps": sum(rsvp.answer == Rsvp.Answer.PERHAPS for rsvp in rsvps),
        "no": sum(rsvp.answer == Rsvp.Answer.NO for rsvp in rsvps),
        "unanswered": sum(not rsvp.answer for rsvp in rsvps),
    }
