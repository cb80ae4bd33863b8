"""Many remarks at once: one answer for all that are ticked, and the agreement of a partner with many proposed answers."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from consultation.comments.models import Comment
from consultation.jobs.actions import enqueue
from consultation.weighing.actions import Together, agree_with_many, decide_many
from consultation.weighing.batches import READY
from consultation.weighing.board_forms import BoardFilter
from consultation.weighing.errors import WeighingRefused
from consultation.weighing.models import AnswerTemplate
from consultation.weighing.permissions import partner_of
from consultation.weighing.positions import unheard
from consultation.weighing.together_forms import TogetherForm
from consultation.weighing.views.beginning import asks_for_template, templates_for
from consultation.weighing.views.finding import find_version, for_weighers, page_of, ticked_keys, weighers
from consultation.weighing.weighed import one_of_each_group, remarks_of, to_answer
from consultation.weighing.work import TOGETHER_JOB
from handbook.models import Version
from look.hidden import instant_in

PER_PAGE = 50
AT_ONCE = 25
"""So many remarks are answered within the request; more are a job with its progress on the screen."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_weighers
def answer(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """What has no decision, in full, and one answer for all that is ticked: a draft for each."""
    version = find_version(request, slug, label)
    remarks = one_of_each_group(remarks_of(version)).filter(decision=None)
    if asks_for_template(request):
        return _show(request, version, remarks, form=TogetherForm(initial=_begun(request, version)))
    form = TogetherForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _keep(request, version, form)
        except WeighingRefused as refusal:
            form.add_error(None, str(refusal))
    return _show(request, version, remarks, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_weighers
def agree(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """The proposed answers of which one's organisation said nothing yet; it agrees with those that are ticked."""
    version = find_version(request, slug, label)
    organisation = partner_of(request.user, version.handbook_key)
    if organisation is None:
        raise Http404
    if request.method == "POST":
        try:
            ticked, seen = _ticked(request, version), _seen(request)
            told = agree_with_many(version=version, comments=ticked, seen_at=seen, by=request.user, at=timezone.now())
        except WeighingRefused as refusal:
            messages.error(request, str(refusal))
        else:
            said = ngettext(
                "Your organisation agrees with %(n)s answer.", "Your organisation agrees with %(n)s answers.", told.done
            )
            _tell(request, said % {"n": told.done}, told)
        return redirect(_back(request, "weigh-agree", version))
    remarks = unheard(one_of_each_group(remarks_of(version).filter(READY)), organisation)
    return _show(request, version, remarks, organisation=organisation)


def _keep(request: HttpRequest, version: Version, form: TogetherForm) -> HttpResponse:
    ticked, seen, at = _ticked(request, version), _seen(request), timezone.now()
    said = {"value": form.cleaned_data["value"], "reason": form.cleaned_data["reason"]}
    if _count(ticked) > AT_ONCE:
        keys = [str(one.key) for one in ticked]
        arguments = {"version": version.pk, "keys": keys, "seen_at": seen.isoformat(), **said}
        # The same press twice is the same job: what was seen, ticked and said makes it this one.
        key = f"{TOGETHER_JOB}:{request.user.pk}:{sha256(json.dumps(arguments).encode()).hexdigest()}"
        job = enqueue(kind=TOGETHER_JOB, arguments=arguments, dedup_key=key, requested_by=request.user, at=at)
        return redirect("job-status", job_id=job.pk)
    told = decide_many(comments=ticked, seen_at=seen, by=request.user, at=at, **said)
    _tell(request, told.words_of_kept, told)
    return redirect(_back(request, "weigh-together", version))


def _count(ticked: list[Comment]) -> int:
    """How many remarks that are: those of their groups too."""
    groups = [group for one in ticked if (group := _group_of(one))]
    return len(ticked) - len(set(groups)) + Comment.objects.posted().filter(grouped__group__in=groups).count()


def _show(request: HttpRequest, version: Version, remarks: QuerySet[Comment], **more: Any) -> HttpResponse:
    narrow = BoardFilter(request.GET or None, version=version, people=list(weighers()), user=request.user)
    chosen = narrow.in_order(narrow.narrow(remarks))
    asked = ticked_keys(request.GET)
    if asked:
        chosen = chosen.filter(key__in=asked)
    page = Paginator(_for_rows(chosen), PER_PAGE).get_page(request.GET.get("page"))
    ticked = set(ticked_keys(request.POST)) | (set(asked) if request.method != "POST" else set())
    form = more.get("form")
    context = {
        "version": version,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "rows": _rows(page, ticked=ticked, all_ticked="alles" in request.GET and request.method != "POST"),
        "narrow": narrow,
        "only_ticked": bool(asked),
        "tick_all": urlencode(narrow.chosen | {"alles": "1", "page": page.number}),
        "templates": templates_for(version),
        "seen": timezone.now().isoformat(),
        "form": None,
        "organisation": None,
    } | more
    invalid = form is not None and form.errors
    return render(request, "consultation/weighing/together.html", context, status=422 if invalid else 200)


def _rows(page: Page[Comment], *, ticked: set[Any], all_ticked: bool) -> list[dict[str, Any]]:
    """Each remark with those of its group, so that all that is answered can be read. Two queries, whatever the page."""
    alike: dict[int, list[Comment]] = defaultdict(list)
    groups = [group for one in page if (group := _group_of(one))]
    members = Comment.objects.posted().filter(grouped__group__in=groups)
    for one in members.select_related("grouped", "section").order_by("pk"):
        alike[one.grouped.group_id].append(one)
    return [
        {
            "comment": one,
            "url": page_of(one),
            "others": [other for other in alike.get(_group_of(one) or 0, ()) if other.pk != one.pk],
            "is_ticked": all_ticked or one.key in ticked,
        }
        for one in page
    ]


def _group_of(comment: Comment) -> int | None:
    alike = getattr(comment, "grouped", None)
    group: int | None = alike.group_id if alike is not None else None
    return group


def _for_rows(remarks: QuerySet[Comment]) -> QuerySet[Comment]:
    return remarks.select_related(
        "section", "version", "passage", "decision", "grouped__group", "submitter__user__organisation", "submitter__organisation"
    )


def _ticked(request: HttpRequest, version: Version) -> list[Comment]:
    """What is ticked, one of each group. Raises WeighingRefused when nothing is."""
    ticked = to_answer(version, ticked_keys(request.POST))
    if not ticked:
        raise WeighingRefused(_("Tick one or more comments first."))
    return ticked


def _seen(request: HttpRequest) -> datetime:
    seen = instant_in(request.POST.get("gezien"))
    if seen is None:
        raise WeighingRefused(_("Look at the list again before you send it."))
    return seen


def _begun(request: HttpRequest, version: Version) -> dict[str, Any]:
    """What was typed, with the text of the template behind it, its places left open for each remark."""
    typed = {name: request.POST.get(name, "") for name in ("value", "reason")}
    number = request.POST.get("sjabloon", "")
    template: AnswerTemplate | None = templates_for(version).filter(pk=number).first() if number.isdigit() else None
    if template is None or template.text in typed["reason"]:
        return typed
    return {
        "value": typed["value"] or template.value,
        "reason": "\n\n".join(part for part in (typed["reason"].rstrip(), template.text) if part),
    }


def _back(request: HttpRequest, name: str, version: Version) -> str:
    """The list as it was narrowed, without what was done."""
    query = request.GET.copy()
    for gone in ("reactie", "alles", "page"):
        query.pop(gone, None)
    return reverse(name, args=[version.slug, version.label]) + (f"?{query.urlencode()}" if query else "")


def _tell(request: HttpRequest, said: str, told: Together) -> None:
    if told.done:
        messages.success(request, said)
    if told.left:
        messages.warning(request, told.words_of_left)
