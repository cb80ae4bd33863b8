"""The pages of handbooks, versions and sections: fetch what is visible, compose, render."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.contrib.messages import SUCCESS, get_messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultation.comments.errors import OutsideRound
from consultation.reading.access import OpenVersion, find_handbook, open_version
from consultation.reading.addresses import framework_url, version_url
from consultation.reading.changes_page import changes_page
from consultation.reading.framework_page import framework_page
from consultation.reading.handbook_page import handbook_overview
from consultation.reading.own_case_page import own_case_address, own_case_page
from consultation.reading.remarks import RemarkView
from consultation.reading.section_page import SectionPage, any_changes_url, section_page, template_context
from consultation.reading.tryout_entry import tryout_entry
from consultation.reading.version_bar import version_bar
from consultation.reading.version_page import filters, version_page
from consultation.reading.whole_text import whole_text
from consultation.tryouts.permissions import readable_tryout
from handbook.exporting import EXPORT_FORMATS, MEDIA_TYPES, export_version
from handbook.models import HandbookPage

Breadcrumb = list[dict[str, str]]
Page = Callable[..., HttpResponse]


def leads_to_sign_in(view: Page) -> Page:
    """What a visitor may not see leads to signing in and from there back, whether it exists or not.

    A member who opens the link of her mail on another device is a visitor for a moment; a page that says "not found"
    would lose her. Since every address that a visitor cannot see answers so, it tells nothing of what exists.
    """

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if request.user.is_authenticated:
                raise
            return redirect_to_login(request.get_full_path())

    return page


@require_safe
def handbooks(request: HttpRequest) -> HttpResponse:
    """All handbooks; their names are no secret."""
    return render(request, "consultation/reading/handbooks.html", {"handbooks": HandbookPage.objects.live().order_by("title")})


@require_safe
def handbook(request: HttpRequest, slug: str) -> HttpResponse:
    """One handbook: its brief for everybody, its versions for who may read them."""
    page = find_handbook(slug)
    overview = handbook_overview(page=page, user=request.user, at=timezone.now())
    context = {"overview": overview, "breadcrumb": breadcrumb_of()}
    return render(request, "consultation/reading/handbook.html", context)


@require_safe
@leads_to_sign_in
def version(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """The contents of a version with the reader's progress, or with ``?weergave=geheel`` the whole text."""
    opened = open_version(user=request.user, slug=slug, label=label, at=timezone.now())
    if request.GET.get("weergave") == "geheel":
        return _whole(request, opened)
    page = version_page(opened, shown=request.GET.get("toon", ""))
    context = {
        "page": page,
        "tabs": [
            {"label": words, "url": f"?toon={code}" if code else "?", "current": code == page.shown} for code, words in filters()
        ],
        "version_bar": version_bar(opened, changes_url=page.changes_url),
        "breadcrumb": breadcrumb_of(opened, down_to="handbook"),
    }
    return render(request, "consultation/reading/version.html", context)


def _whole(request: HttpRequest, opened: OpenVersion) -> HttpResponse:
    """The whole text. It stays the same until the status, the reader or the language changes: then a 304 is enough."""
    facts = (opened.version.content_hash, opened.status, opened.newest.pk, request.user.pk, get_language(), opened.days_left)
    etag = '"' + hashlib.sha256(repr(facts).encode()).hexdigest()[:32] + '"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        context = {
            "opened": opened,
            "text": whole_text(opened.version, base_url=version_url(opened.version)),
            "version_bar": version_bar(opened),
            "breadcrumb": breadcrumb_of(opened, down_to="version"),
        }
        response = render(request, "consultation/reading/whole.html", context)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@require_safe
@leads_to_sign_in
def section(request: HttpRequest, slug: str, label: str, number: str) -> HttpResponse:
    """One section with its remarks; ``?reactie=<key>`` names the remark to look at. Forms come from /reacties/."""
    opened = open_version(user=request.user, slug=slug, label=label, at=timezone.now())
    page = section_page(opened, number)
    context: dict[str, Any] = {
        **template_context(page),
        "version": version_bar(opened, changes_url=any_changes_url(opened, page.progress)),
        "breadcrumb": breadcrumb_of(opened, down_to="version"),
        "remarks_note": _remarks_note(page),
        "focused": request.GET.get("reactie", ""),
        **_told_at_its_remark(request, page.remarks),
    }
    return render(request, "consultation/reading/section.html", context)


def _told_at_its_remark(request: HttpRequest, remarks: list[RemarkView]) -> dict[str, Any]:
    """What was just done with the remark that the address names stands at that remark, where the page scrolls to.

    What went wrong stays on top of the page, and so does all else when the remark does not stand among the others.
    """
    focused = request.GET.get("reactie", "")
    if not any(focused in {one.id, *(reply.id for reply in one.replies)} for one in remarks if focused):
        return {}
    told = list(get_messages(request))
    said = " ".join(str(message) for message in told if message.level == SUCCESS)
    return {
        "remarks": [remark.saying(said, at=focused) for remark in remarks],
        "messages": [message for message in told if message.level != SUCCESS],
    }


def _remarks_note(page: SectionPage) -> str:
    if page.person.round is not None and page.person.round.hides_peers(page.opened.at):
        return _("You see your own comments only. Those of others follow when the round has closed.")
    if page.person.round is not None and page.person.round.is_open(page.opened.at) and not page.is_asked:
        return str(OutsideRound.message)
    return ""


@require_safe
@leads_to_sign_in
def changes(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """What changed in this version since another one, or since what this reader read (``?sinds=gelezen``)."""
    opened = open_version(user=request.user, slug=slug, label=label, at=timezone.now())
    page = changes_page(opened, since=request.GET.get("sinds", ""), side_by_side=request.GET.get("weergave") == "naast")
    context = {"page": page, "version_bar": version_bar(opened), "breadcrumb": breadcrumb_of(opened, down_to="version")}
    return render(request, "consultation/reading/changes.html", context)


@require_safe
@leads_to_sign_in
def framework(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """The decision framework of a version, as a picture and in words."""
    opened = open_version(user=request.user, slug=slug, label=label, at=timezone.now())
    context = {
        "opened": opened,
        "framework": framework_page(opened),
        "tryout": tryout_entry(opened),
        "agreement": readable_tryout(user=request.user, version=opened.version),
        "own_case_url": own_case_address(opened.version),
        "version_bar": version_bar(opened),
        "breadcrumb": breadcrumb_of(opened, down_to="version"),
    }
    return render(request, "consultation/reading/framework.html", context)


@require_safe
@leads_to_sign_in
def own_case(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """A walk through the questions with a case of one's own, which stays in the browser."""
    opened = open_version(user=request.user, slug=slug, label=label, at=timezone.now())
    page = own_case_page(opened)
    breadcrumb = breadcrumb_of(opened, down_to="version")
    breadcrumb.append({"label": _("Decision framework"), "url": framework_url(opened.version)})
    context = {"opened": opened, "page": page, "tryout": tryout_entry(opened), "breadcrumb": breadcrumb}
    return render(request, "consultation/reading/own_case.html", context)


@require_safe
@leads_to_sign_in
def download(request: HttpRequest, slug: str, label: str, file_format: str) -> HttpResponse:
    """The version as a file, for who may read it."""
    if file_format not in EXPORT_FORMATS:
        raise Http404
    opened = open_version(user=request.user, slug=slug, label=label, at=timezone.now())
    response = HttpResponse(export_version(opened.version, file_format), content_type=MEDIA_TYPES[file_format])
    response.headers["Content-Disposition"] = f'attachment; filename="{opened.version.slug}-{opened.version.label}.{file_format}"'
    return response


def breadcrumb_of(opened: OpenVersion | None = None, *, down_to: str = "") -> Breadcrumb:
    """The way down to a page, without the page itself."""
    items = [{"label": _("Handbooks"), "url": reverse("handbooks")}]
    if opened is not None and down_to in {"handbook", "version"}:
        items.append({"label": opened.version.title, "url": reverse("handbook", args=[opened.version.slug])})
    if opened is not None and down_to == "version":
        label = _("Version %(label)s") % {"label": opened.version.label}
        items.append({"label": label, "url": version_url(opened.version)})
    return items
