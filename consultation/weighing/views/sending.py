"""The page before answers go out together: how many authors hear of it, and what stays back and why."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultation.jobs.actions import enqueue
from consultation.weighing.actions import send_batch
from consultation.weighing.batches import BatchPlan, Which, answers_of, look_ahead
from consultation.weighing.errors import MayNotPublish, WeighingRefused
from consultation.weighing.forms import BatchForm
from consultation.weighing.permissions import can_publish
from consultation.weighing.positions import apart_on
from consultation.weighing.views.finding import find_version, for_weighers, page_of, ticked_keys
from consultation.weighing.views.lists import ChosenList
from consultation.weighing.views.panes import with_their_groups
from consultation.weighing.work import SEND_JOB
from handbook.models import Version

AT_ONCE = 25
"""So many answers are sent within the request; more are a job with its progress on the screen."""
ALL_THE_SAME = "toch"
SHOWN = 30
"""So many rows of each list stand on the page; the board has them all."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_weighers
def send(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Looks ahead and asks; sends what was confirmed."""
    version = find_version(request, slug, label)
    if not can_publish(request.user):
        messages.error(request, str(MayNotPublish()))
        return redirect("weighing", slug, label)
    at = timezone.now()
    if request.method != "POST":
        return _show(request, version, _fresh_form(request, version, at), at=at)
    form = BatchForm(request.POST)
    if form.is_valid():
        try:
            return _send(request, version, form.plan, at=at)
        except WeighingRefused as refusal:
            form.add_error("waarom", str(refusal))
    return _show(request, version, form, at=at)


def _send(request: HttpRequest, version: Version, plan: BatchPlan, *, at: datetime) -> HttpResponse:
    plan.refuse_unexplained()
    if len(look_ahead(version, plan).ready) > AT_ONCE:
        arguments = {"version": version.pk, "plan": plan.to_json()}
        key = f"{SEND_JOB}:{plan.key}"
        job = enqueue(kind=SEND_JOB, arguments=arguments, dedup_key=key, requested_by=request.user, at=at)
        return redirect("job-status", job_id=job.pk)
    messages.success(request, send_batch(version=version, plan=plan, by=request.user, at=at).words)
    return redirect(f"{reverse('weighing', args=[version.slug, version.label])}?toon=concept")


def _fresh_form(request: HttpRequest, version: Version, at: datetime) -> BatchForm:
    """The answers that were ticked stand in the address; all of a list of the board are known by what chose that list."""
    which = Which.from_query(request.GET.get("welke"))
    keys = [str(key) for key in ticked_keys(request.GET)]
    if which is Which.TICKED and not keys and "toon" in request.GET:
        keys = [str(one.key) for one in with_their_groups(version, ChosenList(request, version).keys)]
    return BatchForm(initial={"welke": which, "sleutel": uuid.uuid4(), "gezien": at.isoformat(), "reactie": keys})


def _show(request: HttpRequest, version: Version, form: BatchForm, *, at: datetime) -> HttpResponse:
    """The list as it is now. What was typed and ticked stays; the instant of the list is made new."""
    plan = BatchPlan(
        key=uuid.uuid4(),
        seen_at=at,
        which=Which.from_query(form["welke"].value()),
        keys=form.fields["reactie"].to_python(form["reactie"].value() or []),
    )
    outlook = look_ahead(version, plan)
    ready, contested, held = outlook.ready[:SHOWN], outlook.contested_held, outlook.others_held
    shown = [*ready, *(one.comment for one, _more in contested), *(one.comment for one in held[:SHOWN])]
    rows = {comment.pk: _row(comment) for comment in answers_of(shown)}
    positions = apart_on([one.comment for one, _more in contested])
    keys = {str(rows[one.comment]["comment"].key) for one, _more in contested}
    ticks_all = request.method != "POST" and request.GET.get(ALL_THE_SAME) == "alle"
    context = {
        "version": version,
        "form": form,
        "seen": at.isoformat(),
        "ready": [rows[key] for key in ready],
        "count": len(outlook.ready),
        "more": len(outlook.ready) - len(ready),
        "people": len({person.pk for people in outlook.people_behind_each().values() for person in people}),
        "contested": [
            rows[one.comment]
            | {"key": str(rows[one.comment]["comment"].key), "positions": positions.get(one.comment, []), "more": more}
            for one, more in contested
        ],
        "contested_count": sum(1 + more for _one, more in contested),
        "held": [rows[one.comment] | {"why": one.why} for one in held[:SHOWN]],
        "held_count": len(held),
        "ticked": keys if ticks_all else set(form["toch"].value() or []),
        "ticks_all": ticks_all,
        "tick_others": _tick_others(request, ticks_all) if request.method != "POST" and len(keys) > 1 else "",
        "title": {
            Which.ALL: _("Send all answers"),
            Which.UNANIMOUS: _("Send what is unanimous"),
            Which.TICKED: _("Send these answers"),
        }[plan.which],
    }
    return render(request, "consultation/weighing/send.html", context, status=422 if form.errors else 200)


def _tick_others(request: HttpRequest, ticks_all: bool) -> str:
    """The query of this page with every contested answer ticked, or with none."""
    query = request.GET.copy()
    query[ALL_THE_SAME] = "" if ticks_all else "alle"
    return query.urlencode()


def _row(comment: Any) -> dict[str, Any]:
    return {"comment": comment, "decision": comment.decision, "url": page_of(comment)}
