"""Weighing in on a colleague's remark, reporting it, and taking one's own back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultation.comments.actions import (
    clear_support,
    discard_draft,
    report_comment,
    set_support,
    toggle_support,
    withdraw_comment,
)
from consultation.comments.errors import CommentRefused, ObjectionNeedsReason, ReasonMissing
from consultation.comments.findings import findings_of
from consultation.comments.forms import ReasonForm, masked
from consultation.comments.guard import find as find_personal_data
from consultation.comments.kept import forget_kept, keeps_text, kept_form
from consultation.comments.models import Comment, Support
from consultation.comments.notices import remark_url, section_url
from consultation.comments.permissions import sign_writer
from consultation.comments.views.finding import back_from, find_comment, find_own

form_or_page = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
def support(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Support a remark, or take the support back: ``?zet=aan`` and ``?zet=uit`` say which, without it a press turns it over."""
    at = timezone.now()
    if not request.user.is_authenticated:
        return redirect_to_login(back_from(request, settings.LOGIN_REDIRECT_URL))
    comment = find_comment(request.user, key, at)
    try:
        match request.GET.get("zet"):
            case "aan":
                set_support(user=request.user, comment=comment, value=Support.Value.AGREE, at=at)
            case "uit":
                clear_support(user=request.user, comment=comment, at=at)
            case _unsaid:
                toggle_support(user=request.user, comment=comment, at=at)
    except CommentRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(back_from(request, remark_url(comment)))


@form_or_page
@keeps_text
def object_to(request: HttpRequest, key: uuid.UUID, *, at: datetime) -> HttpResponse:
    """Object to a remark, with the reason."""
    comment = find_comment(request.user, key, at)

    def act(form: ReasonForm) -> str:
        set_support(
            user=request.user,
            comment=comment,
            value=Support.Value.OBJECT,
            reason=form.cleaned_data["reason"],
            confirmation=form.confirmation,
            at=at,
        )
        return _("Your objection is posted.")

    own = Support.objects.filter(comment=comment, submitter__user=request.user, value=Support.Value.OBJECT).first()
    words = {
        "title": _("Object to this comment"),
        "label": _("Why do you object?"),
        "help_text": _("Your reason helps the working group. Others read it."),
        "button": _("Post the objection"),
    }
    return _ask_reason(request, comment, words, act, initial=own.reason if own else "", at=at)


@form_or_page
@keeps_text
def report(request: HttpRequest, key: uuid.UUID, *, at: datetime) -> HttpResponse:
    """Ask the editors to look at a remark."""
    comment = find_comment(request.user, key, at)

    def act(form: ReasonForm) -> str:
        report_comment(user=request.user, comment=comment, reason=form.cleaned_data["reason"], at=at)
        return _("Thank you. The editors look at it.")

    words = {
        "title": _("Report this comment"),
        "label": _("What is wrong with it?"),
        "help_text": _("Only the editors read this."),
        "button": _("Report it"),
    }
    return _ask_reason(request, comment, words, act, at=at)


@form_or_page
def withdraw(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Asks, and then takes one's own remark back, or throws a draft away."""
    at = timezone.now()
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    comment = find_own(request.user, key, at)
    if request.method != "POST":
        return render(request, "consultation/comments/withdraw.html", {"comment": comment, "back_url": remark_url(comment)})
    try:
        if comment.is_draft:
            discard_draft(user=request.user, comment=comment, at=at)
            messages.success(request, _("The draft is thrown away."))
        else:
            withdraw_comment(user=request.user, comment=comment, at=at)
            messages.success(request, _("Your comment is withdrawn."))
    except CommentRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(section_url(comment.section))


def _ask_reason(
    request: HttpRequest,
    comment: Comment,
    words: dict[str, str],
    act: Callable[[ReasonForm], str],
    *,
    initial: str = "",
    at: datetime,
) -> HttpResponse:
    """A page with one field. A refused text stands in it again."""
    shape = {"label": words["label"], "help_text": words["help_text"]}
    findings: list[dict[str, Any]] = []
    status = 200
    if request.method != "POST":
        kept = kept_form(request, address=request.get_full_path(), at=at)
        reason = kept.get("reason", "") if kept is not None else initial
        form = ReasonForm(initial={"reason": reason, "writer": sign_writer(request.user)}, **shape)
    elif request.POST.get("action") == "mask":
        form = ReasonForm(masked(request.POST, find_personal_data(request.POST.get("reason", "")), ["reason"]), **shape)
    else:
        form = ReasonForm(request.POST, **shape)
        status = 422
        if form.is_valid():
            try:
                done = act(form)
            except CommentRefused as refusal:
                is_about_reason = isinstance(refusal, ObjectionNeedsReason | ReasonMissing)
                form.add_error("reason" if is_about_reason else None, str(refusal))
                findings = findings_of(refusal)
            else:
                forget_kept(request)
                messages.success(request, done)
                return redirect(remark_url(comment))
    context = {
        **words,
        "form": form,
        "comment": comment,
        "findings": findings,
        "back_url": remark_url(comment),
        "section_url": section_url(comment.section),
    }
    return render(request, "consultation/comments/reason.html", context, status=status)
