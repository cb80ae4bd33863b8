"""One's own account: what there is to change, leaving a group, and being asked again who one is before a lock changes."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from consultation.people.actions import leave_group
from consultation.people.models import SOUNDING_BOARD

View = Callable[..., HttpResponseBase]
FRESH_SECONDS = 15 * 60


def fresh(view: View) -> View:
    """Lets a person change how she signs in, or take or erase all of her data, only shortly after she signed in.

    allauth asks for the password or the second factor again, and asks nothing of who has neither: with a session that
    was left open on a shared computer one could add a passkey of one's own, or move the account to one's own mailbox.
    Those accounts sign in with a code, so a fresh code is what we ask.
    """

    @wraps(view)
    @login_required
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not get_reauthentication_flows(request.user) and not _signed_in_just_now(request):
            return render(request, "account/fresh.html", {"next": request.get_full_path()}, status=403)
        return view(request, *args, **kwargs)

    return wrapped


def _signed_in_just_now(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < FRESH_SECONDS


@never_cache
@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Everything that one can change about one's account, on one page."""
    factors = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "groups": list(request.user.groups.values_list("name", flat=True)),
        "in_sounding_board": request.user.groups.filter(name=SOUNDING_BOARD).exists(),
        "has_passkey": Authenticator.Type.WEBAUTHN in factors,
        "has_app": Authenticator.Type.TOTP in factors,
        "has_password": request.user.has_usable_password(),
        "provider_name": _provider_name(),
        "provider_linked": SocialAccount.objects.filter(user=request.user).exists(),
    }
    return render(request, "account/overview.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Leaving the sounding board: says what stays and what goes, then one button."""
    get_object_or_404(request.user.groups, name=SOUNDING_BOARD)
    if request.method == "POST":
        leave_group(user=request.user, group=SOUNDING_BOARD, by=request.user, at=timezone.now())
        messages.success(request, _("You have left the sounding board. Thank you for thinking along."))
        return redirect("account_overview")
    return render(request, "account/leave.html")


def _provider_name() -> str:
    for provider in settings.SOCIALACCOUNT_PROVIDERS.values():
        for app in provider["APPS"]:
            return str(app["name"])
    return ""
