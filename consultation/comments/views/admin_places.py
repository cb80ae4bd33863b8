"""The queue "te plaatsen" in the admin: remarks whose place in the newest version a person should decide on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_required

from consultation.comments.actions import confirm_placement
from consultation.comments.models import Placement
from consultation.comments.notices import remark_url
from consultation.comments.permissions import MODERATE
from consultation.comments.quoting import quote_in
from handbook.anchoring.candidates import likely_places
from handbook.models import Passage, Section
from handbook.numbering import passage_number
from look.paging import RowsPaginator

GONE, STAYS, SECTION = "weg", "blijft", "paragraaf-"
PER_PAGE = 50


@permission_required(MODERATE)
@require_http_methods(["GET", "HEAD"])
def places(request: HttpRequest) -> HttpResponse:
    """The queue, the most doubtful first."""
    paginator = RowsPaginator(
        _waiting(), PER_PAGE, whole=_placements().order_by().defer("section__text", "comment__section__text")
    )
    page = paginator.get_page(request.GET.get("p"))
    context = {
        "rows": [(placement, words_of(placement)) for placement in page],
        "page": page,
        "count": paginator.count,
        "page_title": _("Comments to place"),
        "header_icon": "crosshairs",
    }
    return TemplateResponse(request, "consultation/comments/admin/places.html", context)


@permission_required(MODERATE)
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """One remark with the passages that are likest; the choice is a button, the next one follows."""
    placement = get_object_or_404(_placements(), pk=pk)
    choices = choices_of(placement)
    if request.method == "POST":
        chosen = request.POST.get("place", "")
        sections = Section.objects.filter(version=placement.version)
        if chosen == GONE:
            _decide(request, placement, None, None)
        elif chosen == STAYS and placement.section is not None:
            _decide(request, placement, placement.section, placement.passage)
        elif chosen.startswith(SECTION) and (section := sections.filter(number=chosen.removeprefix(SECTION)).first()):
            _decide(request, placement, section, None)
        elif chosen in {choice.value for choice in choices}:
            passage = Passage.objects.select_related("section").get(passage_id=chosen, section__version=placement.version)
            _decide(request, placement, passage.section, passage)
        else:
            messages.error(request, _("Choose a place first, or say that the words are gone."))
            return redirect("moderation:place", placement.pk)
        following = _waiting().first()
        return redirect("moderation:place", following.pk) if following else redirect("moderation:places")
    context = {
        "placement": placement,
        "comment": placement.comment,
        "words": words_of(placement),
        "choices": choices,
        "sections": Section.objects.filter(version=placement.version).order_by("position").only("number", "title"),
        "site_url": remark_url(placement.comment),
        "left": _waiting().count(),
        "page_title": _("Where does this comment belong?"),
        "page_subtitle": f"{placement.comment.version.label} → {placement.version.label}",
        "header_icon": "crosshairs",
    }
    return TemplateResponse(request, "consultation/comments/admin/place.html", context)


def _decide(request: HttpRequest, placement: Placement, section: Section | None, passage: Passage | None) -> None:
    confirm_placement(placement=placement, section=section, passage=passage, by=request.user, at=timezone.now())
    messages.success(request, _("Noted. The author sees where the comment stands now."))


def _placements() -> Any:
    return Placement.objects.select_related(
        "version",
        "section",
        "passage",
        "comment__version",
        "comment__section",
        "comment__passage",
        "comment__submitter__user__organisation",
        "comment__submitter__organisation",
    )


def _waiting() -> Any:
    return _placements().to_look_at().newest().order_by("-confidence", "pk")


def words_of(placement: Placement) -> str:
    """The words that a remark is about: its quote, its passage, or the title of its section."""
    comment = placement.comment
    quoted = quote_in(comment.selectors)
    if quoted is not None:
        return quoted.exact
    return comment.passage.text if comment.passage is not None else comment.section.title


@dataclass(frozen=True, slots=True)
class Choice:
    """A passage of the newer version that the words may have become."""

    value: str
    number: str
    title: str
    text: str
    likeness: str


def choices_of(placement: Placement) -> list[Choice]:
    """The likeliest passages but the one where it stands already; one query."""
    others = Passage.objects.filter(section__version=placement.version).exclude(pk=placement.passage_id)
    passages = list(others.select_related("section").order_by("pk"))
    around = placement.comment.passage.text if placement.comment.passage is not None else ""
    found = likely_places(words_of(placement), around, [passage.text for passage in passages])
    return [
        Choice(
            value=str(passages[index].passage_id),
            number=passage_number(passages[index].section.number, passages[index].ordinal),
            title=passages[index].section.title,
            text=passages[index].text,
            likeness=str(_likeness_words(likeness)),
        )
        for index, likeness in found
    ]


def _likeness_words(likeness: float) -> Any:
    """What a share says to somebody who decides: the order says the rest."""
    if likeness >= 0.8:
        return gettext_lazy("very much alike")
    return gettext_lazy("somewhat alike") if likeness >= 0.65 else gettext_lazy("a little alike")
