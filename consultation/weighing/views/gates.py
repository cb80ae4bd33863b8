"""The gate before the next version: three lists, and the reasons that editors give for changes nobody asked for."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultation.comments.models import Comment
from consultation.weighing.actions import explain_change
from consultation.weighing.errors import ReasonChangedMeanwhile, WeighingRefused
from consultation.weighing.forms import ChangeReasonForm
from consultation.weighing.gates import ChangedLine, Gate, gate_of
from consultation.weighing.permissions import can_publish, partner_of
from consultation.weighing.views.finding import find_version, for_weighers, page_of
from handbook.models import HandbookPage, Version
from look.paging import RowsPaginator

UNANSWERED, UNCHANGED, UNEXPLAINED, EXPLAINED = "onbeantwoord", "ongewijzigd", "zonder-reden", "verklaard"
PER_PAGE = 25


def gate_for(version: Version) -> Gate | None:
    """The gate of the version that comes in the place of this one; None when another one came already."""
    handbook = HandbookPage.objects.filter(key=version.handbook_key).first()
    gate = gate_of(handbook) if handbook is not None else None
    return gate if gate is not None and version in gate.replaced else None


def tabs_of(gate: Gate, version: Version, *, shown: str = "") -> list[dict[str, Any]]:
    """The three counts, each the way to its list."""
    words = (_("Without an answer"), _("Adopted, but the text is unchanged"), _("Changed without a remark or a reason"))
    address = reverse("gate", args=[version.slug, version.label])
    return [
        {"label": label, "url": f"{address}?toon={name}", "count": count, "current": name == shown}
        for name, label, count in zip((UNANSWERED, UNCHANGED, UNEXPLAINED), words, gate.counts, strict=True)
    ]


@require_safe
@for_weighers
def gate(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """One of the three lists; the words of the living text are shown to who may publish it."""
    version, found = _find(request, slug, label)
    return _show(request, version, found, shown=request.GET.get("toon", ""))


@require_POST
@for_weighers
def explain(request: HttpRequest, slug: str, label: str, key: uuid.UUID) -> HttpResponse:
    """Why a section was changed; it is kept until the next version."""
    version, found = _find(request, slug, label)
    form = ChangeReasonForm(request.POST, prefix=str(key))
    if form.is_valid():
        try:
            explain_change(
                gate=found,
                section_key=key,
                reason=form.cleaned_data["reason"],
                seen_at=form.seen,
                by=request.user,
                at=timezone.now(),
            )
        except ReasonChangedMeanwhile as refusal:
            version, found = _find(request, slug, label)
            return _show(request, version, found, shown=EXPLAINED, refused={str(key): _again(form, found, key, str(refusal))})
        except WeighingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your reason is kept. It stands in the account of the next version."))
            return redirect(f"{reverse('gate', args=[slug, label])}?toon={UNEXPLAINED}")
    return _show(request, version, found, shown=UNEXPLAINED, refused={str(key): form})


def _again(form: ChangeReasonForm, gate: Gate, key: uuid.UUID, refusal: str) -> ChangeReasonForm:
    """What was typed, to be sent again beside what a colleague wrote."""
    why = next(line.why for line in gate.changes if line.section.key == str(key))
    given = {f"{key}-reason": form.cleaned_data["reason"], f"{key}-seen_at": why.at.isoformat() if why is not None else ""}
    again = ChangeReasonForm(given, prefix=str(key))
    again.add_error(None, refusal)
    return again


def _find(request: HttpRequest, slug: str, label: str) -> tuple[Version, Gate]:
    version = find_version(request, slug, label)
    found = gate_for(version)
    if found is None:
        raise Http404
    return version, found


def _show(
    request: HttpRequest, version: Version, gate: Gate, *, shown: str, refused: dict[str, ChangeReasonForm] | None = None
) -> HttpResponse:
    shown = shown if shown in {UNCHANGED, UNEXPLAINED, EXPLAINED} else UNANSWERED
    may_explain = can_publish(request.user)
    if shown in {UNEXPLAINED, EXPLAINED}:
        lines = [line for line in gate.changes if line.is_explained == (shown == EXPLAINED)]
        # What was refused comes first, so that no typed text is on another page.
        lines.sort(key=lambda line: line.section.key not in (refused or {}))
        page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
        rows = [_changed_row(line, refused or {}) for line in page]
    else:
        remarks = gate.unanswered if shown == UNANSWERED else gate.unchanged
        whole = Comment.objects.order_by().select_related("section", "passage", "decision", "grouped", "version")
        ordered = remarks.order_by("version__ordinal", "section__position", "number", "pk")
        count = gate.unanswered_count if shown == UNANSWERED else gate.unchanged_count
        paginator = RowsPaginator(ordered, PER_PAGE, whole=whole.defer("section__text", "passage__html"), count=count)
        page = paginator.get_page(request.GET.get("page"))
        rows = [{"comment": comment, "url": page_of(comment)} for comment in page]
    context = {
        "version": version,
        "gate": gate,
        "tabs": tabs_of(gate, version, shown=shown),
        "shown": shown,
        "rows": rows,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "explained_count": len(gate.changes) - len(gate.unexplained),
        "may_explain": may_explain,
        "is_partner": partner_of(request.user, version.handbook_key) is not None,
    }
    return render(request, "consultation/weighing/gate.html", context, status=422 if refused else 200)


def _changed_row(line: ChangedLine, refused: dict[str, ChangeReasonForm]) -> dict[str, Any]:
    key = line.section.key
    given = {"reason": line.why.reason, "seen_at": line.why.at.isoformat()} if line.why is not None else {}
    again = refused.get(key)
    return {
        "line": line,
        "section": line.section,
        "percent": max(1, round(line.section.share * 100)),
        "form": again or ChangeReasonForm(prefix=key, initial=given),
        "theirs": line.why if again is not None else None,
    }
