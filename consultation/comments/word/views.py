"""The screens. Looking writes nothing; keeping makes drafts that only their writer sees."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultation.comments.actions import take_in
from consultation.comments.errors import RoundNotOpen, TakesNoPart
from consultation.comments.permissions import can_keep
from consultation.comments.views.finding import find_version
from consultation.comments.word.forms import AuthorsForm, KeepForm, WordFileForm
from consultation.comments.word.handed_in import HandedIn, open_handed_in
from consultation.comments.word.remarks import WordRemark
from consultation.comments.word.uploads import WordFileGone, discard_word_file, find_word_file, keep_word_file
from consultation.comments.word.version_text import VersionText
from consultation.rounds.permissions import Standing, can_comment, standing_of
from handbook.models import Version

TEMPLATES = "consultation/comments/word"


def for_version(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the version, for who is signed in and may read it."""

    @wraps(view)
    def page(request: HttpRequest, slug: str, label: str, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, find_version(request.user, slug, label, timezone.now()), **kwargs)

    return page


@require_http_methods(["GET", "HEAD", "POST"])
@for_version
def hand_in(request: HttpRequest, version: Version) -> HttpResponse:
    """The form for the file, and how it works; who cannot keep a remark here is told why."""
    at = timezone.now()
    person = standing_of(user=request.user, version=version)
    refusal = _refusal(person, at)
    form = WordFileForm(request.POST or None, request.FILES or None, version=version)
    if request.method == "POST" and not refusal and form.is_valid():
        kept = keep_word_file(form.cleaned_data["file"], user=request.user, version=version, at=at)
        return redirect("word-look", slug=version.slug, label=version.label, token=kept.token)
    context = {
        **_frame(version),
        "form": form,
        "refusal": refusal,
        "notice": _notice(person, at),
        "reads_others": person.round is not None and not person.round.hides_peers(at),
    }
    return render(request, f"{TEMPLATES}/hand_in.html", context, status=422 if form.errors else 200)


@require_safe
@for_version
def look(request: HttpRequest, version: Version, token: str) -> HttpResponse:
    """Whose remarks are taken, where several people wrote in the file; then what was found and where it will stand."""
    try:
        kept = find_word_file(str(token), user=request.user, version=version)
        file = open_handed_in(kept.read())
    except WordFileGone:
        return _gone(request, version)
    return _shown(request, version, str(token), kept.name, file)


@require_POST
@for_version
def keep(request: HttpRequest, version: Version, token: str) -> HttpResponse:
    """Make drafts of what she chose. What could not be kept comes back with the reason; the file stays until all is."""
    try:
        kept = find_word_file(str(token), user=request.user, version=version)
        file = open_handed_in(kept.read())
    except WordFileGone:
        return _gone(request, version)
    text = VersionText.of(version)
    at = timezone.now()
    found = file.remarks(text=text, user=request.user, authors=_authors(request, file), at=at)
    chosen = KeepForm(request.POST, found.remarks, text).chosen
    if not chosen:
        messages.error(request, _("Choose at least one comment to keep."))
        return redirect(f"{request.path.removesuffix('bewaren/')}?{_query(request)}")
    taken = take_in(
        user=request.user,
        remarks=[(remark.key, place, remark.wording) for remark, place in chosen],
        origin=file.origin,
        at=at,
    )
    if taken.kept:
        kept_words = ngettext("%(n)s draft is kept. Only you see it.", "%(n)s drafts are kept. Only you see them.", taken.kept)
        messages.success(request, kept_words % {"n": taken.kept})
    if taken.known:
        known_words = ngettext("%(n)s comment was here already.", "%(n)s comments were here already.", taken.known)
        messages.info(request, known_words % {"n": taken.known})
    if taken.refused:
        return _shown(request, version, str(token), kept.name, file, refused={key: str(e) for key, e in taken.refused.items()})
    discard_word_file(str(token))
    return redirect(reverse("my-comments") + "?toon=concept")


@require_POST
@for_version
def stop(request: HttpRequest, version: Version, token: str) -> HttpResponse:
    """Throw the file away."""
    try:
        discard_word_file(find_word_file(str(token), user=request.user, version=version).token)
    except WordFileGone:
        return _gone(request, version)
    messages.success(request, _("The file is deleted. Nothing of it was kept."))
    return redirect("word-return", slug=version.slug, label=version.label)


def _shown(
    request: HttpRequest, version: Version, token: str, name: str, file: HandedIn, *, refused: dict[Any, str] | None = None
) -> HttpResponse:
    authors = file.authors
    context: dict[str, Any] = {**_frame(version), "token": token, "name": name}
    if len(authors) > 1 and not (form := AuthorsForm(_asked(request), authors=authors)).is_valid():
        return render(request, f"{TEMPLATES}/authors.html", {**context, "form": form})
    text = VersionText.of(version)
    person, at = standing_of(user=request.user, version=version), timezone.now()
    found = file.remarks(text=text, user=request.user, authors=_authors(request, file), at=at)
    context |= {
        "placed": [_line(remark, refused) for remark in found.placed],
        "loose": [_line(remark, refused) for remark in found.loose],
        "was_edited": found.was_edited,
        "left_out": found.left_out,
        "sections": text.sections,
        "authors": [name for name in _authors(request, file) if name],
        "chosen": _authors(request, file) if len(authors) > 1 else [],
        "refusal": _refusal(person, at) or _notice(person, at),
    }
    return render(request, f"{TEMPLATES}/look.html", context, status=422 if refused else 200)


def _line(remark: WordRemark, refused: dict[Any, str] | None) -> dict[str, Any]:
    return {"remark": remark, "error": (refused or {}).get(remark.key, "")}


def _asked(request: HttpRequest) -> Any:
    """The names that she chose: in the address while she looks, in the form when she keeps."""
    data = request.POST if request.method == "POST" else request.GET
    return data if "van" in data or "gekozen" in data else None


def _authors(request: HttpRequest, file: HandedIn) -> list[str]:
    """The names whose remarks are hers: the only one in the file, else those that she chose."""
    names = [author.name for author in file.authors]
    data = _asked(request)
    return names if len(names) == 1 else [name for name in names if data is not None and name in data.getlist("van")]


def _query(request: HttpRequest) -> str:
    chosen = request.POST.copy()
    for name in set(chosen) - {"van"}:
        del chosen[name]
    return str(chosen.urlencode())


def _refusal(person: Standing, at: Any) -> str:
    """Why this person cannot keep a remark on this version, "" when she can."""
    if can_keep(person, None, at):
        return ""
    return str(TakesNoPart() if person.round is not None else RoundNotOpen(None, at))


def _notice(person: Standing, at: Any) -> str:
    """What becomes of a draft while the round is not open, "" while it is: kept it is at any moment."""
    return "" if can_comment(person, at) else str(RoundNotOpen(person.round, at))


def _gone(request: HttpRequest, version: Version) -> HttpResponse:
    messages.info(request, _("The file is gone: its comments were kept already, or it was thrown away."))
    return redirect("word-return", slug=version.slug, label=version.label)


def _frame(version: Version) -> dict[str, Any]:
    """What every screen shows: the version and the way back to it."""
    address = {"slug": version.slug, "label": version.label}
    breadcrumb = [{"label": f"{version.title} {version.label}", "url": reverse("version", kwargs=address)}]
    return {"version": version, "breadcrumb": breadcrumb}
