"""The figures of a round: for who weighs all of them, for others what the editors show."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from consultation.accountability.actions import show_figures
from consultation.accountability.figures.counting import figures_of
from consultation.accountability.figures.page import look_of, views_of, zipped
from consultation.accountability.figures.view import Look
from consultation.accountability.forms.figures import ShownFiguresForm
from consultation.accountability.models import ShownFigure
from consultation.rounds.models import Round, round_of
from consultation.weighing.permissions import can_publish
from handbook.models import Version


@never_cache
@require_safe
def figures(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Sentences, charts and tables. Who sees none of them finds no page; a visitor is led to sign in first."""
    found = _find(request, slug, label)
    if found is None:
        return _hidden(request)
    look, round = found
    audiences = _audiences(round) if look.sees_all else {}
    shown_to = {figure: str(ShownFigure.Audience(audience).label) for figure, audience in audiences.items()}
    context: dict[str, Any] = {
        "version": look.version,
        "look": look,
        "views": views_of(figures_of(version=look.version, round=round), look, shown_to=shown_to),
        "breadcrumb": _breadcrumb(look),
    }
    if look.sees_all and can_publish(request.user):
        context |= {"form": ShownFiguresForm(audiences=audiences), "is_blind": round.hides_peers(timezone.now())}
    return render(request, "consultation/accountability/figures.html", context)


@never_cache
@require_safe
def figures_file(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Every table of the page as a .csv, in one .zip."""
    found = _find(request, slug, label)
    if found is None:
        return _hidden(request)
    look, round = found
    content = zipped(views_of(figures_of(version=look.version, round=round), look), at=timezone.localtime())
    disposition = f'attachment; filename="cijfers-{look.version.slug}-{look.version.label}.zip"'
    return HttpResponse(content, content_type="application/zip", headers={"Content-Disposition": disposition})


@require_POST
def show(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Keeps which figures others see, and leads back."""
    found = _find(request, slug, label)
    if found is None or not can_publish(request.user):
        raise Http404
    _look, round = found
    form = ShownFiguresForm(request.POST, audiences=_audiences(round))
    if form.is_valid():
        count = show_figures(round=round, audiences=form.audiences(), by=request.user, at=timezone.now())
        said = ngettext("%(n)s choice was changed.", "%(n)s choices were changed.", count) % {"n": count}
        messages.success(request, said if count else _("Nothing was changed."))
    else:
        messages.error(request, _("Choose for each group of figures who sees it."))
    return redirect("figures", slug, label)


def _find(request: HttpRequest, slug: str, label: str) -> tuple[Look, Round] | None:
    """How this person looks at these figures, with their round; None when there are none for her."""
    version = Version.objects.select_related("round", "corrects__round").filter(slug=slug, label=label).first()
    round = round_of(version) if version is not None else None
    if version is None or round is None:
        return None
    look = look_of(user=request.user, version=version, round=round, at=timezone.now())
    return (look, round) if look is not None else None


def _hidden(request: HttpRequest) -> HttpResponse:
    """The same answer whether there are figures that this person may not see or none at all."""
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.get_full_path())


def _audiences(round: Round) -> dict[str, str]:
    return dict(ShownFigure.objects.filter(round=round).values_list("figure", "audience"))


def _breadcrumb(look: Look) -> list[dict[str, str]]:
    """The way up to the version, for who may read it."""
    version = look.version
    if not look.reads:
        return [{"label": version.title, "url": reverse("handbook", args=[version.slug])}]
    return [{"label": f"{version.title} {version.label}", "url": reverse("version", args=[version.slug, version.label])}]
