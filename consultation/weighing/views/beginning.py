"""Beginning an answer with a template: what was typed stays, and the address says which template when nothing was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from consultation.comments.models import Comment
from consultation.weighing.forms import begun_with
from consultation.weighing.models import AnswerTemplate
from handbook.models import Version

ANCHOR = "#beslissing"
TYPED = ("value", "reason", "points_at", "seen_at", "group_seen")


def templates_for(version: Version) -> QuerySet[AnswerTemplate]:
    return AnswerTemplate.objects.for_version(version)


def initial_with(request: HttpRequest, comments: Sequence[Comment], initial: dict[str, Any]) -> dict[str, Any]:
    """What the form shows at first, with the template of the address behind it."""
    template = _chosen(request.GET.get("sjabloon", ""), comments)
    return begun_with(template, comments, initial) if template is not None else initial


def asks_for_template(request: HttpRequest) -> bool:
    return request.POST.get("action") == "template"


def begin(request: HttpRequest, comments: Sequence[Comment]) -> HttpResponse | dict[str, Any]:
    """On to the address of the template when nothing was typed; otherwise what the form shows: the typed text with it."""
    typed = {name: request.POST.get(name, "") for name in TYPED if name in request.POST}
    template = _chosen(request.POST.get("sjabloon", ""), comments)
    if template is None:
        return typed
    if not typed.get("reason", "").strip() and not typed.get("value"):
        query = request.GET.copy()
        query["sjabloon"] = str(template.pk)
        return redirect(f"{request.path}?{query.urlencode()}{ANCHOR}")
    return begun_with(template, comments, typed)


def _chosen(number: str, comments: Sequence[Comment]) -> AnswerTemplate | None:
    return templates_for(comments[0].version).filter(pk=number).first() if number.isdigit() and comments else None
