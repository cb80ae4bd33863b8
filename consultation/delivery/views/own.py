"""The inbox, the preferences, and the one address where one kind of mail is switched off without signing in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultation.delivery import kinds
from consultation.delivery.actions import mark_read, save_preferences, set_pace
from consultation.delivery.calendar import day_of
from consultation.delivery.forms import PreferencesForm
from consultation.delivery.models import Notice, Preference
from consultation.delivery.unsubscribing import preferences_url, read_preferences_token, read_token
from consultation.delivery.wishes import wishes_of

PER_PAGE = 25


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Somebody's own notices, newest first."""
    notices = Notice.objects.visible_to(request.user)
    paginator = Paginator(notices, PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "pages": paginator.get_elided_page_range(page.number),
        "unread_count": notices.unread().count(),
    }
    return render(request, "consultation/delivery/inbox.html", context)


@login_required
@require_POST
def mark_notices_read(request: HttpRequest) -> HttpResponse:
    """One notice read, or all of them."""
    number = request.POST.get("notice", "")
    mark_read(user=request.user, notice_id=int(number) if number.isdecimal() else None, at=timezone.now())
    return redirect("inbox")


@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """How fast one hears of each kind, and when one's overviews come."""
    return _preferences(request, user=request.user)


def preferences_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same from the foot of a mail, without signing in; the link opens nothing else."""
    user = get_object_or_404(get_user_model(), pk=read_preferences_token(token), is_active=True)
    return _preferences(request, user=user, address=veiled(user.email))


def _preferences(request: HttpRequest, *, user: Any, address: str = "") -> HttpResponse:
    at = timezone.now()
    form = PreferencesForm(
        request.POST or None,
        kinds=[kind for kind in kinds.all_kinds() if kind.is_for(user)],
        wishes=wishes_of([user.pk])[user.pk],
        language=user.language,
        today=day_of(at),
    )
    if request.method == "POST" and form.is_valid():
        save_preferences(user=user, paces=form.paces, rhythm=form.rhythm, language=form.cleaned_data["language"], at=at)
        messages.success(request, _("Your preferences are saved."))
        return redirect(request.path)
    return render(request, "consultation/delivery/preferences.html", {"form": form, "address": address})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button, POST acts, without cookie, session or signing in (RFC 8058).

    The token is proof enough, and it is good for nothing but this: mail programs post here by themselves, and mail
    scanners open every address of a mail, so a GET changes nothing.
    """
    subscription = read_token(token)
    kind = kinds.find(subscription.kind) if subscription else None
    if subscription is None or kind is None:
        raise Http404
    get_object_or_404(get_user_model(), pk=subscription.user_id)
    choices = preferences_url(user_id=subscription.user_id)
    context = {"kind": kind, "token": token, "state": "ask", "preferences_url": choices}
    if request.method == "POST":
        again = "again" in request.POST
        pace = kind.default_pace if again else Preference.Pace.NEVER
        set_pace(user_id=subscription.user_id, kind=kind.name, pace=pace, at=timezone.now())
        context["state"] = "again" if again else "done"
    return render(request, "consultation/delivery/unsubscribe.html", context)


def veiled(address: str) -> str:
    """An address of which only its owner sees whose it is: a•••@waterlo.example."""
    name, at_sign, domain = address.partition("@")
    return f"{name[:1]}•••{at_sign}{domain}"
