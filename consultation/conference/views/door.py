"""The door: helpers without an account find people by name or by the code on their telephone, and check them in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consultation.conference.actions import check_in, undo_check_in
from consultation.conference.errors import ConferenceRefused
from consultation.conference.models import Conference, Registration
from consultation.conference.permissions import can_check_in

SECRETS = "conference_doors"
"""Where a helper's session keeps the secrets of the doors that she opened, by conference."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_door(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    """The helpers' link: a page with one button, after which this telephone may check people in."""
    conference = get_object_or_404(Conference, slug=slug, door_secret=secret)
    if request.method == "POST":
        request.session[SECRETS] = {**request.session.get(SECRETS, {}), str(conference.pk): secret}
        return redirect("door", slug=slug)
    return render(request, "consultation/conference/open_door.html", {"conference": conference})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest, slug: str) -> HttpResponse:
    """The list at the door, searched by name. Nobody else learns that there is one."""
    conference = get_object_or_404(Conference, slug=slug)
    if not _may_check_in(request, conference):
        raise Http404
    people = conference.registrations.real().filter(state=Registration.State.CONFIRMED).select_related("workshop")
    if request.method == "POST":
        _act(request, get_object_or_404(people, pk=request.POST.get("person", "0")))
        return redirect(request.get_full_path())
    query = request.GET.get("naam", "").strip()
    came = people.filter(checked_in_at__isnull=False).count()
    context = {
        "conference": conference,
        "query": query,
        "people": people.filter(name__icontains=query).order_by("name", "pk"),
        "came": came,
        "expected": people.count(),
    }
    return render(request, "consultation/conference/door.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """What the camera opens. A helper sees who it is, with a button; anybody else what the code is for, and no name."""
    person = Registration.objects.select_related("conference", "workshop").filter(door_code=code).first()
    if person is None or not _may_check_in(request, person.conference):
        if request.method == "POST":
            raise Http404
        return render(request, "consultation/conference/show_code.html")
    if request.method == "POST":
        _act(request, person)
        return redirect("door-code", code=code)
    return render(request, "consultation/conference/check_in.html", {"person": person, "conference": person.conference})


def _may_check_in(request: HttpRequest, conference: Conference) -> bool:
    secret = request.session.get(SECRETS, {}).get(str(conference.pk), "")
    return can_check_in(request.user, conference, secret)


def _act(request: HttpRequest, person: Registration) -> None:
    if request.POST.get("action") == "undo":
        undo_check_in(registration=person)
        return
    try:
        check_in(registration=person, at=timezone.now())
    except ConferenceRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s is checked in.") % {"name": person.name})
