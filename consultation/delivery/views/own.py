"""The inbox, the preferences, and the one address where one kind of mail is switched off without signing in."""

from __future__ import annotations

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
from consultation.delivery.actions import mark_read, set_pace
from consultation.delivery.forms import PreferencesForm
from consultation.delivery.models import Notice, Preference
from consultation.delivery.unsubscribing import read_token

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
    """How fast one hears of each kind."""
    offered = [kind for kind in kinds.all_kinds() if kind.is_for(request.user)]
    paces = dict(Preference.objects.filter(user=request.user).values_list("kind", "pace"))
    form = PreferencesForm(request.POST or None, kinds=offered, paces=paces)
    if request.method == "POST" and form.is_valid():
        for kind, pace in form.cleaned_data.items():
            set_pace(user_id=request.user.pk, kind=kind, pace=pace)
        messages.success(request, _("Your preferences are saved."))
        return redirect("preferences")
    return render(request, "consultation/delivery/preferences.html", {"form": form})


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
    context = {"kind": kind, "token": token, "state": "ask"}
    if request.method == "POST":
        again = "again" in request.POST
        pace = Preference.Pace.AT_ONCE if again else Preference.Pace.NEVER
        set_pace(user_id=subscription.user_id, kind=kind.name, pace=pace)
        context["state"] = "again" if again else "done"
    return render(request, "consultation/delivery/unsubscribe.html", context)
