"""One point of a meeting, large enough for the beamer, with a small form for what comes out of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultation.weighing.actions import conclude_remark, conclude_step, put_off
from consultation.weighing.agendas import points_of
from consultation.weighing.errors import ChangedMeanwhile, ConcludedMeanwhile, GroupChanged, WeighingRefused
from consultation.weighing.meeting_forms import ConclusionForm, LineForm
from consultation.weighing.models import AgendaPoint
from consultation.weighing.permissions import partners_of
from consultation.weighing.shown import SeenOf, remark_of, seen_of, step_of
from consultation.weighing.views.agenda import find_meeting, makes_agendas
from consultation.weighing.views.finding import find_version, for_weighers
from handbook.models import Version

BACK = "back"
STALE = (ChangedMeanwhile, ConcludedMeanwhile, GroupChanged)


@require_http_methods(["GET", "HEAD", "POST"])
@for_weighers
def point(request: HttpRequest, slug: str, label: str, meeting: int, number: int) -> HttpResponse:
    """The ``number``-th point of this version on the agenda (from 1). After saving comes the next one, or the list at the end."""
    version = find_version(request, slug, label)
    points = list(points_of(find_meeting(request, meeting), version))
    if not 1 <= number <= len(points):
        raise Http404
    row = points[number - 1]
    if request.method == "POST" and not makes_agendas(request):
        raise Http404
    seen = seen_of(row)
    conclusion, line = _forms(request, row, seen)
    sent = line if request.method == "POST" and _is_line(request, row) else conclusion
    is_stale = False
    if request.method == "POST" and sent.is_valid():
        try:
            _conclude(request, row, sent)
        except WeighingRefused as refusal:
            if is_stale := isinstance(refusal, STALE):
                # What was typed stays; what the form knows is made new, so that it can be sent again.
                row = points_of(row.meeting, version).get(pk=row.pk)
                seen = seen_of(row)
                sent.data = request.POST.dict() | seen.hidden
            sent.add_error(None, str(refusal))
        else:
            messages.success(request, _("Written down. The authors do not see it yet."))
            last = number == len(points)
            return redirect(*_address(version, row, None if last else number + 1))
    context = {
        "version": version,
        "meeting": row.meeting,
        "point": row,
        "number": number,
        "total": len(points),
        "previous": _url(version, row, number - 1) if number > 1 else "",
        "next": _url(version, row, number + 1) if number < len(points) else "",
        "shown": remark_of(row, user=request.user) if row.comment else step_of(row, user=request.user),
        "may_conclude": makes_agendas(request),
        "conclusion": conclusion,
        "line": line,
        "other": seen.decision if is_stale else None,
        "is_sent": seen.decision is not None and seen.decision.is_published,
        "proposed": None if row.outcome == AgendaPoint.Outcome.DECIDED else seen.decision,
        "is_back": row.outcome == AgendaPoint.Outcome.BACK,
    }
    status = 422 if conclusion.errors or line.errors else 200
    return render(request, "consultation/weighing/point.html", context, status=status)


def _forms(request: HttpRequest, row: AgendaPoint, seen: SeenOf) -> tuple[ConclusionForm, LineForm]:
    """Both forms; the one that was sent holds what was sent."""
    is_line = _is_line(request, row)
    sent = request.POST if request.method == "POST" else None
    decision = seen.decision
    initial: dict[str, Any] = dict(seen.hidden)
    if decision is not None:
        initial |= {"value": decision.value, "reason": decision.reason}
    conclusion = ConclusionForm(None if is_line else sent, initial=initial, partners=list(partners_of(row.version.handbook_key)))
    line = LineForm(
        sent if is_line else None, initial=seen.hidden | {"line": row.said if not row.value else ""}, auto_id="line_%s"
    )
    return conclusion, line


def _is_line(request: HttpRequest, row: AgendaPoint) -> bool:
    return row.comment is None or request.POST.get("action") == BACK


def _conclude(request: HttpRequest, row: AgendaPoint, form: Any) -> None:
    by, at = request.user, timezone.now()
    given = form.cleaned_data
    if request.POST.get("action") == BACK:
        put_off(point=row, why=given["line"], seen=form.seen, by=by, at=at)
    elif row.comment is None:
        conclude_step(point=row, said=given["line"], seen=form.seen, by=by, at=at)
    else:
        said = {"value": given["value"], "reason": given["reason"], "spoken": form.spoken}
        conclude_remark(point=row, **said, seen=form.seen, by=by, at=at)


def _address(version: Version, row: AgendaPoint, number: int | None) -> tuple[Any, ...]:
    place = (version.slug, version.label, row.meeting_id)
    return ("weigh-meeting", *place) if number is None else ("weigh-point", *place, number)


def _url(version: Version, row: AgendaPoint, number: int) -> str:
    name, *args = _address(version, row, number)
    return reverse(name, args=args)
