"""Try-outs in the admin: the rounds that can have one, and the page of one with its cases and the button that opens it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import permission_required

from consultation.rounds.models import Round
from consultation.tryouts.actions import cases as actions
from consultation.tryouts.errors import TryoutRefused
from consultation.tryouts.forms.cases import TryoutForm, tryout_initial
from consultation.tryouts.models import Case, Tryout
from consultation.tryouts.notices import walkers
from consultation.tryouts.permissions import MANAGE
from handbook.framework_words import tell_names
from handbook.models import Passage

ICON = "clipboard-list"
EDIT_PAGE = "consultation/tryouts/admin/edit.html"


@permission_required(MANAGE)
@require_safe
def tryouts_admin(request: HttpRequest) -> HttpResponse:
    """The rounds whose version has decision steps, newest first, with what they have of a try-out."""
    at = timezone.now()
    rounds = _rounds_with_steps().order_by("-opens_at")
    cases = Count("tryout__cases", distinct=True)
    done = Count("tryout__cases__walks", filter=Q(tryout__cases__walks__finished_at__isnull=False), distinct=True)
    rows = [
        {"round": one, "tryout": getattr(one, "tryout", None), "window": one.describe_window(at), "is_over": at >= one.closes_at}
        for one in rounds.annotate(case_count=cases, walk_count=done)
    ]
    context = {"rows": rows, "page_title": _("Try-outs"), "header_icon": ICON}
    return TemplateResponse(request, "consultation/tryouts/admin/index.html", context)


@permission_required(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_tryout(request: HttpRequest, round: int) -> HttpResponse:
    """A try-out for a round; nobody sees it before it is opened."""
    found = get_object_or_404(_rounds_with_steps(), pk=round)
    form = TryoutForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = actions.make_tryout(round=found, **form.cleaned_data, by=request.user, at=timezone.now())
        except TryoutRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The try-out is kept. Nobody sees it yet: write its cases first."))
            return redirect("tryout-admin", made.pk)
    context = {"form": form, "round": found, "page_title": _("New try-out"), "page_subtitle": str(found), "header_icon": ICON}
    return TemplateResponse(request, EDIT_PAGE, context, status=422 if form.errors else 200)


@permission_required(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_tryout(request: HttpRequest, pk: int) -> HttpResponse:
    """Another introduction, or the measuring of time."""
    tryout = find_tryout(pk)
    form = TryoutForm(request.POST if request.method == "POST" else None, initial=tryout_initial(tryout))
    if form.is_bound and form.is_valid():
        try:
            actions.change_tryout(tryout=tryout, **form.cleaned_data, by=request.user)
        except TryoutRefused as refusal:
            form.add_error("measures_time", str(refusal))
        else:
            messages.success(request, _("The try-out is kept."))
            return redirect("tryout-admin", pk)
    context = {**about(tryout), "form": form, "round": tryout.round}
    return TemplateResponse(request, EDIT_PAGE, context, status=422 if form.errors else 200)


@permission_required(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def tryout_admin(request: HttpRequest, pk: int) -> HttpResponse:
    """One try-out: its cases in their order, and the buttons that move, delete, copy and open."""
    tryout, at = find_tryout(pk), timezone.now()
    if request.method == "POST":
        try:
            if done := _act(request, tryout, at):
                messages.success(request, done)
        except TryoutRefused as refusal:
            messages.error(request, str(refusal))
        return redirect("tryout-admin", pk)
    cases = list(tryout.cases.annotate(walk_count=Count("walks"), done_count=Count("walks__finished_at")).order_by("ordinal"))
    earlier = actions.tryout_to_copy(tryout)
    left = earlier.cases.exclude(key__in=[case.key for case in cases]).count() if earlier else 0
    context = {
        **about(tryout),
        "cases": cases,
        "walks": sum(case.done_count for case in cases),
        "earlier": earlier,
        "left": left,
        "groups": tryout.round.audience.order_by("name"),
        "people": walkers(tryout.round).count(),
        "window": tryout.round.describe_window(at),
        "is_over": at >= tryout.round.closes_at,
        "is_before": at < tryout.round.opens_at,
    }
    return TemplateResponse(request, "consultation/tryouts/admin/tryout.html", context)


def find_tryout(pk: int) -> Tryout:
    """The try-out of this number with its round and version. Raises Http404."""
    return get_object_or_404(Tryout.objects.select_related("round__version"), pk=pk)


def about(tryout: Tryout) -> dict[str, Any]:
    """What every page of one try-out shows above."""
    return {"tryout": tryout, "page_title": _("Try-out"), "page_subtitle": str(tryout), "header_icon": ICON}


def _rounds_with_steps() -> QuerySet[Round]:
    steps = Passage.objects.filter(section__version=OuterRef("version"), type="step")
    return Round.objects.filter(Exists(steps)).select_related("version", "tryout")


def _act(request: HttpRequest, tryout: Tryout, at: datetime) -> str:
    """Does what a button asks, and says so; empty when nothing was asked."""
    match request.POST.get("action"):
        case "open":
            actions.open_tryout(tryout=tryout, by=request.user, at=at)
            return _("The try-out is open. Members find it on the page of the version and on their overview.")
        case "copy":
            return _copied(actions.copy_cases(tryout=tryout, by=request.user))
        case "up" | "down" as way:
            actions.move_case(case=_case(request, tryout), up=way == "up", by=request.user)
            return _("The order is kept.")
        case "delete":
            actions.delete_case(case=_case(request, tryout), by=request.user)
            return _("The case is deleted.")
    return ""


def _case(request: HttpRequest, tryout: Tryout) -> Case:
    number = request.POST.get("case", "")
    return get_object_or_404(tryout.cases.select_related("tryout"), pk=int(number) if number.isdecimal() else 0)


def _copied(copied: actions.Copied) -> str:
    said = ngettext("%(count)s case is copied.", "%(count)s cases are copied.", copied.cases) % {"count": copied.cases}
    if not copied.gone:
        return said
    further = ngettext(
        "What was known at %(steps)s is left out: that step is gone.",
        "What was known at %(steps)s is left out: those steps are gone.",
        len(copied.gone),
    ) % {"steps": tell_names(copied.gone)}
    return f"{said} {further}"
