"""One's own sign-up, by the link in the mail: no account, no signing in. Looking changes nothing."""

from __future__ import annotations

import io

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from consultation.conference.actions import accept_offer, choose_workshop, leave
from consultation.conference.errors import ConferenceRefused
from consultation.conference.forms import WorkshopForm
from consultation.conference.models import Registration
from consultation.conference.notices import instant_in_words

_State = Registration.State


def find_registration(token: str) -> Registration:
    """The sign-up of this link. Raises Http404."""
    return get_object_or_404(Registration.objects.select_related("conference", "workshop"), token=token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """Says in words whether one has a place, and lets one accept an offer, choose a workshop and cancel."""
    row, at = find_registration(token), timezone.now()
    action = request.POST.get("action")
    workshops = WorkshopForm(request.POST if action == "workshop" else None, registration=row)
    if request.method == "POST" and not row.conference.is_over(at):
        if action == "accept":
            if accept_offer(registration=row, at=at).state != _State.CONFIRMED:
                messages.error(request, _("The time to accept this place is over. It is offered to the next one in the queue."))
            return redirect("registration", token=token)
        if action == "leave":
            leave(registration=row, at=at)
            return redirect("registration", token=token)
        if action == "workshop" and workshops.is_valid():
            try:
                choose_workshop(registration=row, workshop=workshops.cleaned_data["workshop"], at=at)
            except ConferenceRefused as refusal:
                workshops.add_error("workshop", str(refusal))
            else:
                messages.success(request, _("Your choice is saved."))
                return redirect("registration", token=token)
    conference = row.conference
    context = {
        "registration": row,
        "conference": conference,
        "is_over": conference.is_over(at),
        "reads": row.state == _State.CONFIRMED and conference.is_reading_time(at),
        "queue": row.place_in_queue() if row.state == _State.WAITING else None,
        "workshop_queue": row.place_in_workshop_queue() if _waits_for_workshop(row) else None,
        "until": instant_in_words(row.offer_expires_at) if row.offer_expires_at else "",
        "workshops": workshops,
        "has_workshops": len(workshops.fields["workshop"].queryset) > 0,
        "breadcrumb": [{"label": conference.title, "url": conference.get_absolute_url()}],
    }
    return render(request, "consultation/conference/registration.html", context, status=422 if workshops.errors else 200)


@never_cache
@require_safe
def door_code(request: HttpRequest, token: str) -> HttpResponse:
    """The QR code for the door: an address that a helper's own camera opens."""
    row = find_registration(token)
    if row.state != _State.CONFIRMED:
        raise Http404
    image = io.BytesIO()
    address = settings.BASE_URL + reverse("door-code", args=[row.door_code])
    segno.make(address, error="m", micro=False).save(image, kind="svg", scale=6, border=2, dark="#15202f", light="#ffffff")
    return HttpResponse(image.getvalue(), content_type="image/svg+xml")


def _waits_for_workshop(row: Registration) -> bool:
    return row.state == _State.CONFIRMED and row.workshop_id is not None and not row.has_workshop
