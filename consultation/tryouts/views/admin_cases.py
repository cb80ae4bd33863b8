"""A case in the admin: writing it, and reading it as members do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import permission_required

from consultation.tryouts.actions.cases import add_case, change_case
from consultation.tryouts.forms.cases import CaseForm, case_initial
from consultation.tryouts.models import Case
from consultation.tryouts.permissions import MANAGE
from consultation.tryouts.views.admin import ICON, find_tryout
from handbook.frameworks import framework_of_version

CASE_PAGE = "consultation/tryouts/admin/case.html"


@permission_required(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_case(request: HttpRequest, pk: int) -> HttpResponse:
    """A further case of a try-out."""
    tryout = find_tryout(pk)
    form = CaseForm(request.POST if request.method == "POST" else None, framework=framework_of_version(tryout.round.version))
    if form.is_bound and form.is_valid():
        made = add_case(tryout=tryout, plan=form.plan, by=request.user)
        messages.success(request, _("The case is kept. This is how members read it."))
        return redirect("tryout-case-preview", made.pk)
    context = {
        "tryout": tryout,
        "form": form,
        "walks": 0,
        "page_title": _("New case"),
        "page_subtitle": str(tryout),
        "header_icon": ICON,
    }
    return TemplateResponse(request, CASE_PAGE, context, status=422 if form.errors else 200)


@permission_required(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Other words; the page says how many walked it already."""
    case = _find(pk)
    framework = framework_of_version(case.tryout.round.version)
    form = CaseForm(
        request.POST if request.method == "POST" else None, framework=framework, initial=case_initial(case, framework)
    )
    if form.is_bound and form.is_valid():
        change_case(case=case, plan=form.plan, by=request.user)
        messages.success(request, _("The case is kept. This is how members read it."))
        return redirect("tryout-case-preview", pk)
    context = {**_about(case), "form": form, "walks": case.walks.count()}
    return TemplateResponse(request, CASE_PAGE, context, status=422 if form.errors else 200)


@permission_required(MANAGE)
@require_safe
def preview_case(request: HttpRequest, pk: int) -> HttpResponse:
    """What members read of a case: its story, and each question with what is known there."""
    case = _find(pk)
    steps = [
        {"step": step, "known": case.known.get(step.name, "")} for step in framework_of_version(case.tryout.round.version).steps
    ]
    return TemplateResponse(request, "consultation/tryouts/admin/preview.html", {**_about(case), "steps": steps})


def _find(pk: int) -> Case:
    return get_object_or_404(Case.objects.select_related("tryout__round__version"), pk=pk)


def _about(case: Case) -> dict[str, Any]:
    return {"case": case, "tryout": case.tryout, "page_title": _("Case"), "page_subtitle": case.title, "header_icon": ICON}
