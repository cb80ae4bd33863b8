"""What the pages of weighing have in common: who may come in, and how a remark or a group is found."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from consultation.comments.models import Comment
from consultation.people.models import User
from consultation.weighing.models import AlikeGroup
from consultation.weighing.permissions import DECIDE, can_decide
from consultation.weighing.weighed import one_of_each_group, remarks_of
from handbook.models import Version

View = Callable[..., HttpResponse]


def for_weighers(view: View) -> View:
    """The page is there for who weighs, and not there for anybody else."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_decide(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def find_version(request: HttpRequest, slug: str, label: str) -> Version:
    found: Version = get_object_or_404(Version.objects.visible_to(request.user), slug=slug, label=label)
    return found


def find_remark(request: HttpRequest, key: uuid.UUID) -> Comment:
    """A remark that is weighed, with all that its page shows."""
    comments = Comment.objects.posted().filter(parent=None, version__in=Version.objects.visible_to(request.user))
    found: Comment = get_object_or_404(
        comments.select_related(
            "version__corrects",
            "section",
            "passage",
            "decision",
            "take_over",
            "contest__answer",
            "grouped__group",
            "assignment__to",
            "submitter__user__organisation",
            "submitter__organisation",
        ),
        key=key,
    )
    return found


def find_group(request: HttpRequest, pk: int) -> AlikeGroup:
    groups = AlikeGroup.objects.filter(version__in=Version.objects.visible_to(request.user)).select_related("version")
    found: AlikeGroup = get_object_or_404(groups, pk=pk)
    return found


def weighers() -> QuerySet[User]:
    """Who may be asked to look at a remark, by name."""
    app, codename = DECIDE.split(".")
    return User.objects.filter(
        is_active=True, groups__permissions__codename=codename, groups__permissions__content_type__app_label=app
    ).distinct()


def page_of(remark: Comment) -> str:
    """Where it is weighed: on a page of its own, or with its group. ``remark`` has its ``grouped`` at hand."""
    alike = getattr(remark, "grouped", None)
    if alike is not None and alike.group_id is not None:
        return reverse("weigh-group", args=[alike.group_id])
    return reverse("weigh", args=[remark.key])


def beside(version: Version, members: Sequence[int]) -> tuple[str, str]:
    """Where one goes back and on from a remark, or from the members of a group: addresses in the order of the board, or "".

    Two queries, whatever the number of remarks: thousands of numbers, and what is beside.
    """
    rows = list(one_of_each_group(remarks_of(version)).values_list("pk", flat=True))
    here = next((number for number, pk in enumerate(rows) if pk in members), None)
    if here is None:
        return "", ""
    places = rows[here - 1] if here else None, rows[here + 1] if here + 1 < len(rows) else None
    found = Comment.objects.filter(pk__in=[pk for pk in places if pk is not None]).select_related("grouped").in_bulk()
    before, after = (page_of(found[pk]) if pk in found else "" for pk in places)
    return before, after


def to_next(version: Version) -> HttpResponse:
    """On to the first remark or group without a decision, or to the board when there is none."""
    following = one_of_each_group(remarks_of(version)).select_related("grouped").filter(decision=None).first()
    return redirect("weighing", version.slug, version.label) if following is None else redirect(page_of(following))


def ticked_keys(sent: QueryDict) -> list[uuid.UUID]:
    """The keys of the remarks that were ticked in a list, as a form or an address has them."""
    found = []
    for key in sent.getlist("reactie"):
        try:
            found.append(uuid.UUID(key))
        except ValueError:
            continue
    return found
