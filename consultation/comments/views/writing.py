"""Writing: a remark, a reply, an answer, a change. Whatever is refused comes back in its form with the text in it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultation.comments.actions import (
    Place,
    accept_house_rules,
    answer_question,
    edit_comment,
    post_comment,
    save_draft,
    section_of,
    share_draft,
    standing_answer,
)
from consultation.comments.composing import (
    clock,
    form_for,
    narrowed,
    post_url,
    quote_of,
    render_form,
    shape_of,
    title_of,
)
from consultation.comments.errors import ChangedMeanwhile, CommentRefused, NothingWritten, PersonalDataFound, WordsNotThere
from consultation.comments.forms import CommentForm, initial_of, masked
from consultation.comments.guard import find as find_personal_data
from consultation.comments.kept import forget_kept, keeps_text, kept_form
from consultation.comments.models import Comment
from consultation.comments.notices import remark_url, section_url
from consultation.comments.views.finding import find_comment, find_own, find_passage, find_question, find_section, place_of
from consultation.rounds.permissions import Standing, standing_of

Post = Callable[[CommentForm], Comment]
form_or_page = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
@keeps_text
def save(request: HttpRequest, section: int, *, at: datetime) -> HttpResponse:
    """The page saves a draft by itself. Answers JSON: the time to show, and the fields that the form takes over."""
    found = find_section(request.user, section)
    form = CommentForm(request.POST, words_only=False, asks_quote=True)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    data = form.cleaned_data
    place = Place(
        found,
        passage=find_passage(found, str(data["passage"] or "")),
        parent=find_comment(request.user, data["parent"], at) if data["parent"] else None,
        question=find_question(request.user, data["question"]) if data["question"] else None,
    )
    try:
        place = place.about(data["quote"], near=data["quote_start"])
    except CommentRefused:
        # Half a word is typed, or what stands nowhere: the text counts more than the place; posting asks for it.
        place = place.about("")
    try:
        saved = save_draft(
            user=request.user,
            place=place,
            wording=form.wording(quote_of(place)),
            key=data["key"] or uuid.uuid4(),
            seen_at=form.seen,
            at=at,
        )
    except CommentRefused as refusal:
        return JsonResponse({"errors": {"__all__": [str(refusal)]}}, status=422)
    token = saved.comment.saved_at.isoformat()
    answer = {"saved_at": clock(token), "fields": {"key": str(saved.comment.key), "seen_at": token}}
    if saved.other is not None:
        answer["note"] = _("You wrote something else here in another window. Both texts are kept as drafts.")
    return JsonResponse(answer)


@form_or_page
@keeps_text
def post(request: HttpRequest, section: int, *, at: datetime) -> HttpResponse:
    """A new remark on a section, or with ``?plek=<passage id>`` on a passage."""
    found = find_section(request.user, section)
    place = Place(found, passage=find_passage(found, request.GET.get("plek", "")))
    start = request.GET.get("begin", "")
    # The page knows which words were selected; what it says is looked up in the text, and a fault costs nothing here.
    with suppress(CommentRefused):
        place = place.about(request.GET.get("woorden", ""), near=int(start) if start.isdecimal() and len(start) < 7 else None)
    return _write(request, place=place, at=at)


@form_or_page
@keeps_text
def reply(request: HttpRequest, key: uuid.UUID, *, at: datetime) -> HttpResponse:
    """A reply to a remark."""
    parent = find_comment(request.user, key, at)
    return _write(request, place=Place(parent.section, passage=parent.passage, parent=parent), at=at)


@form_or_page
@keeps_text
def answer(request: HttpRequest, question: int, *, at: datetime) -> HttpResponse:
    """The answer to a question of the round: one field; sent again it changes the answer that stands."""
    found = find_question(request.user, question)
    place = Place(section_of(found), question=found)
    standing = standing_answer(request.user, found)

    def post_answer(form: CommentForm) -> Comment:
        return answer_question(
            user=request.user,
            question=found,
            body=form.wording().body,
            key=form.cleaned_data["key"],
            seen_at=form.seen,
            confirmation=form.confirmation,
            at=at,
        )

    return _write(request, place=place, at=at, posted=standing, post_words=post_answer)


@form_or_page
@keeps_text
def edit(request: HttpRequest, key: uuid.UUID, *, at: datetime) -> HttpResponse:
    """Go on with a draft, or change a remark of one's own that stands."""
    comment = find_own(request.user, key, at)
    place = place_of(comment)
    if comment.is_draft:
        return _write(request, place=place, at=at, draft=comment)

    def post_change(form: CommentForm) -> Comment:
        return edit_comment(
            user=request.user,
            comment=comment,
            wording=form.wording(quote_of(place)),
            seen_at=form.seen,
            confirmation=form.confirmation,
            at=at,
        )

    return _write(request, place=place, at=at, posted=comment, post_words=post_change)


def _write(
    request: HttpRequest,
    *,
    place: Place,
    at: datetime,
    draft: Comment | None = None,
    posted: Comment | None = None,
    post_words: Post | None = None,
) -> HttpResponse:
    """The one way in which a text is asked for, taken, kept and refused."""
    person = standing_of(user=request.user, version=place.section.version)
    show = _Shown(request, person, place, posted)
    shape = shape_of(person, place, posted)
    if request.method != "POST":
        kept = kept_form(request, address=request.get_full_path(), at=at)
        row = draft or posted
        if kept is not None and row is not None:
            form = CommentForm(initial={**initial_of(row), **kept.dict()}, **shape)
        elif row is not None:
            form = CommentForm(initial=initial_of(row), **shape)
        else:
            form = form_for(request, person=person, place=place, at=at)
        return show(form)
    data = request.POST
    if data.get("action") == "mask":
        found = find_personal_data(data.get("body", "")) + find_personal_data(data.get("proposal", ""))
        return show(CommentForm(masked(data, found, ["body", "proposal"]), **shape))
    form = CommentForm(data, **shape)
    misplaced: CommentRefused | None = None
    try:
        place = narrowed(place, form)
    except CommentRefused as refusal:
        misplaced = refusal
    if not form.is_valid():
        return show(form, status=422)
    wording = form.wording(quote_of(place))
    key = form.cleaned_data["key"] or uuid.uuid4()

    def keep() -> Comment:
        return save_draft(user=request.user, place=place, wording=wording, key=key, seen_at=form.seen, at=at).comment

    def post_new(form: CommentForm) -> Comment:
        return post_comment(
            user=request.user, place=place, wording=wording, key=key, seen_at=form.seen, confirmation=form.confirmation, at=at
        )

    try:
        if misplaced is not None:
            raise misplaced
        if data.get("action") == "draft" and posted is None:
            kept_draft = keep()
            forget_kept(request)
            messages.success(request, _("Kept as a draft. Only you see it."))
            return _go(request, remark_url(kept_draft))
        if form.cleaned_data.get("house_rules"):
            accept_house_rules(user=request.user, place=request.path, at=at)
        if data.get("action") == "share" and posted is None:
            shared = keep()
            share_draft(user=request.user, draft=shared, confirmation=form.confirmation, at=at)
            forget_kept(request)
            messages.success(request, _("Shared. Only your colleagues read it."))
            return _go(request, remark_url(shared))
        comment = (post_words or post_new)(form)
    except CommentRefused as refusal:
        form.add_error(_field_of(refusal), str(refusal))
        if posted is None:
            form = _with_tokens(form, shape, keep, refusal)
        elif isinstance(refusal, ChangedMeanwhile):
            form = _with_fields(form, shape, refusal, seen_at=refusal.comment.saved_at.isoformat())
        findings = refusal.findings if isinstance(refusal, PersonalDataFound) else []
        other = refusal.comment if isinstance(refusal, ChangedMeanwhile) else None
        return show(form, findings=findings, other=other, status=422)
    forget_kept(request)
    messages.success(request, _posted_words(comment, posted))
    return _go(request, remark_url(comment))


def _posted_words(comment: Comment, posted: Comment | None) -> str:
    if posted is not None:
        return _("Your change is saved.")
    return _("Your comment is posted. It is marked as too late.") if comment.late else _("Your comment is posted.")


def _with_tokens(form: CommentForm, shape: dict[str, Any], keep: Callable[[], Comment], refusal: CommentRefused) -> CommentForm:
    """Keeps a refused text as a draft where that is allowed, and lets the form that comes back carry the draft's tokens."""
    try:
        kept = keep()
    except CommentRefused:
        return form
    if not kept.is_draft:
        return form
    return _with_fields(form, shape, refusal, key=str(kept.key), seen_at=kept.saved_at.isoformat())


def _with_fields(form: CommentForm, shape: dict[str, Any], refusal: CommentRefused, **fields: str) -> CommentForm:
    data = form.data.copy()
    for name, value in fields.items():
        data[name] = value
    again = CommentForm(data, **shape)
    again.is_valid()
    again.add_error(_field_of(refusal), str(refusal))
    return again


def _field_of(refusal: CommentRefused) -> str | None:
    """The field that a refusal is about; without one it stands above the form."""
    fields = {NothingWritten: "body", WordsNotThere: "quote"}
    return fields.get(type(refusal))


class _Shown:
    """The form on a page of its own, or alone for a page that fetched it to stand in place."""

    def __init__(self, request: HttpRequest, person: Standing, place: Place, posted: Comment | None) -> None:
        self.request, self.person, self.place, self.posted = request, person, place, posted

    def __call__(self, form: CommentForm, *, findings: Any = (), other: Comment | None = None, status: int = 200) -> HttpResponse:
        markup = render_form(
            self.request,
            form=form,
            person=self.person,
            place=self.place,
            action=self.request.get_full_path() if self.posted is not None else post_url(self.place),
            posted=self.posted,
            findings=findings,
            other=other,
        )
        if self.request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(markup, status=status)
        section, version = self.place.section, self.place.section.version
        context = {
            "form_markup": markup,
            "title": title_of(self.place, self.posted),
            "place": self.place,
            "breadcrumb": [
                {"label": f"{version.title} {version.label}", "url": section_url(section).rsplit("/", 2)[0] + "/"},
                {"label": f"{section.number} {section.title}", "url": section_url(section)},
            ],
        }
        return render(self.request, "consultation/comments/form.html", context, status=status)


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """On to a page; a request by script is told to load it, since the remark's markup is the reading room's."""
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)
