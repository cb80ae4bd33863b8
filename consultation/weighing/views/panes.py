"""What stands around a remark that is in hand: its part of the list, and the way back and on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from consultation.comments.models import Comment
from consultation.weighing.models import Grouped
from consultation.weighing.permissions import partner_of
from consultation.weighing.views.lists import DRAFT, PER_PAGE, TOP, ChosenList, remarks_for_rows
from consultation.weighing.weighed import remarks_of
from handbook.models import Version


def with_their_groups(version: Version, rows: Sequence[int]) -> list[Comment]:
    """The remarks of these numbers; each stands for its whole group."""
    groups = Grouped.objects.filter(comment__in=rows, group__isnull=False).values("group")
    return list(remarks_of(version).filter(Q(pk__in=rows) | Q(grouped__group__in=groups)).distinct())


def pane_of(chosen: ChosenList, page: Page[Any], comments: Sequence[Comment], *, here: Sequence[int] = ()) -> dict[str, Any]:
    """What the templates of the filter and the list need. ``comments`` are those of the page."""
    return {
        "version": chosen.version,
        "tabs": chosen.tabs,
        "narrow": chosen.narrow,
        "shown": chosen.shown,
        "people": chosen.people,
        "may_agree": chosen.shown == DRAFT and partner_of(chosen.user, chosen.version.handbook_key) is not None,
        "page": page,
        "total": chosen.total,
        "rows": chosen.rows(comments, here=here),
        "query": chosen.query(),
        "asked": f"?{chosen.query()}",
        "board_url": reverse("weighing", args=[chosen.version.slug, chosen.version.label]),
    }


def beside(chosen: ChosenList, members: Sequence[int]) -> dict[str, Any]:
    """What the page of a remark or a group shows around it: the part of the list where it stands, and the way back and on."""
    around = chosen.around(members)
    page = Paginator(around.keys, PER_PAGE).get_page(around.page)
    return pane_of(chosen, page, remarks_for_rows(list(page)), here=members) | {
        "is_open": True,
        "around": around,
        "previous": chosen.address(around.previous),
        "next": chosen.address(around.following),
        "back": chosen.board(page=str(around.page), anchor=f"#r-{around.here}" if around.here else ""),
    }


def go_on(request: HttpRequest, version: Version, members: Sequence[int], said: str) -> HttpResponse:
    """On to what comes behind the remark that was just decided, in the list that its page was in.

    A list that it left begins again when there is nothing behind it; one that is worked off leads to the board, which tells what
    is left.
    """
    chosen = ChosenList(request, version)
    around = chosen.around(members)
    following = around.following
    again = _("You are at the beginning of the list again.")
    if following is None and not around.is_inside and chosen.first is not None:
        following = chosen.first
        said = f"{said} {again}"
    messages.success(request, said, extra_tags=request.POST.get("kept", ""))
    return redirect(chosen.address(following) if following is not None else chosen.board(anchor=TOP))
