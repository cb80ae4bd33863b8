"""Editors' view of what goes to many: how far each sending is, pause and go on, and what to do about mails in doubt (G15)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Count, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from consultation.delivery import kinds
from consultation.delivery.actions import leave_uncertain, pause_topic, resend_uncertain, resume_topic
from consultation.delivery.models import Email
from consultation.delivery.views.admin_mails import SEE_MAILS

PER_PAGE = 50
UNCERTAIN_SHOWN = 500
STATE = Email.State
COUNTED = {
    "waiting": (pgettext_lazy("number of mails", "wait"), (STATE.QUEUED, STATE.SENDING)),
    "paused": (pgettext_lazy("number of mails", "stand still"), (STATE.PAUSED,)),
    "sent": (pgettext_lazy("number of mails", "sent"), (STATE.SENT,)),
    "uncertain": (pgettext_lazy("number of mails", "uncertain"), (STATE.UNCERTAIN,)),
    "failed": (pgettext_lazy("number of mails", "failed"), (STATE.FAILED,)),
    "withdrawn": (pgettext_lazy("number of mails", "withdrawn"), (STATE.WITHDRAWN,)),
}
DEEDS: dict[str, Callable[..., int]] = {
    "pause": pause_topic,
    "resume": resume_topic,
    "resend": resend_uncertain,
    "leave": leave_uncertain,
}


def sendings() -> QuerySet[Email, dict[str, Any]]:
    """One row for each kind and topic that goes to many, newest first; its first mail stands for it."""
    counts = {name: Count("pk", filter=Q(state__in=states)) for name, (_words, states) in COUNTED.items()}
    groups = Email.objects.filter(bulk=True).exclude(topic="").order_by().values("topic", "kind")
    return groups.annotate(first=Min("pk"), made_at=Min("created_at"), subject=Min("subject"), **counts).order_by("-first")


def with_words(row: dict[str, Any]) -> dict[str, Any]:
    """A row with the name of its kind, and its counts as words and numbers."""
    return {**row, "label": label(row["kind"]), "counts": [(words, row[name]) for name, (words, _states) in COUNTED.items()]}


def label(kind: str) -> str:
    known = kinds.find(kind)
    return str(known.label) if known else kind


@permission_required(SEE_MAILS, raise_exception=True)
@require_safe
def sending_index(request: HttpRequest) -> HttpResponse:
    """All sendings; two queries, however many mails they have."""
    page = Paginator(sendings(), PER_PAGE).get_page(request.GET.get("p"))
    context = {"page": page, "rows": [with_words(row) for row in page], "page_title": _("Sendings"), "header_icon": "mail"}
    return TemplateResponse(request, "consultation/delivery/admin/sendings.html", context)


@permission_required(SEE_MAILS, raise_exception=True)
@require_safe
def sending(request: HttpRequest, pk: int) -> HttpResponse:
    """One sending, by its first mail: how far it is, and to whom the mails in doubt went or did not go."""
    first = get_object_or_404(Email, pk=pk, bulk=True)
    row = get_object_or_404(sendings(), topic=first.topic, kind=first.kind)
    uncertain = Email.objects.filter(topic=first.topic, kind=first.kind, bulk=True, state=STATE.UNCERTAIN).order_by("to_address")
    context = {
        "row": with_words(row),
        "uncertain": uncertain.only("to_address", "begun_at")[:UNCERTAIN_SHOWN],
        "page_title": _("Sending"),
        "page_subtitle": label(first.kind),
        "header_icon": "mail",
        "index_url": reverse("sendings"),
    }
    return TemplateResponse(request, "consultation/delivery/admin/sending.html", context)


@permission_required(SEE_MAILS, raise_exception=True)
@require_POST
def act_on_sending(request: HttpRequest, pk: int) -> HttpResponse:
    """Pauses a sending, lets it go on, or decides about its mails in doubt, as the button says."""
    first = get_object_or_404(Email, pk=pk, bulk=True)
    deed = DEEDS.get(request.POST.get("action", ""))
    if deed is not None:
        count = deed(topic=first.topic, kind=first.kind, by=request.user, at=timezone.now())
        messages.success(request, ngettext("Done, for %(count)d mail.", "Done, for %(count)d mails.", count) % {"count": count})
    return redirect("sending", pk=pk)
