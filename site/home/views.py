"""Views that belong to no slice."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without a valid token, mostly because the session ended: says so, and that nothing is lost."""
    return render(request, "csrf_failure.html", status=403)
