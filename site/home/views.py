"""Views that belong to no slice."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from home.models import StandardPage

SECURITY_TEXT_DAYS = 180


@require_safe
def standing_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A standing page at an address of its own, so that templates can name it."""
    page = StandardPage.objects.live().filter(slug=slug).first()
    if page is None:
        raise Http404
    response: HttpResponse = page.serve(request)
    return response


@require_safe
def security_text(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to report a vulnerability. Expires half a year from today, so that it is never stale."""
    expires = (timezone.now() + timedelta(days=SECURITY_TEXT_DAYS)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.BASE_URL}{reverse('security-txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without a valid token, mostly because the session ended: says so, and how nothing is lost."""
    return render(request, "csrf_failure.html", status=403)
