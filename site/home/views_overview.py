""" "Mijn overzicht": what is left to do, and what happened."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from consultation.comments.models import Comment
from consultation.delivery.models import Notice
from consultation.reading.resume import open_rounds
from consultation.weighing.actions import waiting_for, waiting_to_be_weighed
from handbook.models import Version
from home.desk import desk_of
from home.front_door import next_meeting

NEWEST_NOTICES = 5


@login_required
@require_safe
def my_overview(request: HttpRequest) -> HttpResponse:
    """One card per open round with what is left and one way on; for editors what waits for them; then drafts, and what is new."""
    at = timezone.now()
    own = Comment.objects.filter(submitter__user=request.user, withdrawn_at=None)
    context = {
        "rounds": open_rounds(user=request.user, at=at),
        "desk": desk_of(user=request.user, at=at),
        "go_aheads": waiting_for(request.user),
        "to_weigh": waiting_to_be_weighed(request.user),
        "next_meeting": next_meeting(user=request.user, at=at),
        "draft_count": own.filter(posted_at=None, contribution=None).count(),
        "posted_count": own.filter(posted_at__isnull=False).count(),
        "notices": Notice.objects.filter(user=request.user)[:NEWEST_NOTICES],
        "reads_something": Version.objects.visible_to(request.user).exists(),
    }
    return render(request, "home/overview.html", context)
