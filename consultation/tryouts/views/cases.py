"""The try-outs of a member, one of them, a case before the walk, and the motivation after it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from consultation.rounds.permissions import standing_of
from consultation.tryouts.account import Account, account_of, as_text
from consultation.tryouts.account_files import DOCX, as_docx, as_pdf
from consultation.tryouts.actions import begin_walk, reopen_walk
from consultation.tryouts.errors import TryoutRefused
from consultation.tryouts.models import Case, Tryout, Walk
from consultation.tryouts.pages import account_url, case_url, cases_of, minutes_of, next_url, tryout_url, tryouts_of
from consultation.tryouts.paths import framework_of, path_of
from consultation.tryouts.permissions import can_walk
from consultation.tryouts.views.finding import find_case, find_tryout, find_walk

FILES = {"word": ("docx", DOCX, as_docx), "pdf": ("pdf", "application/pdf", as_pdf)}


@login_required
@never_cache
@require_safe
def tryouts(request: HttpRequest) -> HttpResponse:
    """The try-outs that one may read: those that run, and those of before."""
    lines = tryouts_of(request.user, timezone.now())
    context = {
        "running": [line for line in lines if line.is_open],
        "past": [line for line in lines if not line.is_open],
    }
    return render(request, "consultation/tryouts/tryouts.html", context)


@login_required
@never_cache
@require_safe
def tryout(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """One try-out: what is asked, who reads what one writes, and the cases with where one is in each."""
    at = timezone.now()
    found = find_tryout(request.user, slug, label, at)
    cases = cases_of(found, request.user)
    context = {
        "tryout": found,
        "cases": cases,
        "finished": sum(line.is_finished for line in cases),
        "minutes_left": sum(line.minutes for line in cases if not line.is_finished),
        "is_open": found.is_open(at),
        "may_walk": _may_walk(request, found, at),
        "breadcrumb": [{"label": _("Try out"), "url": reverse("tryouts")}],
    }
    return render(request, "consultation/tryouts/tryout.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, slug: str, label: str, ordinal: int) -> HttpResponse:
    """A case: the story and whom it is about. POST begins the walk, or goes on with it."""
    at = timezone.now()
    found = find_case(request.user, slug, label, ordinal, at)
    if request.method == "POST":
        try:
            walk = begin_walk(user=request.user, case=found, at=at)
        except TryoutRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(case_url(found))
        if walk.finished_at is not None:
            return redirect(account_url(found))
        return redirect(next_url(found, path_of(found, walk.answers.all())))
    walk = find_walk(request.user, found)
    left = None if walk is None or walk.finished_at is not None else walk
    context = {
        **about(found),
        "walk": walk,
        "minutes": minutes_of(found, framework_of(found)),
        "account_url": account_url(found) if walk is not None and walk.finished_at is not None else "",
        "so_far": _account(found, left) if left is not None else None,
        "is_open": found.tryout.is_open(at),
        "may_walk": _may_walk(request, found.tryout, at),
    }
    return render(request, "consultation/tryouts/case.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, slug: str, label: str, ordinal: int) -> HttpResponse:
    """One's own finished walk as a motivation to copy and to download. POST opens it again."""
    at = timezone.now()
    found, walk = _finished(request, slug, label, ordinal, at)
    if request.method == "POST":
        try:
            reopen_walk(user=request.user, case=found, at=at)
        except TryoutRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(account_url(found))
        messages.success(request, _("The case is open again. Finish it when you have changed what you wanted."))
        return redirect(next_url(found, path_of(found, walk.answers.all())))
    composed = _account(found, walk)
    others = cases_of(found.tryout, request.user) if found.tryout.is_open(at) else []
    context = {
        **about(found),
        "account": composed,
        "text": as_text(composed),
        "files": [(words, reverse("tryout-download", args=[slug, label, ordinal, name])) for name, words in FILE_LABELS],
        "following": next((line for line in others if not line.is_finished), None),
        "may_walk": _may_walk(request, found.tryout, at),
    }
    return render(request, "consultation/tryouts/account.html", context)


FILE_LABELS = (("word", "Word"), ("pdf", "PDF"))


@login_required
@never_cache
@require_safe
def download(request: HttpRequest, slug: str, label: str, ordinal: int, file_format: str) -> HttpResponse:
    """The same motivation as a Word file or a PDF."""
    if file_format not in FILES:
        raise Http404
    found, walk = _finished(request, slug, label, ordinal, timezone.now())
    extension, content_type, write = FILES[file_format]
    response = HttpResponse(write(_account(found, walk)), content_type=content_type)
    name = f"{slugify(found.title) or 'casus'}-{found.tryout.round.version.label}.{extension}"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def about(found: Case) -> dict[str, Any]:
    """What every page of a case shows around it."""
    version = found.tryout.round.version
    return {
        "case": found,
        "tryout": found.tryout,
        "tryout_url": tryout_url(found.tryout),
        "case_url": case_url(found),
        "breadcrumb": [
            {"label": _("Try out"), "url": reverse("tryouts")},
            {"label": f"{version.title} {version.label}", "url": tryout_url(found.tryout)},
        ],
    }


def _finished(request: HttpRequest, slug: str, label: str, ordinal: int, at: datetime) -> tuple[Case, Walk]:
    """A case with this person's finished walk. Raises Http404."""
    found = find_case(request.user, slug, label, ordinal, at)
    walk = find_walk(request.user, found)
    if walk is None or walk.finished_at is None:
        raise Http404
    return found, walk


def _account(found: Case, walk: Walk) -> Account:
    answers = list(walk.answers.all())
    return account_of(found, walk, path_of(found, answers), answers, walk.conclusions.all() if walk.finished_at else ())


def _may_walk(request: HttpRequest, found: Tryout, at: datetime) -> bool:
    return can_walk(standing_of(user=request.user, version=found.round.version), found, at)
