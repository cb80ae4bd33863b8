"""Which partner organisations weigh along for the handbook of a version."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultation.weighing.actions import choose_partners
from consultation.weighing.forms import PartnersForm
from consultation.weighing.permissions import can_publish, partners_of
from consultation.weighing.views.doing import do_or_tell
from consultation.weighing.views.finding import find_version, for_weighers


@require_http_methods(["GET", "HEAD", "POST"])
@for_weighers
def partners(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """The partners of the working group, with a tick at each that weighs along for this handbook; for editors."""
    version = find_version(request, slug, label)
    if not can_publish(request.user):
        raise Http404
    form = PartnersForm(request.POST if request.method == "POST" else None, initial={"along": partners_of(version.handbook_key)})
    if form.is_bound and form.is_valid():
        act = partial(choose_partners, version=version, along=form.cleaned_data["along"], by=request.user)
        do_or_tell(request, act, said=_("Kept. Who weighs along is asked for positions, and for the go-ahead of drafts."))
        return redirect("weighing", slug, label)
    context = {"version": version, "form": form}
    return render(request, "consultation/weighing/partners.html", context, status=422 if form.errors else 200)
