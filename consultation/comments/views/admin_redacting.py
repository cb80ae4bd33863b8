"""Blacking words out in the admin: choose, look at the result, confirm; and the page to undo it while that is possible."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_required

from consultation.comments import guard
from consultation.comments.actions import (
    preview_redaction,
    redact_comment,
    redactions_elsewhere,
    remarks_with,
    texts_about,
    undo_redaction,
)
from consultation.comments.errors import CommentRefused, ReasonMissing, ReasonTells
from consultation.comments.findings import describe_findings
from consultation.comments.forms import ReasonForm, RedactionForm
from consultation.comments.models import Comment, Redaction
from consultation.comments.permissions import MODERATE

CONFIRM = "confirm"


@permission_required(MODERATE)
@require_http_methods(["GET", "HEAD", "POST"])
def redact(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Words to black out in one remark. The first POST shows what becomes of every text, the second does it."""
    posted = Comment.objects.filter(posted_at__isnull=False)
    comment = get_object_or_404(posted.select_related("submitter__user__organisation", "section", "version", "parent"), key=key)
    texts = texts_about(comment)
    findings = describe_findings([found for text in texts for found in guard.find(text.value)])
    form = RedactionForm(request.POST or None, findings=findings)
    context = {
        "comment": comment,
        "texts": {text.value: text for text in texts}.values(),
        "page_title": _("Black out words"),
        "page_subtitle": f"{comment.version.label}, {comment.section}",
        "header_icon": "comment",
        "form": form,
    }
    if request.method == "POST" and form.is_valid():
        words, reason = form.chosen_words, form.cleaned_data["reason"]
        elsewhere = remarks_with(words, comment)
        try:
            if request.POST.get("action") == CONFIRM:
                also = form.cleaned_data["also"]
                redact_comment(comment=comment, words=words, reason=reason, also=also, by=request.user, at=timezone.now())
                messages.success(request, _("The words are blacked out. The author gets a mail without them."))
                if elsewhere:
                    messages.warning(request, _("They also stand in other comments of this thread. Look at these as well."))
                return redirect("moderation:one", comment.key)
            changes = preview_redaction(comment=comment, words=words)
            context |= {"changes": {change.before: change for change in changes}.values(), "elsewhere": elsewhere}
        except CommentRefused as refusal:
            form.add_error("reason" if isinstance(refusal, ReasonMissing | ReasonTells) else "words", str(refusal))
    if request.method == "POST" and form.cleaned_data.get("words") is not None:
        form.offer(redactions_elsewhere(comment=comment, words=form.chosen_words))
    return TemplateResponse(request, "consultation/comments/admin/redact.html", context)


@permission_required(MODERATE)
@require_http_methods(["GET", "HEAD", "POST"])
def redaction(request: HttpRequest, pk: int) -> HttpResponse:
    """One blacking out with the texts as they were, as long as they are kept, and the form to undo it."""
    found = get_object_or_404(
        Redaction.objects.select_related("comment__version", "comment__section", "made_by", "undone_by"), pk=pk
    )
    form = ReasonForm(request.POST or None, label=_("Why do the words come back?"))
    if request.method == "POST":
        form.full_clean()
        try:
            undo_redaction(redaction=found, reason=form.cleaned_data.get("reason", ""), by=request.user, at=timezone.now())
        except CommentRefused as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("The words are back."))
            return redirect("moderation:one", found.comment.key)
    context = {
        "redaction": found,
        "texts": found.texts.all(),
        "form": form,
        "page_title": _("Words blacked out"),
        "page_subtitle": f"{found.comment.version.label}, {found.comment.section}",
        "header_icon": "comment",
    }
    return TemplateResponse(request, "consultation/comments/admin/redaction.html", context)
