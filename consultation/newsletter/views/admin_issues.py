"""Issues in the admin: the overview, one issue with its mail, the test, the plan, the sending."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import permission_required

from consultation.newsletter import actions
from consultation.newsletter.counting import counts_of, months, standing
from consultation.newsletter.errors import NewsletterRefused
from consultation.newsletter.forms import LookUpForm, PlanForm
from consultation.newsletter.letters import preview_letter
from consultation.newsletter.models import ArchivePage, IssuePage, Subscription
from consultation.newsletter.permissions import SEE_SUBSCRIPTIONS, SEND

LANGUAGES = ("nl", "en")
ISSUES_SHOWN = 50


@permission_required(SEND)
@require_safe
def newsletter_admin(request: HttpRequest) -> HttpResponse:
    """All issues with their counts, how many subscribe, and the way to one subscription."""
    issues = list(IssuePage.objects.select_related("mailing").order_by("-pk")[:ISSUES_SHOWN])
    counts = counts_of(issues)
    context = {
        "issues": [(issue, counts[issue.pk]) for issue in issues],
        "archive": ArchivePage.objects.first(),
        "standing": standing(),
        "months": months(at=timezone.now()),
        "look_up": LookUpForm() if request.user.has_perm(SEE_SUBSCRIPTIONS) else None,
        "page_title": _("Newsletter"),
        "header_icon": "mail",
    }
    return TemplateResponse(request, "consultation/newsletter/admin/index.html", context)


@permission_required(SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def issue_sending(request: HttpRequest, pk: int) -> HttpResponse:
    """One issue: its mail as it would go, a test to oneself, the plan; after that how far the sending is."""
    issue = get_object_or_404(IssuePage.objects.select_related("mailing"), pk=pk)
    action = request.POST.get("action") if request.method == "POST" else None
    form = PlanForm(request.POST if action == "plan" else None)
    try:
        if action == "try":
            actions.try_issue(issue=issue, language=_language(request), by=request.user, at=timezone.now())
            messages.success(request, _("A test is on its way to %(address)s.") % {"address": request.user.email})
            return redirect("newsletter-sending", pk)
        if action == "plan" and form.is_valid():
            actions.plan_issue(issue=issue, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The sending is planned. Until it begins you can take it back."))
            return redirect("newsletter-sending", pk)
        if action == "take_back":
            actions.take_back(issue=issue, by=request.user, at=timezone.now())
            messages.success(request, _("The plan is taken back. The newsletter is a draft again."))
            return redirect("newsletter-sending", pk)
    except NewsletterRefused as refusal:
        if action == "plan":
            form.add_error("send_at", str(refusal))
        else:
            messages.error(request, str(refusal))
    context = {
        **_about(issue, _language(request)),
        "form": form,
        "counts": counts_of([issue])[issue.pk],
        "receivers": Subscription.objects.active().count(),
    }
    return TemplateResponse(request, "consultation/newsletter/admin/issue.html", context, status=422 if form.errors else 200)


@permission_required(SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def issue_send_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once more, with the number of receivers; the button sends."""
    issue = get_object_or_404(IssuePage.objects.select_related("mailing"), pk=pk)
    if request.method == "POST":
        try:
            actions.send_issue(issue=issue, by=request.user, at=timezone.now())
        except NewsletterRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The newsletter is being sent."))
        return redirect("newsletter-sending", pk)
    context = {**_about(issue, _language(request)), "receivers": Subscription.objects.active().count()}
    return TemplateResponse(request, "consultation/newsletter/admin/send_now.html", context)


def _about(issue: IssuePage, language: str) -> dict[str, Any]:
    newest = issue.get_latest_revision_as_object()
    return {
        "issue": issue,
        "edition": newest.edition(language),
        "letter": preview_letter(newest.edition(language), language=language),
        "has_english": newest.has_english,
        "language": language,
        "mailing": issue.sending(),
        "page_title": _("Newsletter"),
        "page_subtitle": newest.title,
        "header_icon": "mail",
    }


def _language(request: HttpRequest) -> str:
    asked = request.POST.get("language") or request.GET.get("taal", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]
