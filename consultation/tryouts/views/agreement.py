"""How far people agree: over a try-out, in one case, and at one step of it. For the working group and the editors."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consultation.comments.models import Comment
from consultation.tryouts import agreement_pages as pages
from consultation.tryouts.agreement_words import (
    level_mark,
    spread_mark,
    tell_agreement,
    tell_alpha,
    tell_case,
    tell_change,
    tell_enough,
    tell_outcomes,
    tell_seconds,
    tell_whole,
)
from consultation.tryouts.figures import CaseFigures, case_figures, figures_of
from consultation.tryouts.models import Case, Stuck, Tryout
from consultation.tryouts.permissions import can_manage, can_read_agreement
from consultation.tryouts.spread import LEAST_WALKS, Spread
from consultation.tryouts.spreadsheet import spreadsheet
from handbook.framework.graph import Framework, Step
from handbook.frameworks import framework_of_version
from handbook.models import Version

STUCK_SHOWN = 20
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@never_cache
@require_safe
def agreement(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """A try-out: in sentences, case by case, step by step, and beside the version before."""
    tryout = _find(request, slug, label)
    figures = figures_of(tryout)
    context: dict[str, Any] = {
        "tryout": tryout,
        "version": tryout.round.version,
        "figures": figures,
        "least": LEAST_WALKS,
        "breadcrumb": _breadcrumb(tryout),
        "can_manage_tryouts": can_manage(request.user),
        "steps": pages.step_rows(figures),
    }
    if figures.shown:
        context |= {"said": tell_whole(figures), "cases": pages.case_rows(figures)}
    if figures.agreement is not None:
        context |= {
            "mark": level_mark(figures.agreement.level),
            "outcome_words": tell_agreement(figures.agreement),
            "alpha": tell_alpha(figures.agreement),
        }
    if figures.comparison is not None and figures.previous is not None:
        context["change"] = tell_change(figures.comparison, figures.previous.round.version.label)
    return render(request, "consultation/tryouts/agreement/tryout.html", context)


@login_required
@never_cache
@require_safe
def agreement_sheet(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """The same as a spreadsheet."""
    figures = figures_of(_find(request, slug, label))
    if not figures.shown:
        raise Http404
    label = figures.tryout.round.version.label
    disposition = f'attachment; filename="overeenstemming-{label}.xlsx"'
    return HttpResponse(spreadsheet(figures), content_type=SHEET, headers={"Content-Disposition": disposition})


@login_required
@never_cache
@require_safe
def case_agreement(request: HttpRequest, slug: str, label: str, ordinal: int) -> HttpResponse:
    """One case: its outcomes, where people left the method and why, each step, and by function and organisation."""
    case, framework, figures = _case(request, slug, label, ordinal)
    context = {**_about(case, figures), "breadcrumb": _breadcrumb(case.tryout, case.tryout)}
    if figures.is_shown:
        functions, organisations = pages.outcome_groups(figures, framework)
        reasons = pages.reasons(case, request.GET.get("page"))
        context |= {
            "said": tell_case(figures, framework),
            "mark": spread_mark(figures.outcomes),
            "bars": pages.outcome_bars(figures, framework),
            "reasons": reasons,
            "pages": reasons.paginator.get_elided_page_range(reasons.number),
            "steps": [_step_of_case(case, step, figures) for step in framework.steps if step.name in figures.steps],
            "functions": functions,
            "organisations": organisations,
            "deviations": [
                (one.count, tell_outcomes([one.outcome], framework), tell_outcomes([one.chosen], framework))
                for one in figures.deviations
            ],
        }
    return render(request, "consultation/tryouts/agreement/case.html", context)


@login_required
@never_cache
@require_safe
def step_agreement(request: HttpRequest, slug: str, label: str, ordinal: int, step: str) -> HttpResponse:
    """One step of a case: the answers, what people wrote with each without their names, and where they got stuck."""
    case, framework, figures = _case(request, slug, label, ordinal)
    found = next((one for one in framework.steps if one.name == step), None)
    if found is None:
        raise Http404
    context = {
        **_about(case, figures),
        "step": found,
        "text_url": pages.text_url(case.tryout.round.version, found.place),
        "known": case.known.get(found.name, ""),
        "breadcrumb": [*_breadcrumb(case.tryout, case.tryout), {"label": str(case), "url": pages.case_url(case)}],
    }
    if figures.is_shown:
        spread = figures.steps.get(found.name, Spread(()))
        columns, page = pages.motivations(case, found, request.GET.get("page"))
        functions, organisations = pages.answer_groups(case, found, spread)
        seconds = pages.middle_seconds(case, found) if case.tryout.measures_time else None
        stuck = Stuck.objects.filter(
            walk__case=case, step=found.name, comment__in=Comment.objects.visible_to(request.user, timezone.now())
        )
        context |= {
            "spread": spread,
            "absent": figures.finished - spread.total,
            "mark": spread_mark(spread),
            "bars": pages.answer_bars(found, spread),
            "columns": columns,
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number),
            "functions": functions,
            "organisations": organisations,
            "time": tell_seconds(seconds) if seconds is not None else "",
            "stuck": stuck.select_related("comment__section").order_by("comment__number", "pk")[:STUCK_SHOWN],
        }
    return render(request, "consultation/tryouts/agreement/step.html", context)


def _find(request: HttpRequest, slug: str, label: str) -> Tryout:
    """An opened try-out on a version that this person reads, when she has the right. Raises Http404."""
    if not can_read_agreement(request.user):
        raise Http404
    opened = Tryout.objects.filter(opened_at__isnull=False, round__version__in=Version.objects.visible_to(request.user))
    return get_object_or_404(opened.select_related("round__version"), round__version__slug=slug, round__version__label=label)


def _case(request: HttpRequest, slug: str, label: str, ordinal: int) -> tuple[Case, Framework, CaseFigures]:
    tryout = _find(request, slug, label)
    case = get_object_or_404(tryout.cases, ordinal=ordinal)
    case.tryout = tryout
    (figures,) = case_figures(tryout, only=case)
    return case, framework_of_version(tryout.round.version), figures


def _about(case: Case, figures: CaseFigures) -> dict[str, Any]:
    """What both pages of a case show."""
    return {
        "case": case,
        "tryout": case.tryout,
        "version": case.tryout.round.version,
        "figures": figures,
        "not_yet": "" if figures.is_shown else tell_enough(figures.finished),
    }


def _step_of_case(case: Case, step: Step, figures: CaseFigures) -> dict[str, Any]:
    spread = figures.steps[step.name]
    return {
        "step": step,
        "url": pages.step_url(case, step.name),
        "mark": spread_mark(spread),
        "bars": pages.answer_bars(step, spread),
        "total": spread.total,
        "absent": figures.finished - spread.total,
        "is_parting": step.name == figures.parting,
    }


def _breadcrumb(tryout: Tryout, within: Tryout | None = None) -> list[dict[str, str]]:
    version = tryout.round.version
    way = [{"label": f"{version.title} {version.label}", "url": reverse("version", args=[version.slug, version.label])}]
    if within is not None:
        way.append({"label": _("How far people agree"), "url": reverse("agreement", args=within.place)})
    return way
