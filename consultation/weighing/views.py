"""The weighing board: the remarks of a version in reading order, and one remark to decide about."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultation.comments.models import Comment
from consultation.comments.quoting import quote_in
from consultation.tryouts.permissions import readable_tryout
from consultation.weighing.actions import decide, take_over
from consultation.weighing.errors import ChangedMeanwhile, WeighingRefused, WordsClash
from consultation.weighing.forms import DecisionForm
from consultation.weighing.models import Decision
from consultation.weighing.permissions import can_decide, can_publish, can_take_over
from consultation.weighing.proposals import texts_of
from handbook.diff import diff_words
from handbook.errors import HandbookError
from handbook.merging import Conflict
from handbook.models import Version

OPEN, DRAFT, ANSWERED, ALL = "open", "concept", "beantwoord", "alles"
PER_PAGE = 50


def _comments(version: Version) -> Any:
    """What is weighed: posted remarks that stand, and answers to the round's questions; no replies. A version and its
    corrections are weighed together."""
    return (
        Comment.objects.posted()
        .filter(version__in=Version.objects.issue_of(version), parent=None)
        .select_related("section", "passage", "decision", "submitter__user__organisation", "submitter__organisation")
        .order_by("section__position", F("passage__ordinal").asc(nulls_first=True), "number", "pk")
    )


@require_safe
@login_required
def newest(request: HttpRequest) -> HttpResponse:
    """On to the board of the newest version on which somebody remarked, or of the newest at all."""
    if not can_decide(request.user):
        raise Http404
    visible = Version.objects.visible_to(request.user).order_by("-frozen_at")
    version = visible.filter(Exists(Comment.objects.posted().filter(version=OuterRef("pk")))).first() or visible.first()
    if version is None:
        raise Http404
    return redirect("weighing", slug=version.slug, label=version.label)


@require_safe
@login_required
def board(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """The remarks of one version; it opens at what has no decision yet."""
    if not can_decide(request.user):
        raise Http404
    version = get_object_or_404(Version.objects.visible_to(request.user), slug=slug, label=label)
    comments = _comments(version)
    states = {
        OPEN: Q(decision=None),
        DRAFT: Q(decision__isnull=False, decision__published_at=None),
        ANSWERED: Q(decision__published_at__isnull=False),
    }
    counts = comments.order_by().aggregate(**{name: Count("pk", filter=state) for name, state in states.items()})
    shown = request.GET.get("toon", OPEN)
    if shown in states:
        comments = comments.filter(states[shown])
    else:
        shown = ALL
    page = Paginator(comments, PER_PAGE).get_page(request.GET.get("page"))
    words = {OPEN: _("No decision yet"), DRAFT: _("Decided, not sent"), ANSWERED: _("Answered"), ALL: _("All")}
    counts[ALL] = sum(counts.values())
    context = {
        "version": version,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "tabs": [
            {"label": words[name], "url": f"?toon={name}", "count": counts[name], "current": name == shown} for name in words
        ],
        "left": counts[OPEN],
        "agreement": readable_tryout(user=request.user, version=version),
        "first": next(iter(page), None) if shown == OPEN else None,
    }
    return render(request, "consultation/weighing/board.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def one(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One remark with its text, and the form to decide. After saving comes the next one without a decision."""
    comment = _find(request, key)
    decision = getattr(comment, "decision", None)
    form = DecisionForm(request.POST or None, initial=_initial(decision))
    other: Decision | None = None
    if request.method == "POST" and form.is_valid():
        publish = request.POST.get("action") == "publish"
        try:
            decide(
                comment=comment,
                value=form.cleaned_data["value"],
                reason=form.cleaned_data["reason"],
                publish=publish,
                seen_at=form.seen,
                by=request.user,
                at=timezone.now(),
            )
        except WeighingRefused as refusal:
            if isinstance(refusal, ChangedMeanwhile):
                other = Decision.objects.get(comment=comment)
                form = DecisionForm({**request.POST.dict(), "seen_at": other.decided_at.isoformat()})
                form.is_valid()
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Sent to its author.") if publish else _("Kept. The author does not see it yet."))
            following = _comments(comment.version).filter(decision=None).first()
            if following is None:
                return redirect("weighing", comment.version.slug, comment.version.label)
            return redirect("weigh", following.key)
    return _show(request, comment, form, other=other)


@require_POST
@login_required
def take_over_words(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Brings the proposed words into the living text; where they clash, both are shown and nothing is guessed."""
    comment = _find(request, key)
    form = DecisionForm(initial=_initial(getattr(comment, "decision", None)))
    try:
        title = take_over(comment=comment, by=request.user, at=timezone.now())
    except WordsClash as clash:
        return _show(request, comment, form, refusal=str(clash), conflicts=clash.conflicts)
    except (WeighingRefused, HandbookError) as refusal:
        return _show(request, comment, form, refusal=str(refusal))
    messages.success(
        request, _("The words stand in the living text now, in “%(title)s”. The next version has them.") % {"title": title}
    )
    return redirect("weigh", comment.key)


def _find(request: HttpRequest, key: uuid.UUID) -> Comment:
    if not can_decide(request.user):
        raise Http404
    comments = Comment.objects.posted().filter(parent=None, version__in=Version.objects.visible_to(request.user))
    found: Comment = get_object_or_404(
        comments.select_related(
            "version",
            "section",
            "passage",
            "decision",
            "take_over",
            "submitter__user__organisation",
            "submitter__organisation",
        ),
        key=key,
    )
    return found


def _show(
    request: HttpRequest,
    comment: Comment,
    form: DecisionForm,
    *,
    other: Decision | None = None,
    refusal: str = "",
    conflicts: Sequence[Conflict] = (),
) -> HttpResponse:
    quoted = quote_in(comment.selectors)
    texts = texts_of(comment)
    context = {
        "comment": comment,
        "words": quoted.exact if quoted else "",
        "parts": diff_words(*texts) if texts else [],
        "decision": getattr(comment, "decision", None),
        "taken_over": getattr(comment, "take_over", None),
        "other": other,
        "form": form,
        "refusal": refusal,
        "conflicts": conflicts,
        "may_publish": can_publish(request.user),
        "may_take_over": texts is not None and can_take_over(request.user),
        "replies": comment.replies.posted().select_related("submitter__user__organisation").order_by("posted_at"),
        "supports": comment.supports.select_related("submitter__user__organisation").order_by("-value", "pk"),
        "left": _comments(comment.version).filter(decision=None).order_by().count(),
    }
    return render(request, "consultation/weighing/one.html", context, status=422 if form.errors or refusal else 200)


def _initial(decision: Decision | None) -> dict[str, Any]:
    if decision is None:
        return {}
    return {"value": decision.value, "reason": decision.reason, "seen_at": decision.decided_at.isoformat()}
