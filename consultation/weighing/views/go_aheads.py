"""Whether a working version may go into consultation: where the partners stand, and saying it for one's own organisation."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultation.weighing.actions import confirm_go_ahead, give_go_ahead, record_go_ahead
from consultation.weighing.forms import GoAheadForm, RecordedGoAheadForm
from consultation.weighing.go_aheads import asks_partners, go_aheads_on
from consultation.weighing.models import GoAhead, PassedPartners
from consultation.weighing.permissions import can_publish, partner_of, partners_of
from consultation.weighing.views.doing import did, do_or_tell
from consultation.weighing.views.finding import find_version, for_weighers
from handbook.models import Version


@require_http_methods(["GET", "HEAD", "POST"])
@for_weighers
def go_ahead(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Where the partners stand, and the form of one's own organisation."""
    version = find_version(request, slug, label)
    if request.method != "POST":
        return _show(request, version)
    form = GoAheadForm(request.POST, prefix="own")

    def act() -> None:
        give_go_ahead(version=version, verdict=form.verdict, by=request.user, at=timezone.now())

    if did(request, form, act, said=_("What your organisation says is kept.")):
        return redirect("go-ahead", slug, label)
    return _show(request, version, form=form)


@require_POST
@for_weighers
def record(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """What a partner said in a meeting or by letter."""
    version = find_version(request, slug, label)
    form = RecordedGoAheadForm(request.POST, prefix="partner", partners=partners_of(version.handbook_key))

    def act() -> None:
        record_go_ahead(version=version, verdict=form.verdict, **form.origin, by=request.user, at=timezone.now())

    if did(request, form, act, said=_("Recorded. It counts when the organisation confirms it.")):
        return redirect("go-ahead", slug, label)
    return _show(request, version, recorded_form=form)


@require_POST
@for_weighers
def confirm(request: HttpRequest, slug: str, label: str, pk: int) -> HttpResponse:
    """Yes, that is what we said."""
    version = find_version(request, slug, label)
    given = get_object_or_404(GoAhead, version=version, pk=pk)
    act = partial(confirm_go_ahead, go_ahead=given, by=request.user, at=timezone.now())
    do_or_tell(request, act, said=_("Thank you: it counts now."))
    return redirect("go-ahead", slug, label)


def _show(
    request: HttpRequest,
    version: Version,
    *,
    form: GoAheadForm | None = None,
    recorded_form: RecordedGoAheadForm | None = None,
) -> HttpResponse:
    """The page; what was said stays to be read when nobody is asked any more. Where nobody was asked there is none."""
    partners, handbook_key = go_aheads_on(version), version.handbook_key
    is_asked = asks_partners(version)
    if not (partners.given or is_asked):
        raise Http404
    organisation = partner_of(request.user, handbook_key)
    own = partners.of(organisation)
    context: dict[str, Any] = {
        "version": version,
        "partners": partners,
        "is_asked": is_asked,
        "passed": PassedPartners.objects.filter(asked=version).select_related("version").order_by("-pk").first(),
        "organisation": organisation if is_asked else None,
        "own": own,
        "may_record": is_asked and can_publish(request.user),
        "form": form or GoAheadForm(initial=_said(own), prefix="own"),
        "recorded_form": recorded_form or RecordedGoAheadForm(prefix="partner", partners=partners_of(handbook_key)),
    }
    return render(request, "consultation/weighing/go_ahead.html", context, status=422 if form or recorded_form else 200)


def _said(own: GoAhead | None) -> dict[str, Any]:
    return {"value": own.value, "ground": own.ground, "reason": own.reason} if own is not None else {}
