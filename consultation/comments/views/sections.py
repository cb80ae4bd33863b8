"""Marks on whole sections, and the house rules."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consultation.comments.actions import accept_house_rules, clear_review, note_opening, set_review, toggle_review
from consultation.comments.errors import CommentRefused
from consultation.comments.models import Review
from consultation.comments.notices import section_url
from consultation.comments.views.finding import back_from, find_section

SHOWN_AT = "getoond"
VALUES = {"agreed": Review.Value.AGREED, "read": Review.Value.READ}


@require_POST
def review(request: HttpRequest, section: int) -> HttpResponse:
    """Read or agreed. ``?zet=aan`` and ``?zet=uit`` say what is meant; without it the same button again takes the mark back."""
    at = timezone.now()
    if not request.user.is_authenticated:
        return redirect_to_login(back_from(request, settings.LOGIN_REDIRECT_URL))
    found = find_section(request.user, section)
    value = VALUES.get(request.POST.get("review", ""))
    back = back_from(request, section_url(found) + "#paragraaf-einde")
    if value is None:
        return redirect(back)
    try:
        match request.GET.get("zet"):
            case "aan":
                set_review(user=request.user, section=found, value=value, at=at)
            case "uit":
                clear_review(user=request.user, section=found, at=at)
            case _unsaid:
                toggle_review(user=request.user, section=found, value=value, at=at)
    except CommentRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(back)


@require_POST
def opened(request: HttpRequest, section: int) -> HttpResponse:
    """The page tells that it stood open for five seconds, at which passage, and in its address (``getoond``) when it was made.

    Nothing is shown, so nothing is answered.
    """
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    found = find_section(request.user, section)
    try:
        passage_id = UUID(request.POST.get("passage", ""))
    except ValueError:
        passage_id = None
    at = timezone.now()
    note_opening(user=request.user, section=found, passage_id=passage_id, shown_at=_shown_at(request, at), at=at)
    return HttpResponse(status=204)


@require_POST
def accept_rules(request: HttpRequest) -> HttpResponse:
    """Agree with the house rules."""
    if not request.user.is_authenticated:
        return redirect_to_login(back_from(request, settings.LOGIN_REDIRECT_URL))
    accept_house_rules(user=request.user, place=request.path, at=timezone.now())
    messages.success(request, _("Thank you. You can post your comments now."))
    return redirect(back_from(request, settings.LOGIN_REDIRECT_URL))


def _shown_at(request: HttpRequest, at: datetime) -> datetime | None:
    """When the page was made that tells; None when it does not say so in a way that can be true."""
    try:
        shown_at = datetime.fromisoformat(request.GET.get(SHOWN_AT, ""))
    except ValueError:
        return None
    return shown_at if timezone.is_aware(shown_at) and shown_at <= at else None
