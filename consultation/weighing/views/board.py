"""The weighing board: the remarks of a version in reading order, each group once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from consultation.comments.models import Comment
from consultation.jobs.actions import enqueue
from consultation.rounds.models import round_of
from consultation.tryouts.permissions import readable_tryout
from consultation.weighing.actions import assign, make_group
from consultation.weighing.agendas import meetings_about
from consultation.weighing.batches import READY, REOPENED, Which
from consultation.weighing.errors import WeighingRefused
from consultation.weighing.forms import BoardFilter
from consultation.weighing.models import Grouped, OpenedPositions
from consultation.weighing.permissions import can_publish
from consultation.weighing.positions import is_contested, is_unanimous
from consultation.weighing.table.exporting import FORMATS
from consultation.weighing.views.agenda import makes_agendas
from consultation.weighing.views.finding import find_version, for_weighers, page_of, ticked_keys, weighers
from consultation.weighing.views.gates import gate_for, tabs_of
from consultation.weighing.weighed import Left, counts_of_left, left_to_decide, newest_weighed, one_of_each_group, remarks_of
from consultation.weighing.work import GROUP_JOB, TABLE_JOB
from handbook.models import Version
from look.paging import RowsPaginator

OPEN, REOPENED_NOW, DRAFT, ANSWERED, ALL = "open", "heropend", "concept", "beantwoord", "alles"
CONTESTED, UNANIMOUS = "omstreden", "eensgezind"
PER_PAGE = 25
STATES = {
    OPEN: Q(decision=None),
    REOPENED_NOW: REOPENED,
    DRAFT: READY,
    ANSWERED: Q(decision__published_at__isnull=False),
}


@require_safe
@for_weighers
def newest(request: HttpRequest) -> HttpResponse:
    """On to the board of the newest version on which somebody remarked, or of the newest at all."""
    version = newest_weighed(request.user)
    if version is None:
        raise Http404
    return redirect("weighing", slug=version.slug, label=version.label)


@require_safe
@for_weighers
def board(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """The remarks of one version; it opens at what has no decision yet."""
    version = find_version(request, slug, label)
    remarks = one_of_each_group(remarks_of(version))
    people = list(weighers())
    narrow = BoardFilter(request.GET or None, version=version, people=people, user=request.user)
    chosen = narrow.narrow(remarks)
    lists = STATES | {CONTESTED: is_contested(), UNANIMOUS: is_unanimous()}
    counts, left = _counted(remarks, chosen if narrow.chosen else None, lists, user=request.user)
    counts[ALL] = sum(counts[name] for name in STATES)
    shown = request.GET.get("toon", OPEN)
    shown = shown if shown in lists else ALL
    listed = chosen.filter(lists[shown]) if shown in lists else chosen
    page = RowsPaginator(listed, PER_PAGE, whole=_for_rows(Comment.objects.order_by()), count=counts[shown]).get_page(
        request.GET.get("page")
    )
    rows = [{"comment": comment, "url": page_of(comment)} for comment in page]
    words = {OPEN: _("No decision yet")}
    words |= {REOPENED_NOW: _("Reopened")} if counts[REOPENED_NOW] or shown == REOPENED_NOW else {}
    words |= {DRAFT: _("Decided, not sent"), ANSWERED: _("Answered"), ALL: _("All")}
    words |= {CONTESTED: _("Contested"), UNANIMOUS: _("Unanimous")} if counts[CONTESTED] or counts[UNANIMOUS] else {}
    gate = gate_for(version)
    context = {
        "version": version,
        "gate_tabs": tabs_of(gate, version) if gate is not None else [],
        "page": page,
        "rows": rows,
        "has_round": round_of(version) is not None,
        "agreement": readable_tryout(user=request.user, version=version),
        "pages": page.paginator.get_elided_page_range(page.number),
        "tabs": [
            {"label": words[name], "url": f"?{narrow.address(toon=name)}", "count": counts[name], "current": name == shown}
            for name in words
        ],
        "narrow": narrow,
        "people": people,
        "left": left,
        "may_make_agenda": makes_agendas(request),
        "meetings": meetings_about(version),
        "may_publish": can_publish(request.user),
        "may_open_positions": can_publish(request.user) and not _are_open(version),
        "first": rows[0]["url"] if rows and shown in {OPEN, REOPENED_NOW} else "",
        "may_send": shown == DRAFT and bool(rows) and can_publish(request.user),
    }
    return render(request, "consultation/weighing/board.html", context)


@require_POST
@for_weighers
def act_on_many(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """What is done with the remarks that were ticked: handing them to somebody, making them one group, or on to the page
    that sends their answers."""
    version = find_version(request, slug, label)
    back = redirect(request.POST.get("back") or "", permanent=False) if _is_own(request) else redirect("weighing", slug, label)
    ticked = list(remarks_of(version).filter(key__in=ticked_keys(request.POST)))
    if not ticked:
        messages.error(request, _("Tick one or more comments first."))
        return back
    try:
        if request.POST.get("action") == "send":
            keys = [("reactie", str(one.key)) for one in _with_their_groups(version, ticked)]
            query = urlencode([("welke", Which.TICKED), *keys])
            return redirect(f"{reverse('weigh-send', args=[slug, label])}?{query}")
        if request.POST.get("action") == "group":
            make_group(comments=_with_their_groups(version, ticked), by=request.user, at=timezone.now())
            messages.success(request, _("These comments are one group now."))
        else:
            to = weighers().filter(pk=request.POST.get("to") or 0).first() if request.POST.get("to", "").isdigit() else None
            count = assign(comments=_with_their_groups(version, ticked), to=to, by=request.user, at=timezone.now())
            if to is None:
                said = ngettext("%(n)s comment is with nobody now.", "%(n)s comments are with nobody now.", count)
            else:
                said = ngettext("%(n)s comment is with %(name)s now.", "%(n)s comments are with %(name)s now.", count)
            messages.success(request, said % {"n": count, "name": to and to.name})
    except WeighingRefused as refusal:
        messages.error(request, str(refusal))
    return back


@require_POST
@for_weighers
def look_for_alike(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Asks which remarks say much the same, as a job, since comparing thousands takes a while."""
    version = find_version(request, slug, label)
    key = f"{GROUP_JOB}:{version.issue_id}:{timezone.now():%Y%m%d%H%M%S}"
    job = enqueue(
        kind=GROUP_JOB, arguments={"version": version.issue_id}, dedup_key=key, requested_by=request.user, at=timezone.now()
    )
    return redirect("job-status", job_id=job.pk)


@require_POST
@for_weighers
def make_file(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Asks for all remarks as a file, as a job, since thousands take a while."""
    version = find_version(request, slug, label)
    file_format = request.POST.get("format", "")
    if file_format not in FORMATS:
        messages.error(request, _("Choose first which file you want."))
        return redirect("weighing", slug, label)
    at = timezone.now()
    key = f"{TABLE_JOB}:{request.user.pk}:{version.issue_id}:{file_format}:{at:%Y%m%d%H%M%S}"
    arguments = {"version": version.issue_id, "format": file_format}
    job = enqueue(kind=TABLE_JOB, arguments=arguments, dedup_key=key, requested_by=request.user, at=at)
    return redirect("job-status", job_id=job.pk)


def _counted(
    remarks: QuerySet[Comment], chosen: QuerySet[Comment] | None, lists: Mapping[str, Q], *, user: Any
) -> tuple[dict[str, int], Left]:
    """How many there are on each list, among those that were chosen, and what is left of all: one look at them, or two."""
    wanted = {name: Count("pk", filter=one) for name, one in lists.items()}
    if chosen is not None:
        return chosen.order_by().aggregate(**wanted), left_to_decide(remarks, user=user)
    of_left = counts_of_left(user)
    found = remarks.order_by().aggregate(**wanted, **of_left)
    return {name: found[name] for name in lists}, Left(**{name: found[name] for name in of_left})


def _for_rows(remarks: QuerySet[Comment]) -> QuerySet[Comment]:
    size = Grouped.objects.filter(group=OuterRef("grouped__group")).order_by().values("group").annotate(n=Count("pk")).values("n")
    rows = remarks.select_related(
        "section",
        "passage",
        "decision",
        "grouped__group",
        "assignment__to",
        "submitter__user__organisation",
        "submitter__organisation",
    )
    return rows.defer("section__text", "passage__text", "passage__html", "selectors").annotate(group_size=Subquery(size))


def _are_open(version: Version) -> bool:
    return OpenedPositions.objects.filter(version=version.issue_id).exists()


def _with_their_groups(version: Version, ticked: list[Comment]) -> list[Comment]:
    """A row of the board stands for its whole group."""
    groups = Grouped.objects.filter(comment__in=ticked, group__isnull=False).values("group")
    return list(remarks_of(version).filter(Q(pk__in=[one.pk for one in ticked]) | Q(grouped__group__in=groups)).distinct())


def _is_own(request: HttpRequest) -> bool:
    """Whether to go back to the board as it was filtered."""
    return bool(request.POST.get("back", "").startswith(request.path.rsplit("/", 2)[0] + "/?"))
