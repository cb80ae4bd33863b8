"""A group of remarks that say much the same: to confirm it, take it apart, join it with another, and answer it at once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from consultation.comments.models import Comment
from consultation.weighing.actions import confirm_group, decide_group, join_groups, take_out
from consultation.weighing.errors import ChangedMeanwhile, GroupChanged, WeighingRefused
from consultation.weighing.forms import GroupDecisionForm
from consultation.weighing.models import AlikeGroup, Decision
from consultation.weighing.permissions import can_publish
from consultation.weighing.stances import stances_on
from consultation.weighing.views.beginning import ANCHOR, asks_for_template, begin, initial_with, templates_for
from consultation.weighing.views.finding import find_group, for_weighers, ticked_keys
from consultation.weighing.views.lists import ALL, HEADING, OPEN, TOP, ChosenList, address_of
from consultation.weighing.views.panes import beside, go_on
from consultation.weighing.views.showing import shown_positions
from consultation.weighing.weighed import one_of_each_group, remarks_of
from look.hidden import instant_in

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@require_http_methods(["GET", "HEAD", "POST"])
@for_weighers
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """All remarks of the group whole, and one decision for all."""
    row = find_group(request, pk)
    act = {"confirm": _confirm, "apart": _take_out, "join": _join}.get(request.POST.get("action", ""))
    if request.method == "POST" and act is not None:
        try:
            return act(request, row)
        except WeighingRefused as refusal:
            return _show(request, row, _fresh_form(row), refusal=str(refusal))
    if asks_for_template(request):
        begun = begin(request, _members(row))
        return (
            begun
            if isinstance(begun, HttpResponse)
            else _show(request, row, GroupDecisionForm(initial=begun, version=row.version))
        )
    if request.method == "POST":
        return _decide(request, row)
    form = _fresh_form(row)
    form.initial = initial_with(request, _members(row) if "sjabloon" in request.GET else [], form.initial)
    return _show(request, row, form)


def _confirm(request: HttpRequest, row: AlikeGroup) -> HttpResponse:
    confirm_group(group=row, seen_at=_seen(request), by=request.user, at=timezone.now())
    messages.success(request, _("These comments are one group now."))
    return redirect(_address(request, row))


def _take_out(request: HttpRequest, row: AlikeGroup) -> HttpResponse:
    out = list(Comment.objects.filter(key__in=ticked_keys(request.POST), grouped__group=row))
    if not out:
        raise WeighingRefused(_("Tick the comments first that say something else."))
    left = take_out(group=row, comments=out, seen_at=_seen(request), by=request.user, at=timezone.now())
    messages.success(
        request, ngettext("%(n)s comment stands alone now.", "%(n)s comments stand alone now.", len(out)) % {"n": len(out)}
    )
    return redirect(_address(request, row) if left else ChosenList(request, row.version).board(anchor=TOP))


def _join(request: HttpRequest, row: AlikeGroup) -> HttpResponse:
    chosen = request.POST.get("other", "")
    other = AlikeGroup.objects.filter(pk=chosen).first() if chosen.isdigit() else None
    if other is None:
        raise WeighingRefused(_("Choose the group first that says the same."))
    join_groups(group=row, other=other, seen_at=_seen(request), by=request.user, at=timezone.now())
    messages.success(request, _("Both are one group now."))
    return redirect(_address(request, row))


def _decide(request: HttpRequest, row: AlikeGroup) -> HttpResponse:
    form = GroupDecisionForm(request.POST, version=row.version)
    if not form.is_valid():
        return _show(request, row, form)
    publish = request.POST.get("action") == "publish"
    try:
        decided = decide_group(
            group=row,
            value=form.cleaned_data["value"],
            reason=form.cleaned_data["reason"],
            points_at=form.cleaned_data["points_at"],
            publish=publish,
            seen_at=form.group_seen_at or row.changed_at,
            decided_at=form.seen,
            by=request.user,
            at=timezone.now(),
        )
    except WeighingRefused as refusal:
        other = None
        if isinstance(refusal, ChangedMeanwhile | GroupChanged):
            # What was typed stays; what the form knows of the group is made new, so that it can be sent again.
            row = find_group(request, row.pk)
            other = Decision.objects.filter(comment__grouped__group=row, decided_at__gt=form.seen or _LONG_AGO).first()
            form = GroupDecisionForm(request.POST.dict() | _what_is_seen(row), version=row.version)
            form.is_valid()
        form.add_error(None, str(refusal))
        return _show(request, row, form, other=other)
    count = len(decided)
    said = (
        ngettext("Sent to %(n)s author.", "Sent to the authors of %(n)s comments.", count)
        if publish
        else ngettext("Kept for %(n)s comment.", "Kept for %(n)s comments. The authors do not see it yet.", count)
    )
    return go_on(request, row.version, [one.pk for one in _members(row)], said % {"n": count})


def _address(request: HttpRequest, row: AlikeGroup) -> str:
    return address_of(request, "weigh-group", row.pk, anchor=HEADING)


def _members(row: AlikeGroup) -> list[Comment]:
    """The remarks of the group, in reading order, with all that the page shows."""
    return list(
        remarks_of(row.version)
        .filter(grouped__group=row)
        .select_related("section", "version", "passage", "decision", "submitter__user__organisation", "submitter__organisation")
    )


def _show(
    request: HttpRequest, row: AlikeGroup, form: GroupDecisionForm, *, refusal: str = "", other: Decision | None = None
) -> HttpResponse:
    members = _members(row)
    others = AlikeGroup.objects.filter(version=row.version).exclude(pk=row.pk).order_by("pk")
    firsts = one_of_each_group(remarks_of(row.version)).filter(grouped__group__in=others)
    firsts = firsts.select_related("grouped", "section").defer("section__text", "selectors")
    stances, seen = stances_on(members, user=request.user), _what_is_seen(row)
    # The group stands in the list as its oldest.
    oldest = min(members, key=lambda one: one.pk, default=None)
    chosen = ChosenList(request, row.version, default=ALL if hasattr(oldest, "decision") else OPEN)
    context = (
        beside(chosen, [one.pk for one in members])
        | {
            "group": row,
            "kept": f"weeg-groep:{row.pk}:{seen['group_seen']}:{seen['seen_at']}",
            "here": address_of(request, "weigh-group", row.pk),
            "jump": address_of(request, "weigh-group", row.pk, anchor=ANCHOR),
            "stances": stances if any(one.position or one.is_hidden for one in stances) else [],
            "oldest": oldest,
            "members": members,
            "others": [{"pk": one.grouped.group_id, "section": one.section, "words": one.body or one.proposed} for one in firsts],
            "form": form,
            "other": other,
            "templates": templates_for(row.version),
            "refusal": refusal,
            "may_publish": can_publish(request.user),
            "is_published": any(one.decision.is_published for one in members if hasattr(one, "decision")),
            "seen": seen,
        }
        | (shown_positions(oldest, user=request.user) if oldest is not None else {})
    )
    return render(request, "consultation/weighing/group.html", context, status=422 if form.errors or refusal else 200)


def _fresh_form(row: AlikeGroup) -> GroupDecisionForm:
    known = list(
        Decision.objects.filter(comment__grouped__group=row).order_by("-decided_at").values("value", "reason", "points_at")
    )
    same = known[0] if known and all(one == known[0] for one in known) else {}
    return GroupDecisionForm(initial=same | _what_is_seen(row), version=row.version)


def _what_is_seen(row: AlikeGroup) -> dict[str, Any]:
    newest: datetime | None = Decision.objects.filter(comment__grouped__group=row).aggregate(at=Max("decided_at"))["at"]
    return {"group_seen": row.changed_at.isoformat(), "seen_at": newest.isoformat() if newest else ""}


def _seen(request: HttpRequest) -> datetime:
    seen = instant_in(request.POST.get("group_seen"))
    if seen is None:
        raise GroupChanged
    return seen
