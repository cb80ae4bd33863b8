"""The response note: for its readers once it went out, and before that for the editors who prepare it."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultation.accountability.actions import save_note
from consultation.accountability.errors import AccountRefused, NoteChangedMeanwhile
from consultation.accountability.files import FORMATS, kept_file
from consultation.accountability.forms.notes import NoteForm
from consultation.accountability.models import NoteDraft, NoteEdition, Readers
from consultation.accountability.permissions import can_account
from consultation.accountability.showing import introduction_html, shown_note
from consultation.accountability.snapshot import Note, take_snapshot
from consultation.accountability.wording import about, edition_of, effects_of, figure_sentences, heading_of, title_of, told_effect
from consultation.accountability.work import FILE_JOB, NOTE_JOB, PREVIEW_JOB
from consultation.jobs.actions import enqueue
from consultation.rounds.models import round_of
from consultation.weighing.weighed import remarks_of
from handbook.models import Version

AT_ONCE = 100
"""Of so many remarks the note is composed within the request, for the editors to see; of more it is a job."""
PER_PAGE = 50
"""So many answers stand on a page of a note."""


@require_safe
def note(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """The newest edition, or the one of ``?editie=``. Editors without one are led to where they make it."""
    editions = _editions(request, slug, label)
    if not editions:
        if can_account(request.user):
            return redirect("note-prepare", slug=slug, label=label)
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path())
    edition = _chosen(request, editions)
    shown = shown_note(edition)
    may_read = Version.objects.visible_to(request.user).filter(pk=edition.version_id).exists()
    context = {
        "edition": edition,
        "editions": editions,
        "files": [
            {"label": name, "url": _file_url(edition, code)}
            for code, name in (("pdf", "PDF"), ("docx", "Word"), ("json", "JSON"))
        ],
        "may_read_version": may_read,
        "may_account": can_account(request.user),
    }
    return render(request, "consultation/accountability/note.html", context | page_of(shown, request.GET.get("page")))


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, slug: str, label: str, file_format: str) -> HttpResponseBase:
    """An edition as a file, for who may read it. When the note changed since it went out, a button asks for the file."""
    editions = _editions(request, slug, label)
    if file_format not in FORMATS or not editions:
        raise Http404
    edition = _chosen(request, editions)
    content = kept_file(edition, file_format)
    if content is not None:
        name = f"nota-{edition.version.slug}-{edition.version.label}-{edition.number}.{file_format}"
        return FileResponse(content, as_attachment=True, filename=name, content_type=FORMATS[file_format])
    if request.method == "POST":
        at = timezone.now()
        arguments = {"edition": edition.pk, "format": file_format}
        key = f"{FILE_JOB}:{edition.pk}:{file_format}:{at:%Y%m%d%H%M}"
        asker = request.user if request.user.is_authenticated else None
        job = enqueue(kind=FILE_JOB, arguments=arguments, dedup_key=key, requested_by=asker, at=at)
        if asker is not None:
            return redirect("job-status", job_id=job.pk)
        messages.success(request, _("The file is being made. Look again in a few minutes."))
        return redirect(request.get_full_path())
    return render(request, "consultation/accountability/file.html", {"edition": edition, "title": title_of(edition.snapshot)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """The introduction, who may read it, and the note as it would go out now."""
    version = version_to_account_for(request, slug, label)
    draft = NoteDraft.objects.filter(version=version).first()
    if request.method == "POST" and request.POST.get("action") == "look":
        return _look(request, version)
    shown = {"seen_at": draft.saved_at.isoformat()} if draft is not None else {"readers": Readers.VERSION}
    form = NoteForm(request.POST or None, instance=draft, initial=shown)
    other: NoteDraft | None = None
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("introduction", "readers")}
        try:
            save_note(version=version, **said, seen_at=form.seen, by=request.user, at=timezone.now())
        except AccountRefused as refusal:
            draft = NoteDraft.objects.select_related("saved_by").filter(version=version).first()
            if isinstance(refusal, NoteChangedMeanwhile) and draft is not None:
                other = draft
                form = NoteForm(request.POST.dict() | {"seen_at": draft.saved_at.isoformat()})
                form.is_valid()
            form.add_error(None, str(refusal))
        else:
            if request.POST.get("action") == "publish":
                return _publish(request, version)
            messages.success(request, _("Kept. Nobody but the editors sees it yet."))
            return redirect("note-prepare", slug=version.slug, label=version.label)
    kept = draft or NoteDraft(version=version)
    at = timezone.now()
    round = round_of(version)
    preview: dict[str, Any] = {"is_long": remarks_of(version).order_by().count() > AT_ONCE}
    if not preview["is_long"]:
        note = take_snapshot(version, introduction=kept.introduction, readers=kept.readers, number=0, at=at)
        preview |= page_of(note, request.GET.get("page"))
    context = {
        "version": version,
        "form": form,
        "other": other,
        "runs": round is not None and at < round.closes_at,
        "round": round,
        "last": NoteEdition.objects.filter(version=version).newest_first().first(),
    }
    return render(request, "consultation/accountability/prepare.html", context | preview, status=422 if form.errors else 200)


def page_of(shown: Note, asked: str | None = None) -> dict[str, Any]:
    """What the pages show of a note, in sentences: its contents, and the entries of the page that was ``asked`` for."""
    entries = [(number, entry) for number, section in enumerate(shown["sections"]) for entry in section["entries"]]
    page = Paginator(entries, PER_PAGE).get_page(asked)
    contents, before = [], 0
    for section in shown["sections"]:
        at_page, anchor = before // PER_PAGE + 1, f"s-{section['number']}"
        before += len(section["entries"])
        contents.append(
            {
                "number": section["number"],
                "title": section["title"],
                "anchor": anchor,
                "url": f"#{anchor}" if at_page == page.number else f"?page={at_page}#{anchor}",
                "count": sum(len(entry["remarks"]) for entry in section["entries"]),
            }
        )
    sections = [
        {**contents[number], "entries": [_in_sentences(entry) for _number, entry in group]}
        for number, group in groupby(page, key=itemgetter(0))
    ]
    return {
        "contents": contents,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "title": title_of(shown),
        "edition_words": edition_of(shown),
        "figures": figure_sentences(shown),
        "introduction": introduction_html(shown),
        "sections": sections,
    }


def _file_url(edition: NoteEdition, file_format: str) -> str:
    address = reverse("note-file", args=[edition.version.slug, edition.version.label, file_format])
    return f"{address}?editie={edition.number}"


def _in_sentences(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        **entry,
        "heading": heading_of(entry),
        "remarks": [{**remark, "about": about(remark)} for remark in entry["remarks"]],
        "effects": [{**effect, "said": told_effect(effect)} for effect in effects_of(entry)],
    }


def _look(request: HttpRequest, version: Version) -> HttpResponse:
    """A long note as it would go out now, as a file."""
    at = timezone.now()
    key = f"{PREVIEW_JOB}:{request.user.pk}:{version.pk}:{at:%Y%m%d%H%M%S}"
    job = enqueue(kind=PREVIEW_JOB, arguments={"version": version.pk}, dedup_key=key, requested_by=request.user, at=at)
    return redirect("job-status", job_id=job.pk)


def _publish(request: HttpRequest, version: Version) -> HttpResponse:
    last = NoteEdition.objects.filter(version=version).newest_first().first()
    number = (last.number if last else 0) + 1
    at = timezone.now()
    arguments = {"version": version.pk, "number": number}
    key = f"{NOTE_JOB}:{version.pk}:{number}"
    job = enqueue(kind=NOTE_JOB, arguments=arguments, dedup_key=key, requested_by=request.user, at=at)
    return redirect("job-status", job_id=job.pk)


def _editions(request: HttpRequest, slug: str, label: str) -> list[NoteEdition]:
    """The editions of the issue to which the version at this address belongs, newest first, as far as one may read them."""
    issues = [version.issue_id for version in Version.objects.filter(slug=slug, label=label)]
    return list(NoteEdition.objects.visible_to(request.user).filter(version__in=issues).select_related("version").newest_first())


def _chosen(request: HttpRequest, editions: list[NoteEdition]) -> NoteEdition:
    asked = request.GET.get("editie")
    if not asked:
        return editions[0]
    found = next((edition for edition in editions if str(edition.number) == asked), None)
    if found is None:
        raise Http404
    return found


def version_to_account_for(request: HttpRequest, slug: str, label: str) -> Version:
    """The version on which the round ran; a correction of it leads here too. 404 for who is no editor."""
    if not can_account(request.user):
        raise Http404
    version = get_object_or_404(Version.objects.visible_to(request.user), slug=slug, label=label)
    return version.issue
