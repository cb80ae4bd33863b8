"""A reader's own pages: her remarks, and the way to where she was."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultation.comments.models import Comment
from consultation.reading.my_comments import MyCommentsFilter, my_comments_of, rounds_with_drafts, views_of, with_what_is_shown
from consultation.reading.resume import next_place
from look.paging import RowsPaginator

PAGE_SIZE = 20


@login_required
@require_safe
def my_comments(request: HttpRequest) -> HttpResponse:
    """All remarks of this person, drafts first, with what became of them."""
    shown = MyCommentsFilter.from_query(request.GET.get("toon", ""))
    comments, counts = my_comments_of(user=request.user, shown=shown)
    at = timezone.now()
    whole = with_what_is_shown(Comment.objects.order_by())
    page = RowsPaginator(comments, PAGE_SIZE, whole=whole, count=counts[shown]).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "items": views_of(list(page.object_list), user=request.user, at=at),
        "tabs": [
            {
                "label": choice.words,
                "url": f"?toon={choice.value}" if choice.value else "?",
                "current": choice == shown,
                "count": counts[choice],
            }
            for choice in MyCommentsFilter
        ],
        "draft_rounds": rounds_with_drafts(user=request.user, at=at) if shown is MyCommentsFilter.DRAFTS else [],
        "shown": shown.value,
        "title": _("My comments"),
    }
    return render(request, "consultation/reading/my_comments.html", context)


@login_required
@require_safe
def first_section(request: HttpRequest) -> HttpResponse:
    """Where this reader can go on: mails and the overview lead here, whatever she did since they were made."""
    place = next_place(user=request.user, at=timezone.now())
    return redirect(place.url if place else "my-overview")
