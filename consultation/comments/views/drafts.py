"""All drafts of a round on one page, to look at once more and post together."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from consultation.comments.actions import accept_house_rules, post_drafts
from consultation.comments.composing import asks_rules, audience_words
from consultation.comments.drafts_page import chosen_in, draft_lines
from consultation.comments.errors import HouseRulesFirst
from consultation.comments.kept import forget_kept, keeps_text, kept_form
from consultation.comments.models import Comment
from consultation.comments.permissions import sign_writer
from consultation.comments.views.finding import find_round
from consultation.rounds.permissions import standing_of


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def round_drafts(request: HttpRequest, round: int, *, at: datetime) -> HttpResponse:
    """The drafts with a tick each. What is ticked is posted; what is refused stays a draft and says why."""
    found = find_round(request.user, round)
    person = standing_of(user=request.user, version=found.version)
    if not person.takes_part:
        raise Http404
    data = request.POST if request.method == "POST" else kept_form(request, address=request.get_full_path(), at=at)
    refused, trouble, posted_count = {}, "", 0
    if request.method == "POST":
        chosen = chosen_in(request.POST)
        if asks_rules(request.user) and "house_rules" in request.POST:
            accept_house_rules(user=request.user, place=request.path, at=at)
        if not chosen:
            trouble = _("Tick at least one draft. Then it can be posted.")
        elif asks_rules(request.user):
            trouble = str(HouseRulesFirst())
        else:
            posted, kept = post_drafts(user=request.user, round=found, chosen=chosen, at=at)
            posted_count, refused = len(posted), {one.draft.key: str(one.refusal) for one in kept}
            if not kept:
                forget_kept(request)
                messages.success(request, _posted_words(posted))
                return redirect(reverse("my-comments") + "?toon=geplaatst")
    lines = draft_lines(user=request.user, round=found, data=data, refused=refused)
    context = {
        "round": found,
        "window": found.describe_window(at),
        "lines": lines,
        "posted_count": posted_count,
        "refused_count": len(refused),
        "trouble": trouble,
        "asks_rules": asks_rules(request.user),
        "rules_ticked": data is not None and "house_rules" in data,
        "audience": audience_words(person),
        "writer": sign_writer(request.user),
    }
    return render(request, "consultation/comments/drafts.html", context, status=422 if refused or trouble else 200)


def _posted_words(posted: list[Comment]) -> str:
    words = ngettext("%(n)s comment is posted.", "%(n)s comments are posted.", len(posted)) % {"n": len(posted)}
    late = sum(1 for comment in posted if comment.late)
    if not late:
        return words
    marked = ngettext("%(n)s is marked as too late.", "%(n)s are marked as too late.", late)
    return f"{words} {marked % {'n': late}}"
