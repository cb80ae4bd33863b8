"""One mail for an editor: to whom, why or why not, what became of it, and what it says when that is not a secret (G14)."""

from __future__ import annotations

import re

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultation.delivery import kinds
from consultation.delivery.events import Heard
from consultation.delivery.fingerprints import fingerprint
from consultation.delivery.messages import calendar_file, frame, receiver
from consultation.delivery.models import Email, Suppression
from consultation.delivery.views.admin_mails import RESENDABLE, SEE_MAILS, kind_label, reason

READ_MAILS = "handbook.publish_version"
"""A mail quotes drafts and remarks. Who keeps accounts sees that it went, who makes the handbook also reads what it says."""
WAY_OUT = re.compile(r"(/(?:mijn/afmelden|mijn/voorkeuren|bijeenkomsten/antwoord)/)[^/\"'\s<>]+")
"""Whoever has such an address can switch the receiver's mails off, or answer in her name; it is hers alone."""


@permission_required(SEE_MAILS, raise_exception=True)
@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail with all that we know of it; four queries."""
    email = get_object_or_404(Email.objects.select_related("user"), pk=pk)
    kind = kinds.find(email.kind)
    may_read = can_read(request, email)
    context = {
        "email": email,
        "receiver": receiver(email) or _("erased"),
        "message_id": email.message_id.partition("@"),
        "why": kind.reason if kind else "",
        "why_not": reason(email),
        "events": [(event, Heard(event.kind).label) for event in email.events.all()],
        "suppression": Suppression.objects.filter(fingerprint=fingerprint(email.to_address)).first(),
        "can_resend": email.state in RESENDABLE and bool(email.text),
        "may_read": may_read,
        "text": without_way_out(email.text) if may_read else "",
        "page_title": _("Mail"),
        "page_subtitle": kind_label(email),
        "header_icon": "mail",
        "index_url": reverse("mails"),
    }
    return TemplateResponse(request, "consultation/delivery/admin/mail.html", context)


@permission_required(SEE_MAILS, raise_exception=True)
@require_safe
def mail_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML part alone, for the frame."""
    email = get_object_or_404(Email, pk=pk)
    if not can_read(request, email):
        raise Http404
    return frame(without_way_out(email.html))


@permission_required(SEE_MAILS, raise_exception=True)
@require_safe
def mail_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """What goes along for the receiver's calendar, as a file."""
    email = get_object_or_404(Email, pk=pk)
    if not can_read(request, email):
        raise Http404
    return calendar_file(email)


def can_read(request: HttpRequest, email: Email) -> bool:
    """Whether the reader sees what a mail says: never an answer to one person, for codes and links to sign in stand there."""
    kind = kinds.find(email.kind)
    is_secret = kind is None or kind.transactional
    return bool(email.html) and not is_secret and request.user.has_perm(READ_MAILS)


def without_way_out(text: str) -> str:
    """The text with the receiver's own addresses, to unsubscribe, to choose and to answer, made useless."""
    return WAY_OUT.sub(r"\1…", text)
