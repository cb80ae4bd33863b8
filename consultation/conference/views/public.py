"""The page of a conference and its form."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from consultation.conference.actions import sign_up
from consultation.conference.actions.signing_up import Attendee
from consultation.conference.errors import ConferenceRefused
from consultation.conference.forms import SignUpForm
from consultation.conference.models import Conference
from consultation.conference.permissions import can_manage
from consultation.conference.places import Door
from consultation.people.limits import within_limits


def find_conference(request: HttpRequest, slug: str, *, counted: bool = True) -> Conference:
    """The conference at this address, if this person may see it; with its counts for a page that shows them. Raises Http404."""
    visible = Conference.objects.visible_to(request.user)
    return get_object_or_404(visible.with_counts() if counted else visible, slug=slug)


@require_safe
def conference_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is about, when and where, the programme, and whether there is a place."""
    conference, at = find_conference(request, slug), timezone.now()
    context = {
        "conference": conference,
        "workshops": conference.workshops.with_counts(),
        "places": conference.describe_places(at),
        "is_open": conference.door(at) is Door.OPEN,
        "is_cancelled": conference.cancelled_at is not None,
        "is_full": not conference.places().left,
        "can_manage_conference": can_manage(request.user),
    }
    return render(request, "consultation/conference/conference.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The form. The answer is the page of the new sign-up, which says in words whether there is a place."""
    conference, at = find_conference(request, slug, counted=request.method != "POST"), timezone.now()
    form = SignUpForm(request.POST or None, conference=conference)
    if request.method == "POST" and form.is_trapped:
        return redirect(conference)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"].lower()
        if not within_limits(request, action="conference", address=f"{conference.pk}:{address}"):
            form.add_error(None, _("There were many sign-ups from here in a short time. Try again in an hour."))
        else:
            try:
                row = sign_up(
                    conference=conference,
                    attendee=Attendee(**form.answers, language=translation.get_language() or "nl"),
                    workshop=form.cleaned_data.get("workshop"),
                    request_key=form.cleaned_data["request_key"],
                    at=at,
                )
            except ConferenceRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("registration", token=row.token)
    context = {
        "form": form,
        "conference": conference,
        "places": conference.describe_places(at),
        "is_open": conference.door(at) is Door.OPEN,
        "is_full": not conference.places().left,
        "kept_days": settings.KEPT_DAYS["conference"],
        "breadcrumb": [{"label": conference.title, "url": conference.get_absolute_url()}],
    }
    return render(request, "consultation/conference/sign_up.html", context, status=422 if form.errors else 200)
