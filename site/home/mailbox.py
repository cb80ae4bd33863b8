"""The demo's mailbox: every mail as its receiver would see it. There is none outside the demo."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from consultation.delivery.messages import calendar_file, frame, message_of, receiver
from consultation.delivery.models import Email

PER_PAGE = 20
VIEWS = ("opmaak", "tekst", "kop")


def only_in_the_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers 404 outside the demo: anybody may read everybody's mail here, codes to sign in with included."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        response = require_safe(view)(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return guarded


def delivered() -> QuerySet[Email]:
    """The mails that arrived, newest first; what was erased, or is past its period, is gone from every mailbox too."""
    return Email.objects.filter(state=Email.State.SENT).exclude(to_address="").exclude(text="").order_by("-sent_at", "-pk")


@only_in_the_demo
def mailbox(request: HttpRequest) -> HttpResponse:
    """All mails, or those of one receiver, newest first."""
    return render(request, "home/mailbox/list.html", _list(request))


@only_in_the_demo
def mailbox_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail beside the list: as laid out, as plain text, or its headers."""
    mail = get_object_or_404(delivered(), pk=pk)
    shown = request.GET.get("weergave", "opmaak")
    if shown not in VIEWS:
        raise Http404
    message = message_of(mail)
    context = {
        **_list(request),
        "mail": mail,
        "shown": shown,
        "sender": message.from_email,
        "receiver": receiver(mail),
        "headers": list(message.message().items()) if shown == "kop" else [],
    }
    return render(request, "home/mailbox/mail.html", context)


@only_in_the_demo
def mailbox_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML part alone, for the frame: a page of its own with a policy of its own."""
    mail = get_object_or_404(delivered(), pk=pk)
    return frame(mail.html)


@only_in_the_demo
def mailbox_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """What went along for the receiver's calendar, as a file."""
    return calendar_file(get_object_or_404(delivered(), pk=pk))


def _list(request: HttpRequest) -> dict[str, Any]:
    """The list beside which a mail stands, with the receiver and the page that the address names."""
    address = request.GET.get("aan", "").strip()
    mails = delivered()
    receivers = mails.order_by("to_address").values("to_address", "to_name").annotate(count=Count("pk"))
    if address:
        mails = mails.filter(to_address__iexact=address)
    paginator = Paginator(mails.defer("html", "headers", "calendar"), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    return {
        "address": address,
        "receivers": receivers,
        "page": page,
        "pages": paginator.get_elided_page_range(page.number),
        "waiting_count": Email.objects.filter(state__in=[Email.State.QUEUED, Email.State.SENDING]).count(),
    }
