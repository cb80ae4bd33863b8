"""Saying that one has nothing to add to a round: from a mail without signing in, or on one's own pages."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultation.comments.actions import has_nothing_to_add, say_nothing_to_add, take_back_pass
from consultation.comments.errors import CommentRefused, RoundNotOpen
from consultation.comments.passing import read_token
from consultation.comments.views.finding import back_from, find_round
from consultation.people.models import User
from consultation.rounds.models import Round

ASK, DONE, CLOSED = "ask", "done", "closed"


@require_http_methods(["GET", "HEAD", "POST"])
def nothing_to_add(request: HttpRequest, token: str) -> HttpResponse:
    """The page that a reminder leads to. GET shows a button, POST acts, without signing in.

    The signed address is proof enough, and it is good for nothing but this; scanners open every address of a mail, so a
    GET changes nothing.
    """
    said = read_token(token)
    if said is None:
        raise Http404
    user = get_object_or_404(User, pk=said.user_id, is_active=True)
    round = get_object_or_404(Round.objects.select_related("version"), pk=said.round_id)
    state = DONE if has_nothing_to_add(user=user, round=round) else ASK
    try:
        if request.method == "POST":
            state = _say(user, round, again="again" in request.POST)
        elif not round.is_open(timezone.now()):
            state = CLOSED
    except RoundNotOpen:
        state = CLOSED
    except CommentRefused as refusal:
        raise Http404 from refusal
    return render(request, "consultation/comments/nothing_to_add.html", {"round": round, "token": token, "state": state})


@login_required
@require_POST
def pass_round(request: HttpRequest, round: int) -> HttpResponse:
    """The same button on the overview and the page of a version."""
    found = find_round(request.user, round)
    try:
        state = _say(request.user, found, again="again" in request.POST)
    except RoundNotOpen:
        messages.error(request, found.describe_window(timezone.now()))
    except CommentRefused as refusal:
        messages.error(request, str(refusal))
    else:
        done = _("Noted: you have nothing to add. You get no more reminders of this round.")
        messages.success(request, done if state == DONE else _("You take part again, and are reminded before the round closes."))
    return redirect(back_from(request, reverse("my-overview")))


def _say(user: User, round: Round, *, again: bool) -> str:
    act = take_back_pass if again else say_nothing_to_add
    act(user=user, round=round, at=timezone.now())
    return ASK if again else DONE
