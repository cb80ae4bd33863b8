"""The form of a remark as its component wants it: for the pages of this slice, and in place on the section page."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from consultation.comments import guard
from consultation.comments.actions import Place, gathering_for
from consultation.comments.errors import WordsNotThere
from consultation.comments.findings import describe_findings, guard_words
from consultation.comments.forms import CommentForm, initial_fresh, initial_of, initial_quote
from consultation.comments.kept import kept_form
from consultation.comments.models import Comment, Contribution, Gathering
from consultation.comments.notices import section_url
from consultation.comments.permissions import sign_writer
from consultation.comments.quoting import quote_in
from consultation.rounds.models import Round
from consultation.rounds.permissions import Standing
from handbook.numbering import passage_number


def gathering_of(person: Standing) -> Gathering | None:
    """The gathered reaction of this person's organisation to the round, if it is begun; at most one query."""
    return gathering_for(user=person.user, round=person.round) if person.writes else None


def asks_rules(user: Any) -> bool:
    """Whether the house rules stand above the button: before the first remark of a person."""
    return user.house_rules_accepted_at is None


def form_for(request: HttpRequest, *, person: Standing, place: Place, at: datetime) -> CommentForm:
    """The form for this place with what belongs in it: a text kept over an expired session, her newest draft, or nothing."""
    options = shape_of(person, place)
    kept = kept_form(request, address=post_url(place), at=at)
    if kept is not None:
        return CommentForm(initial={**initial_fresh(), **kept.dict()}, **options)
    words = request.GET.get("woorden", "")
    if words and not place.selectors:
        # They stand nowhere in the passage. In the field their writer sees them, and is told when she posts.
        return CommentForm(initial={**initial_fresh(), "quote": words}, **options)
    draft = newest_draft(person.user, place)
    if draft is not None:
        return CommentForm(initial=initial_of(draft), **options)
    return CommentForm(initial={**initial_fresh(), **initial_quote(place.passage, place.selectors)}, **options)


def shape_of(person: Standing, place: Place, posted: Comment | None = None) -> dict[str, bool]:
    """Which fields a form at this place has. What a posted remark quotes stays what it is."""
    words_only = place.parent is not None or place.question is not None
    return {
        "words_only": words_only,
        "asks_quote": not words_only and posted is None and place.passage is not None and bool(place.passage.text),
        "asks_rules": asks_rules(person.user),
    }


def narrowed(place: Place, form: CommentForm) -> Place:
    """The place with the words that stand in this form's field, if it has one. Raises WordsNotThere."""
    if "quote" not in form.fields:
        return place
    start = str(form["quote_start"].value() or "")
    return place.about(form["quote"].value() or "", near=int(start) if start.isdecimal() and len(start) < 7 else None)


def newest_draft(user: Any, place: Place) -> Comment | None:
    """The draft of this person on exactly these words of this place that she saved last; one query."""
    wanted = quote_in(place.selectors)
    drafts = (
        Comment.objects.filter(
            submitter__user=user,
            section=place.section,
            passage=place.passage,
            parent=place.thread,
            question=place.question,
            posted_at=None,
        )
        .select_related("passage")
        .order_by("-saved_at")
    )
    return next((draft for draft in drafts if quote_in(draft.selectors) == wanted), None)


def post_url(place: Place) -> str:
    """Where the form for a place posts, and where it is shown on a page of its own."""
    if place.question is not None:
        return reverse("question-answer", args=[place.question.pk])
    if place.parent is not None:
        return reverse("comment-reply", args=[place.parent.key])
    at_passage = f"?plek={place.passage.passage_id}" if place.passage is not None else ""
    return reverse("comment-post", args=[place.section.pk]) + at_passage


def render_form(
    request: HttpRequest,
    *,
    form: CommentForm,
    person: Standing,
    place: Place,
    action: str,
    posted: Comment | None = None,
    findings: Sequence[guard.Finding] = (),
    other: Comment | None = None,
) -> SafeString:
    """components/remark_form.html for this form. ``posted`` is the remark that is being changed, if it stands already."""
    with suppress(WordsNotThere):
        place = narrowed(place, form)
    _mark_form(form, person, place)
    value = form["seen_at"].value()
    quoted = quote_in(place.selectors)
    gathering = None if posted is not None or shape_of(person, place)["words_only"] else gathering_of(person)
    shared = gathering is not None and Contribution.objects.filter(gathering=gathering, comment__key=form["key"].value()).exists()
    extra = render_to_string(
        "consultation/comments/_extra.html",
        {
            "form": form,
            "findings": describe_findings(findings),
            "confirmed": describe_findings(form.confirmed),
            "other": other,
        },
    )
    context = {
        "form": form,
        "action": action,
        "autosave_url": "" if posted is not None or shared else reverse("comment-save", args=[place.section.pk]),
        "key": _copy_name(place, posted),
        "title": title_of(place, posted),
        "quote": quote_of(place),
        "quoted": quoted.exact if quoted is not None else "",
        "passage_text": place.passage.text if place.passage is not None and "quote" in form.fields else "",
        "proposal_open": bool(request.GET.get("voorstel")) or proposes(form, place),
        "audience": audience_words(person),
        "saved_at": clock(value) if value and posted is None else "",
        "cancel_url": section_url(place.section) + (f"#b-{place.passage.passage_id}" if place.passage is not None else ""),
        "post_label": _("Save the change") if posted is not None else "",
        "is_posted": posted is not None,
        "may_post": person.takes_part,
        "share_with": gathering.organisation.name if gathering is not None else "",
        "is_shared": shared,
        "extra": extra,
        "guard_words": guard_words(),
        "csrf_token": get_token(request),
    }
    return SafeString(render_to_string("components/remark_form.html", context, request=request))


def _mark_form(form: CommentForm, person: Standing, place: Place) -> None:
    """Fills the hidden fields that follow from who sees the form and where, and puts the quote up for rewording."""
    form.is_valid()
    form.use_required_attribute = False
    for name in {"body", "kind"} & set(form.fields):
        # Judged already: a proposal alone is enough. The label just does not call the heart of the form optional.
        form.fields[name].required = True
    form.initial["writer"] = sign_writer(person.user)
    form.initial["passage"] = place.passage.passage_id if place.passage is not None else None
    form.initial["parent"] = place.parent.key if place.parent is not None else None
    form.initial["question"] = place.question.pk if place.question is not None else None
    if "proposal" in form.fields:
        _prefill(form, quote_of(place))


def _prefill(form: CommentForm, quote: str) -> None:
    """Puts the words that are quoted now in the proposal, unless something else was written there."""
    form.initial["prefilled"] = quote
    if not form.initial.get("proposal"):
        form.initial["proposal"] = quote
    if form.is_bound and (form["proposal"].value() or "").split() == (form["prefilled"].value() or "").split():
        form.data = form.data.copy()
        form.data["proposal"] = form.data["prefilled"] = quote


def _copy_name(place: Place, posted: Comment | None) -> str:
    """The name of the browser's own copy; the same for the same text, and another for every quote."""
    if posted is not None:
        return f"edit-{posted.key}"
    if place.parent is not None:
        return f"reply-{place.parent.key}"
    if place.question is not None:
        return f"answer-{place.question.pk}"
    if place.passage is None:
        return f"comment-section-{place.section.pk}"
    quoted = quote_in(place.selectors)
    words = f"-{quoted.start}-{len(quoted.exact)}" if quoted is not None else ""
    return f"comment-{place.passage.passage_id}{words}"


def title_of(place: Place, posted: Comment | None = None) -> str:
    """What the form is for, in words."""
    section = place.section
    number = (
        passage_number(section.number, place.passage.ordinal)
        if place.passage is not None
        else f"{section.number} {section.title}"
    )
    if posted is not None:
        return _("Change your comment on %(place)s") % {"place": number}
    if place.parent is not None:
        return _("Reply on %(place)s") % {"place": number}
    if place.question is not None:
        return _("Your answer")
    return _("Comment on %(place)s") % {"place": number}


def quote_of(place: Place) -> str:
    """The words for which another text can be proposed; empty where that makes no sense (a table, the whole section)."""
    passage = place.passage
    quoted = quote_in(place.selectors)
    if quoted is not None:
        return quoted.exact
    return passage.text if passage is not None and passage.type in {"paragraph", "list"} else ""


def audience_words(person: Standing) -> str:
    """Who reads this, and under which name: told above the button."""
    consultation = person.round
    if consultation is None:
        return ""
    if not person.takes_part:
        return _("Only your colleagues read this.")
    if consultation.identity == Round.Identity.FUNCTION:
        name = _("Others see your function and region. The editors know your name.")
    else:
        name = _("Others see your name and organisation.")
        if not consultation.blind:
            name += " " + _("Whom you name as @Name is told.")
    if consultation.blind:
        return _("Until the round closes only the working group and the editors read this.") + " " + name
    return _("Everybody in this round reads this.") + " " + name


def proposes(form: CommentForm, place: Place) -> bool:
    """Whether the proposed text differs from the words that it was prefilled with."""
    text = form["proposal"].value() if "proposal" in form.fields else ""
    return bool(text) and text.split() != quote_of(place).split()


def clock(token: str) -> str:
    """ "14:03" from a ``seen_at`` token; empty when it is none."""
    try:
        return date_format(localtime(datetime.fromisoformat(token)), "H:i")
    except ValueError:
        return ""
