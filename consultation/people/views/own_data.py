"""One's own data: what we keep, a copy to take along, and being erased."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultation.jobs.models import Job
from consultation.people import registry
from consultation.people.actions import COPY_JOB, ask_copy, ask_erasure, count_person, person_of
from consultation.people.errors import CannotBeErased
from consultation.people.forms.own_data import EraseForm
from consultation.people.views.account import View, fresh


def just_signed_in(view: View) -> View:
    """For what must not be done from a session that was left open: asks again for what this person signs in with."""
    return fresh(reauthentication_required(view))


@never_cache
@login_required
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """What we keep of somebody, place by place, with the number of rows; the contents are in the copy."""
    counts = count_person(email=request.user.email)
    context = {
        "places": [(place.describe, counts[place.label]) for place in registry.places_for_reading() if place.label in counts],
        "copies": Job.objects.filter(kind=COPY_JOB, requested_by=request.user).exclude(state=Job.State.CANCELLED),
    }
    return render(request, "consultation/people/my_data.html", context)


@never_cache
@require_POST
@just_signed_in
def copy(request: HttpRequest) -> HttpResponseBase:
    """Begins to make a copy, and leads to the page that says how far it is."""
    return redirect("job-status", job_id=ask_copy(user=request.user, at=timezone.now()).pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@just_signed_in
def erase(request: HttpRequest) -> HttpResponseBase:
    """Says what goes and what stays, what stands in the way, and asks once more."""
    at = timezone.now()
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_erasure(user=request.user, at=at)
        except CannotBeErased:  # the page says what stands in the way
            return redirect("erase-my-data")
        logout(request)
        return redirect("my-data-erased")
    context = {"form": form, "obstacles": registry.obstacles_of(person_of(request.user.email), at=at)}
    context["stopped"] = any(one.stops for one in context["obstacles"])
    return render(request, "consultation/people/erase.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """After it: says the same to everybody, since nobody is known any more."""
    return render(request, "consultation/people/erased.html")
