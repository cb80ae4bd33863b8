"""What the pages of weighing have in common: who may come in, and how a remark or a group is found."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse

from consultation.comments.models import Comment
from consultation.people.models import User
from consultation.weighing.models import AlikeGroup
from consultation.weighing.permissions import DECIDE, can_decide
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


def page_at(key: uuid.UUID, group: int | None) -> str:
    """Where a remark is weighed: on a page of its own, or with its group."""
    return reverse("weigh-group", args=[group]) if group else reverse("weigh", args=[key])


def page_of(remark: Comment) -> str:
    """The same, of a remark with its ``grouped`` at hand."""
    alike = getattr(remark, "grouped", None)
    return page_at(remark.key, alike.group_id if alike is not None else None)


def ticked_keys(sent: QueryDict) -> list[uuid.UUID]:
    """The keys of the remarks that were ticked in a list, as a form or an address has them."""
    found = []
    for key in sent.getlist("reactie"):
        try:
            found.append(uuid.UUID(key))
        except ValueError:
            continue
    return found
