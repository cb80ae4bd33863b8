"""Somebody's own calendar feed: the page where she gets and stops it, and what a calendar program fetches."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from consultation.delivery.calendar_objects import feed
from consultation.meetings.actions import make_feed, stop_feed
from consultation.meetings.entries import entry_of
from consultation.meetings.models import CalendarFeed, Meeting, Rsvp

CANCELLED_KEPT = timedelta(days=30)
"""So long a cancelled meeting stays in the feed, so that every program sees that it is off (guarantees G18)."""
PAST_KEPT = timedelta(days=365)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_feed(request: HttpRequest) -> HttpResponse:
    """Her own address: make it, make a new one, stop it."""
    if request.method == "POST":
        if request.POST.get("action") == "stop":
            stop_feed(user=request.user)
            messages.success(request, _("The address is stopped. Calendar programs that used it find nothing any more."))
        else:
            make_feed(user=request.user, at=timezone.now())
            messages.success(request, _("Here is your new address. An older one does not work any more."))
        return redirect("calendar-feed")
    own = CalendarFeed.objects.filter(user=request.user).first()
    address = settings.BASE_URL + reverse("calendar-feed-file", args=[own.secret]) if own else ""
    subscribe = f"webcal://{address.partition('://')[2]}" if own else ""
    breadcrumb = [{"label": _("Meetings"), "url": reverse("meetings")}]
    context = {"address": address, "subscribe": subscribe, "breadcrumb": breadcrumb}
    return render(request, "consultation/meetings/feed.html", context)


@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Her meetings as a calendar. The secret is all that is asked; one that is stopped is as unknown as one that never was.

    Declined meetings are left out, what is not answered is tentative. Nobody else is named in it. Three queries; the same
    meetings give the same bytes and the same ETag.
    """
    own = get_object_or_404(CalendarFeed.objects.select_related("user").filter(user__is_active=True), secret=secret)
    at = timezone.now()
    declined = Rsvp.objects.filter(user=own.user, answer=Rsvp.Answer.NO).values("meeting")
    found = Meeting.objects.for_user(own.user).filter(ends_at__gt=at - PAST_KEPT).exclude(pk__in=declined)
    found = found.exclude(cancelled_at__lte=at - CANCELLED_KEPT)
    rsvps = {rsvp.meeting_id: rsvp for rsvp in own.user.rsvps.all()}
    with translation.override(own.user.language):
        entries = [entry_of(one, rsvp=mine, turns=mine.turns) for one in found for mine in [rsvps.get(one.pk) or Rsvp()]]
        text = feed(entries, name=_("Meetings: %(site)s") % {"site": settings.SITE_NAME})
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="bijeenkomsten.ics"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    return get_conditional_response(request, etag=etag, response=response)
