"""The page of an attendee, and the editors' page. Looking writes nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_required

from consultation.comments.actions import answer_as_attendee, end_release, may_read, release_sections
from consultation.comments.attending.forms import AnswerForm, ReleaseForm
from consultation.comments.errors import CommentRefused
from consultation.comments.findings import findings_of
from consultation.comments.forms import masked
from consultation.comments.guard import find as find_personal_data
from consultation.comments.models import AttendeeAnswer, Release, ReleasedSection
from consultation.conference.models import Conference, Registration
from consultation.conference.permissions import MANAGE
from consultation.rounds.models import Round
from handbook.exporting import kinds_of_blocks
from handbook.models import Section

IMAGE = re.compile(r"<img\b[^>]*?\balt=\"([^\"]*)\"[^>]*>|<img\b[^>]*>", re.IGNORECASE)
LINK = re.compile(r"</?a\b[^>]*>", re.IGNORECASE)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def read_and_answer(request: HttpRequest, token: str) -> HttpResponse:
    """The released sections as text, each with its question. Before and after its days there is no such page."""
    at = timezone.now()
    registration = get_object_or_404(Registration.objects.select_related("conference"), token=token)
    if not may_read(registration, at):
        raise Http404
    release = get_object_or_404(Release.objects.select_related("version"), conference=registration.conference_id)
    released = list(release.sections.select_related("section").prefetch_related("section__passages"))
    given = dict(AttendeeAnswer.objects.filter(registration=registration).values_list("section_id", "comment__body"))
    asked = next((one for one in released if str(one.pk) == request.POST.get("section")), None)
    form, findings = AnswerForm(request.POST or None), []
    if request.method == "POST":
        if asked is None:
            raise Http404
        if request.POST.get("action") == "mask":
            form = AnswerForm(masked(request.POST, find_personal_data(request.POST.get("body", "")), ("body",)))
        elif form.is_valid():
            try:
                asked.release = release
                answer_as_attendee(
                    registration=registration,
                    released=asked,
                    body=form.cleaned_data["body"],
                    confirmation=form.confirmation,
                    at=at,
                )
            except CommentRefused as refusal:
                form.add_error("body", str(refusal))
                findings = findings_of(refusal)
            else:
                messages.success(request, _("Your answer is posted. Thank you."))
                return redirect(f"{request.path}#s-{asked.pk}")
    kinds = kinds_of_blocks()
    pieces = [
        {
            "released": one,
            "section": one.section,
            "passages": [
                {
                    "number": f"{one.section.number}-{passage.ordinal}",
                    "type": passage.type,
                    "kind": kinds.get(passage.type, ""),
                    "html": text_only(passage.html),
                }
                for passage in one.section.passages.all()
            ],
            "is_answered": one.section_id in given,
            "form": form if one is asked else _form_of(one, given.get(one.section_id, "")),
            "findings": findings if one is asked else [],
        }
        for one in released
    ]
    context = {
        "pieces": pieces,
        "left": sum(bool(one.question) and one.section_id not in given for one in released),
        "version": release.version,
        "conference": registration.conference,
        "minutes": sum(one.section.reading_minutes for one in released),
        "breadcrumb": [{"label": _("Your sign-up"), "url": reverse("registration", args=[token])}],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "consultation/comments/attending/read.html", context, status=status)


def _form_of(released: ReleasedSection, body: str) -> AnswerForm:
    """The form of one section, with ids of its own: there are several on the page."""
    return AnswerForm(initial={"body": body}, auto_id=f"id_{released.pk}_%s")


def text_only(html: str) -> SafeString:
    """A frozen passage without images and links, which this link does not open: an image becomes its description."""
    without = IMAGE.sub(lambda found: f"<em>{_('Image')}: {found.group(1) or ''}</em>" if found.group(1) else "", html)
    return mark_safe(LINK.sub("", without))  # noqa: S308  (frozen markup of ours, made safe when it was imported)


@permission_required(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Which sections the attendees of this conference read, and what is asked about each."""
    at = timezone.now()
    conference = get_object_or_404(Conference, pk=pk)
    present = Release.objects.filter(conference=conference).select_related("version").first()
    rounds = list(Round.objects.filter(opens_at__lte=at).select_related("version").order_by("-version__frozen_at")[:20])
    version = _chosen_version(request, rounds, present)
    sections = list(Section.objects.filter(version=version, word_count__gt=0).order_by("position")) if version else []
    chosen = dict(present.sections.values_list("section_id", "question")) if present else {}
    form = ReleaseForm(request.POST or None, sections=sections, chosen=chosen)
    if request.method == "POST" and request.POST.get("action") == "end":
        end_release(conference=conference, by=request.user)
        messages.success(request, _("Attendees read nothing any more. What they answered stays."))
        return redirect("release", pk)
    if request.method == "POST" and version and form.is_valid():
        try:
            release_sections(conference=conference, version=version, questions=form.questions, by=request.user, at=at)
        except CommentRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. Attendees read these sections from a week before to two weeks after."))
            return redirect("release", pk)
    answers = AttendeeAnswer.objects.filter(section__in=sections)
    context = {
        "conference": conference,
        "release": present,
        "rounds": rounds,
        "version": version,
        "form": form,
        "answers": answers.count(),
        "answering": answers.values("comment__submitter").distinct().count(),
        "page_title": _("What attendees read"),
        "page_subtitle": conference.title,
        "header_icon": "group",
    }
    return TemplateResponse(request, "consultation/comments/admin/release.html", context)


def _chosen_version(request: HttpRequest, rounds: Sequence[Round], present: Release | None) -> Any:
    """The version that was asked for, that of the release, or the newest."""
    wanted = request.GET.get("versie") or (str(present.version_id) if present else "")
    versions = [one.version for one in rounds]
    return next((one for one in versions if str(one.pk) == wanted), versions[0] if versions else None)
