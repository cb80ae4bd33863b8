"""Editors and administrators need a second factor before the admin opens."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.internal.flows.trust import is_trusted_browser
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from consultation.people.permissions import needs_second_factor

PROOFS = {
    Authenticator.Type.TOTP: "mfa_reauthenticate",
    Authenticator.Type.WEBAUTHN: "mfa_reauthenticate_webauthn",
}


class StaffSecondFactorMiddleware:
    """Stands before everything under /beheer/, Wagtail's own doors and its open corners (icons, scripts) too.

    That an account has a second factor is not enough: a session that was opened with a code alone before the factor
    was set up would then enter with it. So this session itself must have shown it, or run in a browser that was
    trusted after showing it (30 days). Who has none is led to the page that sets one up; who has one and did not show
    it is asked for it. Both come back to the address that was asked for.

    A signed-in person without the right to enter gets 403. Wagtail would send her to the sign-in page, which sends
    who is signed in back again, round and round.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.prefix = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(self.prefix):
            return self._before_admin(request) or self.get_response(request)
        return self.get_response(request)

    def _before_admin(self, request: HttpRequest) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not needs_second_factor(request.user):
            raise PermissionDenied
        if not settings.STAFF_SECOND_FACTOR or _proved(request):
            return None
        where = {"next": request.get_full_path() if request.method == "GET" else self.prefix}
        return HttpResponseRedirect(f"{reverse(_way_to_prove(request))}?{urlencode(where)}")


def _proved(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    if any(record["method"] == "mfa" for record in records):
        return True
    return _has_factor(request) and is_trusted_browser(request, request.user)


def _has_factor(request: HttpRequest) -> bool:
    return Authenticator.objects.filter(user=request.user, type__in=PROOFS).exists()


def _way_to_prove(request: HttpRequest) -> str:
    """The page that asks for the factor, or the one that sets a first one up."""
    for kind in Authenticator.objects.filter(user=request.user, type__in=PROOFS).order_by("type").values_list("type", flat=True):
        return PROOFS[Authenticator.Type(kind)]
    return "mfa_index"
