"""The gathered reaction of an organisation: one page where its people see what they share and what goes out in its name."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from consultation.comments import actions
from consultation.comments.actions import Confirmation, gathering_for, remarks_ready
from consultation.comments.errors import CommentRefused
from consultation.comments.findings import findings_of
from consultation.comments.forms import ColleagueForm, CommentForm, initial_of
from consultation.comments.gathered import contributions_of, gathering_page
from consultation.comments.models import Comment, Gathering
from consultation.comments.quoting import quote_in
from consultation.comments.views.finding import find_own, find_round
from consultation.people.models import User
from consultation.rounds.models import Round
from consultation.rounds.permissions import standing_of

View = Callable[..., HttpResponse]
page_or_form = require_http_methods(["GET", "HEAD", "POST"])


def for_colleagues(view: View) -> View:
    """For a page of one organisation's gathered reaction to a round. Who belongs to none, or may not read, finds nothing.

    The view is called with the round, the gathering (None before it is begun) and ``at``.
    """

    @wraps(view)
    def guarded(request: HttpRequest, round: int, **kwargs: Any) -> HttpResponse:
        at = timezone.now()
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        found = find_round(request.user, round)
        person = standing_of(user=request.user, version=found.version)
        gathering = gathering_for(user=request.user, round=found)
        if not person.writes or (gathering is None and not person.coordinates):
            raise Http404
        return view(request, found, gathering, at=at, **kwargs)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@for_colleagues
def show(request: HttpRequest, round: Round, gathering: Gathering | None, *, at: datetime) -> HttpResponse:
    """The page; before the gathered reaction is begun, what it is and a button for the coordinator."""
    if request.method == "POST":
        return _do(request, round, lambda: actions.begin_gathering(user=request.user, round=round, at=at), _("You can begin."))
    return _page(request, round, gathering, at=at)


@require_POST
@for_colleagues
def choose(request: HttpRequest, round: Round, gathering: Gathering | None, *, key: uuid.UUID, at: datetime) -> HttpResponse:
    """What the coordinator does with a colleague's text: take it over, add it to another, leave it out, put it back."""
    contribution = get_object_or_404(contributions_of(_begun(gathering)), comment__key=key)
    user, wanted = request.user, request.POST.get("action", "")
    into = _remark(gathering, request.POST.get("into", "")) if wanted == "merge" else None
    at_section = {"place": str(contribution.comment.section.number)}
    deeds: dict[str, tuple[Callable[[], Any], str]] = {
        "take": (
            lambda: actions.take_over(user=user, contribution=contribution, at=at),
            _("The comment on %(place)s is taken over.") % at_section,
        ),
        "merge": (
            lambda: actions.take_over(user=user, contribution=contribution, into=into, at=at),
            _("The comment on %(place)s is added.") % at_section,
        ),
        "leave": (
            lambda: actions.leave_out(user=user, contribution=contribution, reason=request.POST.get("reason", ""), at=at),
            _("The comment on %(place)s is left out. Your colleague reads why.") % at_section,
        ),
        "back": (
            lambda: actions.put_back(user=user, contribution=contribution, at=at),
            _("The comment on %(place)s is put back.") % at_section,
        ),
    }
    if wanted not in deeds:
        raise Http404
    return _do(request, round, *deeds[wanted])


@page_or_form
@for_colleagues
def reword(request: HttpRequest, round: Round, gathering: Gathering | None, *, key: uuid.UUID, at: datetime) -> HttpResponse:
    """Change a remark of the organisation before it is submitted, or throw it away."""
    begun = _begun(gathering)
    remark = _remark(begun, str(key))
    if request.method == "POST" and request.POST.get("action") == "dissolve":
        undone = _("The comments of your colleagues wait for a choice again.")
        return _do(request, round, lambda: actions.dissolve(user=request.user, gathering=begun, remark=remark, at=at), undone)
    form = CommentForm(request.POST or None, initial=initial_of(remark))
    if request.method == "POST" and form.is_valid():
        try:
            actions.reword(user=request.user, gathering=begun, remark=remark, wording=form.wording(), at=at)
        except CommentRefused as refusal:
            form.add_error("body", str(refusal))
        else:
            messages.success(request, _("Your change is saved."))
            return redirect("gathering", round=round.pk)
    form.fields["body"].required = True  # Judged already: a proposal alone is enough, but the heart is not called optional.
    form.use_required_attribute = False
    context = {"form": form, "remark": remark, "quote": quote_in(remark.selectors), "gathering": begun, "round": round}
    return render(request, "consultation/comments/gathered_form.html", context, status=422 if form.errors else 200)


@page_or_form
@for_colleagues
def submit(request: HttpRequest, round: Round, gathering: Gathering | None, *, at: datetime) -> HttpResponse:
    """Shows once more what goes out in the name of the organisation, and submits it."""
    begun = _begun(gathering)
    findings: list[dict[str, Any]] = []
    refused = ""
    if request.method == "POST":
        confirmation = Confirmation.from_marks(request.POST.getlist("no_personal_data"), request.POST.get("explanation", ""))
        try:
            posted = actions.submit_gathering(user=request.user, gathering=begun, confirmation=confirmation, at=at)
        except CommentRefused as refusal:
            refused = str(refusal)
            findings = findings_of(refusal)
        else:
            told = ngettext("%(n)s comment is submitted.", "%(n)s comments are submitted.", len(posted))
            messages.success(request, told % {"n": len(posted)})
            return redirect("gathering", round=round.pk)
    pieces = gathering_page(begun, person=standing_of(user=request.user, version=round.version), at=at).ready
    if not pieces and request.method != "POST":
        return redirect("gathering", round=round.pk)
    context = {
        "gathering": begun,
        "round": round,
        "pieces": pieces,
        "findings": findings,
        "refused": refused,
        "ticked": request.POST.getlist("no_personal_data"),
        "explanation": request.POST.get("explanation", ""),
    }
    return render(request, "consultation/comments/gathered_submit.html", context, status=422 if refused else 200)


@page_or_form
@for_colleagues
def ask(request: HttpRequest, round: Round, gathering: Gathering | None, *, at: datetime) -> HttpResponse:
    """Ask a colleague along by name and address. Who comes back to this address after a mistake finds the page."""
    begun = _begun(gathering)
    if request.method != "POST":
        return redirect("gathering", round=round.pk)
    form = ColleagueForm(request.POST)
    if form.is_valid():
        try:
            actions.ask_colleague(user=request.user, gathering=begun, **form.cleaned_data, at=at)
        except CommentRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": form.cleaned_data["email"]})
            return redirect("gathering", round=round.pk)
    return _page(request, round, begun, at=at, form=form)


@require_POST
@for_colleagues
def part(request: HttpRequest, round: Round, gathering: Gathering | None, *, person: int, at: datetime) -> HttpResponse:
    """A colleague who was asked along does not take part any more."""
    begun = _begun(gathering)
    guest = get_object_or_404(User.objects.filter(organisation=begun.organisation_id), pk=person)
    done = _("%(name)s does not take part any more. What was shared stays.") % {"name": guest.name}
    return _do(request, round, lambda: actions.part_from_colleague(user=request.user, gathering=begun, guest=guest, at=at), done)


@require_POST
@for_colleagues
def take_back(request: HttpRequest, round: Round, gathering: Gathering | None, *, key: uuid.UUID, at: datetime) -> HttpResponse:
    """One's own text becomes one's own draft again."""
    draft = find_own(request.user, key, at)
    done = _("Only you see this text again. It is a draft.")
    return _do(request, round, lambda: actions.take_back(user=request.user, draft=draft, at=at), done)


def _page(
    request: HttpRequest, round: Round, gathering: Gathering | None, *, at: datetime, form: ColleagueForm | None = None
) -> HttpResponse:
    person = standing_of(user=request.user, version=round.version)
    if gathering is None:
        context: dict[str, Any] = {"round": round, "organisation": request.user.organisation}
        return render(request, "consultation/comments/gathering_begin.html", context)
    context = {"page": gathering_page(gathering, person=person, at=at), "form": form or ColleagueForm()}
    status = 422 if form is not None and form.errors else 200
    return render(request, "consultation/comments/gathering.html", context, status=status)


def _do(request: HttpRequest, round: Round, deed: Callable[[], Any], done: str) -> HttpResponse:
    """Does it, says what was done or why not, and goes back to the page."""
    try:
        deed()
    except CommentRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(reverse("gathering", args=[round.pk]))


def _begun(gathering: Gathering | None) -> Gathering:
    if gathering is None:
        raise Http404
    return gathering


def _remark(gathering: Gathering | None, key: str) -> Comment:
    """A remark of the organisation that is not submitted yet. Raises Http404."""
    found = next((one for one in remarks_ready(_begun(gathering)) if str(one.key) == key), None)
    if found is None:
        raise Http404
    return found
