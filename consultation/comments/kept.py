"""What somebody typed and sent while her session had ended: kept in the new session until she has signed in again.

Without JavaScript the browser sends a form once; the server is the only place that still has the text (guarantee T3).
The text is kept under the address that it was sent to, and that same address shows it in the form again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from consultation.comments.permissions import is_writer

SESSION_KEY = "kept_texts"
MOST_TEXTS = 5
MOST_CHARACTERS = 30_000
KEPT_FOR = timedelta(hours=24)


def keeps_text(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view that takes a text, of people who are signed in: who is not signs in first, and finds it in the form again.

    The view is called with ``at``, the instant of the request.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        at = timezone.now()
        if request.user.is_authenticated:
            return view(request, *args, at=at, **kwargs)
        if "application/json" in request.headers.get("Accept", ""):
            # The page's own save: it keeps its copy in the browser, and must not be led anywhere.
            return JsonResponse({"signed_in": False}, status=401)
        if request.method == "POST":
            _keep(request, at)
        sign_in = redirect_to_login(request.get_full_path())
        if "HX-Request" in request.headers:
            # A script would follow on its own and put the page for signing in where the form stood.
            return HttpResponse(status=204, headers={"HX-Redirect": sign_in.url})
        return sign_in

    return guarded


def _keep(request: HttpRequest, at: datetime) -> None:
    data = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    if sum(len(value) for values in data.values() for value in values) <= MOST_CHARACTERS:
        kept = dict(list(_fresh(request, at).items())[-(MOST_TEXTS - 1) :])
        kept[request.get_full_path()] = {"fields": data, "at": at.isoformat()}
        request.session[SESSION_KEY] = kept


def kept_form(request: HttpRequest, *, address: str, at: datetime) -> QueryDict | None:
    """The form that this person sent to this address when she was not signed in, as it came; None when there is none."""
    entry = _fresh(request, at).get(address) if SESSION_KEY in request.session else None
    if entry is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in entry["fields"].items():
        data.setlist(name, values)
    return data if is_writer(data.get("writer", ""), request.user) else None


def forget_kept(request: HttpRequest) -> None:
    """The text arrived: what was kept for this address goes."""
    kept: dict[str, Any] = request.session.get(SESSION_KEY, {})
    if kept.pop(request.get_full_path(), None) is not None:
        request.session[SESSION_KEY] = kept


def _fresh(request: HttpRequest, at: datetime) -> dict[str, Any]:
    kept: dict[str, Any] = request.session.get(SESSION_KEY, {})
    return {address: entry for address, entry in kept.items() if at - (parse_datetime(entry["at"]) or at) < KEPT_FOR}
