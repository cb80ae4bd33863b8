"""The weighing board: the remarks of a version in reading order, each group once."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from consultation.jobs.actions import enqueue
from consultation.rounds.models import round_of
from consultation.tryouts.permissions import readable_tryout
from consultation.weighing.actions import assign, make_group
from consultation.weighing.agendas import meetings_about
from consultation.weighing.batches import Which
from consultation.weighing.errors import WeighingRefused
from consultation.weighing.lines import left_to_decide
from consultation.weighing.models import OpenedPositions
from consultation.weighing.permissions import can_publish
from consultation.weighing.table.exporting import FORMATS
from consultation.weighing.views.agenda import makes_agendas
from consultation.weighing.views.finding import find_version, for_weighers, ticked_keys, weighers
from consultation.weighing.views.gates import gate_for, tabs_of
from consultation.weighing.views.lists import ALL, DRAFT, LISTS, OPEN, REOPENED_NOW, TOP, ChosenList
from consultation.weighing.views.panes import pane_of, with_their_groups
from consultation.weighing.weighed import newest_weighed, remarks_of
from consultation.weighing.work import GROUP_JOB, TABLE_JOB
from handbook.models import Version

TOGETHER = {"answer": "weigh-together", "agree": "weigh-agree"}
"""What is done with many leads on to a page of its own."""


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
    chosen = ChosenList(request, version)
    page = chosen.page(request.GET.get("page"))
    comments = list(page)
    left = left_to_decide(chosen.everything, user=request.user)
    gate = gate_for(version)
    publishes = can_publish(request.user)
    pane = pane_of(chosen, page, comments)
    first = ""
    if chosen.shown in {OPEN, REOPENED_NOW}:
        first = pane["rows"][0].url if page.number == 1 and comments else chosen.address(chosen.first)
    context = pane | {
        "gate_tabs": tabs_of(gate, version) if gate is not None else [],
        "has_round": round_of(version) is not None,
        "agreement": readable_tryout(user=request.user, version=version),
        "pages": page.paginator.get_elided_page_range(page.number),
        "left": left,
        "has_remarks": bool(chosen.total) or chosen.everything.exists(),
        "matches": chosen.counts[ALL],
        "ready": _ready(chosen) if not chosen.total and publishes else 0,
        "may_make_agenda": makes_agendas(request),
        "meetings": meetings_about(version),
        "may_publish": publishes,
        "may_open_positions": publishes and not _are_open(version),
        "first": first,
        "may_send": publishes and chosen.shown == DRAFT and bool(chosen.total),
    }
    return render(request, "consultation/weighing/board.html", context)


@require_POST
@for_weighers
def act_on_many(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """What is done with the remarks that were ticked, or with all of the list: handing them to somebody, making them one group,
    or on to the page that answers them together, agrees with their answers, or sends these. It leads back to the list as it was
    chosen."""
    version = find_version(request, slug, label)
    chosen = ChosenList(request, version)
    page = {"page": request.GET["page"]} if request.GET.get("page") else {}
    back = redirect(chosen.board(anchor=TOP, **page))
    action, takes_all = request.POST.get("action", ""), "alle" in request.POST
    if takes_all and request.POST["alle"] != str(chosen.total):
        messages.error(request, _("The list has changed meanwhile. Look at it again, and tick all of it once more."))
        return back
    if takes_all and action == "group":
        messages.error(request, _("Tick the comments that say the same; a whole list is not one group."))
        return back
    if takes_all and action == "send":
        return redirect(f"{reverse('weigh-send', args=[slug, label])}?{chosen.query(welke=Which.TICKED)}")
    if takes_all and action in TOGETHER:
        return redirect(f"{reverse(TOGETHER[action], args=[slug, label])}?{chosen.query(alles='1')}")
    rows = chosen.keys if takes_all else _ticked(request, version)
    if not rows:
        messages.error(request, _("Tick one or more comments first."))
        return back
    if action in TOGETHER:
        query = urlencode([("reactie", str(one)) for one in ticked_keys(request.POST)])
        return redirect(f"{reverse(TOGETHER[action], args=[slug, label])}?{query}")
    comments = with_their_groups(version, rows)
    try:
        if action == "send":
            query = urlencode([("welke", Which.TICKED), *(("reactie", str(one.key)) for one in comments)])
            return redirect(f"{reverse('weigh-send', args=[slug, label])}?{query}")
        if action == "group":
            make_group(comments=comments, by=request.user, at=timezone.now())
            messages.success(request, _("These comments are one group now."))
        else:
            to = weighers().filter(pk=request.POST.get("to") or 0).first() if request.POST.get("to", "").isdigit() else None
            count = assign(comments=comments, to=to, by=request.user, at=timezone.now())
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


def _ready(chosen: ChosenList) -> int:
    """How many answers wait to be sent, whatever was chosen."""
    return chosen.everything.filter(LISTS[DRAFT]).count()


def _are_open(version: Version) -> bool:
    return OpenedPositions.objects.filter(version=version.issue_id).exists()


def _ticked(request: HttpRequest, version: Version) -> list[int]:
    return list(remarks_of(version).filter(key__in=ticked_keys(request.POST)).values_list("pk", flat=True))
