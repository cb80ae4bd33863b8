"""Signing in as one of the cast with one click. Only in the demo: outside it the address does not exist."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url, perform_login
from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from consultation.people.models import User
from home.demo.sources import read_data

NAMED = ("anna", "bram", "cas", "dewi", "eva", "fatih")
"""The cast of contract.md with an account; the rest of the demo's people sign in with a code from the mailbox."""


def cast() -> QuerySet[User]:
    """The accounts of the cast, by name; none outside the demo, so that nobody can be signed in by asking."""
    if not settings.DEMO:
        return User.objects.none()
    addresses = [entry["email"] for entry in read_data("people.json")["people"] if entry["key"] in NAMED]
    people = User.objects.filter(email__in=addresses, is_active=True)
    return people.select_related("organisation").prefetch_related("groups").order_by("name")


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Signs in as the posted member of the cast and goes where the sign-in page was to lead."""
    if not settings.DEMO:
        raise Http404
    user = get_object_or_404(cast(), email=request.POST.get("email", ""))
    record_authentication(request, user, "code", email=user.email)
    return perform_login(request, user, redirect_url=get_next_redirect_url(request))
