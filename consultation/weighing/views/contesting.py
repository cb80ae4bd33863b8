"""An author says, once, that the answer to her remark misses what she meant."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consultation.comments.kept import forget_kept, keeps_text, kept_form
from consultation.comments.models import Comment
from consultation.comments.permissions import sign_writer
from consultation.weighing.actions import contest_answer
from consultation.weighing.errors import WeighingRefused
from consultation.weighing.forms import ContestForm
from consultation.weighing.permissions import contest_of, last_day_to_contest, may_be_contested


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def contest(request: HttpRequest, key: uuid.UUID, *, at: datetime) -> HttpResponse:
    """The form; a remark of somebody else, or without an answer, is not found. After the time, or the second time, it says so."""
    comment = _find_own(request, key)
    form = ContestForm(request.POST) if request.method == "POST" else _fresh_form(request, at)
    if request.method == "POST" and form.is_valid():
        try:
            contest_answer(comment=comment, reason=form.cleaned_data["reason"], by=request.user, at=at)
        except WeighingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            forget_kept(request)
            messages.success(request, _("Thank you. The working group looks at your comment again, with your words at hand."))
            return redirect(f"{reverse('my-comments')}#r-{comment.key}")
    decision = comment.decision
    told = contest_of(comment)
    context = {
        "comment": comment,
        "answer": decision if decision.is_published else told and told.answer,
        "contest": told,
        "form": form,
        "may": may_be_contested(comment, at),
        "last_day": last_day_to_contest(decision.published_at) if decision.published_at else None,
    }
    return render(request, "consultation/weighing/contest.html", context, status=422 if form.errors else 200)


def _find_own(request: HttpRequest, key: uuid.UUID) -> Comment:
    """Her own remark, or that of the organisation that she submits for, once it has had an answer."""
    own = Comment.objects.of(request.user).posted().filter(answers__isnull=False).distinct()
    found: Comment = get_object_or_404(
        own.select_related("decision", "contest__answer", "version__corrects", "section", "submitter"), key=key
    )
    return found


def _fresh_form(request: HttpRequest, at: datetime) -> ContestForm:
    kept = kept_form(request, address=request.get_full_path(), at=at)
    return ContestForm(initial={"reason": kept.get("reason", "") if kept else "", "writer": sign_writer(request.user)})
