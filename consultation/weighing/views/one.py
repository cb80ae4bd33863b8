"""One remark: to decide about it, to hand it to somebody, to note something among the weighers."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultation.comments.models import Comment
from consultation.comments.quoting import quote_in
from consultation.tryouts.models import Stuck
from consultation.weighing.actions import assign, decide, take_over, write_note
from consultation.weighing.errors import ChangedMeanwhile, WeighingRefused, WordsClash
from consultation.weighing.forms import DecisionForm, NoteForm
from consultation.weighing.models import Decision
from consultation.weighing.permissions import can_publish, can_take_over
from consultation.weighing.proposals import texts_of
from consultation.weighing.views.finding import find_remark, for_weighers, to_next, weighers
from consultation.weighing.weighed import one_of_each_group, remarks_of
from handbook.diff import diff_words
from handbook.errors import HandbookError
from handbook.merging import Conflict


@require_http_methods(["GET", "HEAD", "POST"])
@for_weighers
def one(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One remark with its text, and the form to decide. After saving comes the next one without a decision."""
    comment = find_remark(request, key)
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
            return to_next(comment.version)
    return _show(request, comment, form, other=other)


@require_POST
@for_weighers
def note(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A note among the weighers."""
    comment = find_remark(request, key)
    form = NoteForm(request.POST)
    if form.is_valid():
        write_note(comment=comment, text=form.cleaned_data["text"], by=request.user, at=timezone.now())
        messages.success(request, _("Your note stands at the comment."))
        return redirect("weigh", comment.key)
    return _show(request, comment, DecisionForm(initial=_initial(getattr(comment, "decision", None))), note_form=form)


@require_POST
@for_weighers
def hand_over(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Somebody of the weighers looks at this remark from now on, or nobody in particular."""
    comment = find_remark(request, key)
    chosen = request.POST.get("to", "")
    to = weighers().filter(pk=chosen).first() if chosen.isdigit() else None
    assign(comments=[comment], to=to, by=request.user, at=timezone.now())
    said = _("%(name)s looks at it.") % {"name": to.name} if to else _("Nobody in particular looks at it now.")
    messages.success(request, said)
    return redirect("weigh", comment.key)


@require_POST
@for_weighers
def take_over_words(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Brings the proposed words into the living text; where they clash, both are shown and nothing is guessed."""
    comment = find_remark(request, key)
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


def _show(
    request: HttpRequest,
    comment: Comment,
    form: DecisionForm,
    *,
    other: Decision | None = None,
    refusal: str = "",
    conflicts: Sequence[Conflict] = (),
    note_form: NoteForm | None = None,
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
        "group": alike.group if (alike := getattr(comment, "grouped", None)) else None,
        "assignment": getattr(comment, "assignment", None),
        "stuck": Stuck.objects.told_in([comment]).get(comment.pk, ""),
        "people": weighers(),
        "notes": comment.notes.select_related("author"),
        "note_form": note_form or NoteForm(),
        "left": one_of_each_group(remarks_of(comment.version)).filter(decision=None).order_by().count(),
    }
    return render(request, "consultation/weighing/one.html", context, status=422 if form.errors or refusal or note_form else 200)


def _initial(decision: Decision | None) -> dict[str, Any]:
    if decision is None:
        return {}
    return {"value": decision.value, "reason": decision.reason, "seen_at": decision.decided_at.isoformat()}
