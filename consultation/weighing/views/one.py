"""One remark: to decide about it, to hand it to somebody, to note something among the weighers."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultation.comments.models import Comment
from consultation.weighing.actions import assign, decide, take_over, write_note
from consultation.weighing.errors import ChangedMeanwhile, WeighingRefused, WordsClash
from consultation.weighing.forms import DecisionForm, NoteForm
from consultation.weighing.models import Decision
from consultation.weighing.stances import members_of
from consultation.weighing.views.beginning import asks_for_template, begin, initial_with
from consultation.weighing.views.finding import find_remark, for_weighers, weighers
from consultation.weighing.views.lists import AMONG_US, HEADING, address_of
from consultation.weighing.views.panes import go_on
from consultation.weighing.views.showing import initial_of, show_remark
from handbook.errors import HandbookError


@require_http_methods(["GET", "HEAD", "POST"])
@for_weighers
def one(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One remark with its text, and the form to decide. After saving comes the next one of the list."""
    comment = find_remark(request, key)
    decision = getattr(comment, "decision", None)
    if asks_for_template(request):
        begun = begin(request, [comment])
        return begun if isinstance(begun, HttpResponse) else show_remark(request, comment, _form(comment, initial=begun))
    form = _form(comment, request.POST or None, initial=initial_with(request, [comment], initial_of(decision)))
    other: Decision | None = None
    if request.method == "POST" and form.is_valid():
        publish = request.POST.get("action") == "publish"
        try:
            decide(
                comment=comment,
                value=form.cleaned_data["value"],
                reason=form.cleaned_data["reason"],
                points_at=form.cleaned_data["points_at"],
                publish=publish,
                seen_at=form.seen,
                by=request.user,
                at=timezone.now(),
            )
        except WeighingRefused as refusal:
            if isinstance(refusal, ChangedMeanwhile):
                other = Decision.objects.get(comment=comment)
                form = _form(comment, {**request.POST.dict(), "seen_at": other.decided_at.isoformat()})
                form.is_valid()
            form.add_error(None, str(refusal))
        else:
            said = _("Sent to its author.") if publish else _("Kept. The author does not see it yet.")
            return go_on(request, comment.version, [one.pk for one in members_of(comment)], said)
    return show_remark(request, comment, form, other=other)


@require_POST
@for_weighers
def note(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A note among the weighers."""
    comment = find_remark(request, key)
    form = NoteForm(request.POST)
    if form.is_valid():
        write_note(comment=comment, text=form.cleaned_data["text"], by=request.user, at=timezone.now())
        messages.success(request, _("Your note stands at the comment."))
        return redirect(address_of(request, "weigh", comment.key, anchor=AMONG_US))
    return show_remark(request, comment, note_form=form)


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
    return redirect(address_of(request, "weigh", comment.key, anchor=AMONG_US))


@require_POST
@for_weighers
def take_over_words(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Brings the proposed words into the living text; where they clash, both are shown and nothing is guessed."""
    comment = find_remark(request, key)
    form = _form(comment, initial=initial_of(getattr(comment, "decision", None)))
    try:
        title = take_over(comment=comment, by=request.user, at=timezone.now())
    except WordsClash as clash:
        return show_remark(request, comment, form, refusal=str(clash), conflicts=clash.conflicts)
    except (WeighingRefused, HandbookError) as refusal:
        return show_remark(request, comment, form, refusal=str(refusal))
    messages.success(
        request, _("The words stand in the living text now, in “%(title)s”. The next version has them.") % {"title": title}
    )
    return redirect(address_of(request, "weigh", comment.key, anchor=HEADING))


def _form(comment: Comment, data: Any = None, **more: Any) -> DecisionForm:
    return DecisionForm(data, version=comment.version, **more)
