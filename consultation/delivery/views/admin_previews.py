"""What each kind of mail looks like, in every language and in both parts, and a test of it to oneself."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultation.delivery import kinds
from consultation.delivery.actions import send_test
from consultation.delivery.composing import compose
from consultation.delivery.kinds import Kind
from consultation.delivery.messages import frame
from consultation.delivery.models import Email
from consultation.delivery.samples import sample_words
from consultation.delivery.views.admin_mail import READ_MAILS, without_way_out
from consultation.delivery.views.admin_mails import SEE_MAILS

LANGUAGES = dict(settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class Example:
    """One mail to look at; ``is_real`` when it was really made for somebody."""

    subject: str
    text: str
    html: str
    is_real: bool


@permission_required(SEE_MAILS, raise_exception=True)
@require_safe
def preview_index(request: HttpRequest) -> HttpResponse:
    """All kinds by name."""
    context = {
        "kinds": sorted(kinds.all_mails(), key=lambda kind: str(kind.label)),
        "page_title": _("Kinds of mail"),
        "header_icon": "mail",
    }
    return TemplateResponse(request, "consultation/delivery/admin/previews.html", context)


@permission_required(SEE_MAILS, raise_exception=True)
@require_safe
def preview(request: HttpRequest, name: str) -> HttpResponse:
    """One kind: its newest mail or a sample, and the button for a test."""
    kind, language = _asked(request, name)
    context = {
        "kind": kind,
        "example": example_of(request, kind, language),
        "language": language,
        "languages": LANGUAGES.items(),
        "address": request.user.email,
        "page_title": _("Kind of mail"),
        "page_subtitle": str(kind.label),
        "header_icon": "mail",
        "index_url": reverse("previews"),
    }
    return TemplateResponse(request, "consultation/delivery/admin/preview.html", context)


@permission_required(SEE_MAILS, raise_exception=True)
@require_safe
def preview_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part alone, for the frame."""
    return frame(example_of(request, *_asked(request, name)).html)


@permission_required(SEE_MAILS, raise_exception=True)
@require_POST
def preview_test(request: HttpRequest, name: str) -> HttpResponse:
    """Sends a test to the reader herself and nobody else."""
    kind, language = _asked(request, name)
    send_test(kind=kind.name, language=language, to=request.user, at=timezone.now())
    messages.success(request, _("A test is on its way to %(address)s.") % {"address": request.user.email})
    return redirect(f"{reverse('preview', args=[name])}?taal={language}")


def example_of(request: HttpRequest, kind: Kind, language: str) -> Example:
    """The newest real mail of this kind and language; a sample when there is none, or when it is not the reader's to read."""
    if not kind.transactional and request.user.has_perm(READ_MAILS):
        real = Email.objects.filter(kind=kind.name, language=language).exclude(html="").order_by("-pk").first()
        if real is not None:
            return Example(real.subject, without_way_out(real.text), without_way_out(real.html), is_real=True)
    with translation.override(language):
        words = sample_words()
    way_out, choices = ("", "") if kind.transactional else (_example_url("unsubscribe"), _example_url("preferences-by-link"))
    letter = compose(kind=kind, language=language, context=words, unsubscribe_url=way_out, preferences_url=choices)
    return Example(letter.subject, letter.text, letter.html, is_real=False)


def _example_url(name: str) -> str:
    return settings.BASE_URL + reverse(name, args=["voorbeeld"])


def _asked(request: HttpRequest, name: str) -> tuple[Kind, str]:
    kind, language = kinds.find(name), request.GET.get("taal", settings.LANGUAGE_CODE)
    if kind is None or language not in LANGUAGES:
        raise Http404
    return kind, language
