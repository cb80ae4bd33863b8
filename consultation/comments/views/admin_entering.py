"""Entering in the admin what came by mail, letter or telephone, in the name of who said it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_required

from consultation.comments.actions import enter_comment
from consultation.comments.entering import EnteringForm, people_of
from consultation.comments.errors import CommentRefused
from consultation.comments.findings import findings_of
from consultation.comments.forms import masked
from consultation.comments.guard import find as find_personal_data
from consultation.comments.permissions import MODERATE
from consultation.rounds.models import Round

FIELDS = ("body", "proposal", "note")


@permission_required(MODERATE)
@require_http_methods(["GET", "HEAD"])
def choose_round(request: HttpRequest) -> HttpResponse:
    """On which version was it? With one round only there is nothing to choose."""
    rounds = list(
        Round.objects.filter(opens_at__lte=timezone.now()).select_related("version").order_by("-version__frozen_at")[:50]
    )
    if len(rounds) == 1:
        return redirect("moderation:enter", rounds[0].pk)
    context = {"rounds": rounds, "page_title": _("Enter a comment for somebody"), "header_icon": "edit"}
    return TemplateResponse(request, "consultation/comments/admin/enter_choose.html", context)


@permission_required(MODERATE)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, round: int) -> HttpResponse:
    """The form: who said it, where it belongs, the words, how it came in."""
    at = timezone.now()
    found = get_object_or_404(Round.objects.filter(opens_at__lte=at).select_related("version"), pk=round)
    findings: list[dict[str, Any]] = []
    data = request.POST or None
    if data is not None and data.get("action") == "mask":
        form = EnteringForm(masked(data, _findings(data), FIELDS), round=found)
    else:
        form = EnteringForm(data, round=found, initial={"key": uuid.uuid4()})
        if form.is_valid():
            try:
                enter_comment(by=request.user, **form.entered(), confirmation=form.confirmation, at=at)
            except CommentRefused as refusal:
                form.refuse(refusal)
                findings = findings_of(refusal)
            else:
                messages.success(request, _("The comment is posted; its author gets a mail and may correct it."))
                again = "another" in request.POST
                return redirect("moderation:enter", found.pk) if again else redirect("moderation:index")
    context = {
        "form": form,
        "findings": findings,
        "version": found.version,
        "people": people_of(found),
        "page_title": _("Enter a comment for somebody"),
        "page_subtitle": f"{found.version.title} {found.version.label}",
        "header_icon": "edit",
    }
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(request, "consultation/comments/admin/enter.html", context, status=status)


def _findings(data: Any) -> list[Any]:
    return [finding for name in FIELDS for finding in find_personal_data(data.get(name, ""))]
