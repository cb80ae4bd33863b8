"""A message to some of the people in a round, in the admin: write, look, try, send, and stop if need be."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.auth import permission_required

from consultation.comments.actions import preview_message, send_message, stop_message, try_message
from consultation.comments.errors import NobodyChosen
from consultation.comments.message_form import MessageForm
from consultation.comments.models import Message
from consultation.comments.selecting import people_of
from consultation.delivery.actions import held_summary
from consultation.delivery.models import Email
from consultation.rounds.models import Round

CHANGE_ROUND = "rounds.change_round"
EARLIER = 20


@permission_required(CHANGE_ROUND)
@require_http_methods(["GET", "HEAD", "POST"])
def round_messages(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; with a look at who gets it and what it will be, from where it is tried and sent."""
    at = timezone.now()
    round = get_object_or_404(Round.objects.select_related("version"), pk=pk)
    form = MessageForm(request.POST or None, round=round)
    context: dict[str, Any] = {
        "round": round,
        "form": form,
        "earlier": [(one, held_summary(topic=one.topic, at=at)) for one in round.messages.select_related("author")[:EARLIER]],
        "page_title": _("Message to members"),
        "page_subtitle": str(round.version),
        "header_icon": "mail",
    }
    if request.method == "POST" and form.is_valid():
        action, words = request.POST.get("action"), form.words
        people = list(people_of(round, form.selection))
        if action == "send" and form.was_seen(people):
            try:
                message = send_message(
                    round=round, selection=form.selection, **words, key=form.message_key(people), by=request.user, at=at
                )
            except NobodyChosen as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("round-message", message.pk)
        elif not people:
            form.add_error(None, str(NobodyChosen()))
        elif action == "send":
            messages.warning(request, _("Something changed since you looked. Look once more, then send."))
        elif action == "try":
            _try(request, round, words)
        if people:
            context |= {
                "people": people,
                "seen": form.seal(people),
                "preview": preview_message(round=round, **words, by=request.user, at=at),
            }
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(request, "consultation/comments/admin/message.html", context, status=status)


@permission_required(CHANGE_ROUND)
@require_http_methods(["GET", "HEAD"])
def round_message(request: HttpRequest, pk: int) -> HttpResponse:
    """A message that was sent: its words, and its mails as long as they wait."""
    message = get_object_or_404(Message.objects.select_related("round__version", "author"), pk=pk)
    context = {
        "message": message,
        "held": held_summary(topic=message.topic, at=timezone.now()),
        "page_title": message.subject,
        "page_subtitle": str(message.round.version),
        "header_icon": "mail",
    }
    return TemplateResponse(request, "consultation/comments/admin/message_sent.html", context)


@permission_required(CHANGE_ROUND)
@require_POST
def stop_round_message(request: HttpRequest, pk: int) -> HttpResponse:
    """ "Stop verzending": the mails that still wait are withdrawn."""
    message = get_object_or_404(Message, pk=pk)
    stopped = stop_message(message=message, by=request.user, at=timezone.now())
    messages.success(request, _("Stopped. %(count)s mails will not be sent.") % {"count": stopped})
    return redirect("round-message", pk)


def _try(request: HttpRequest, round: Round, words: dict[str, str]) -> None:
    mail = try_message(round=round, **words, by=request.user, at=timezone.now())
    if mail.state == Email.State.WITHDRAWN:
        messages.warning(request, _("You switched this kind of mail off for yourself, so that it does not reach you."))
    else:
        messages.success(request, _("The mail is on its way to %(email)s.") % {"email": mail.to_address})
