"""The page of one remark, as every address shows it that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consultation.comments.models import Comment
from consultation.comments.quoting import quote_in
from consultation.tryouts.models import Stuck
from consultation.weighing.effects import effects_for
from consultation.weighing.forms import DecisionForm, NoteForm, PositionForm, RecordedPositionForm
from consultation.weighing.models import Answer, Decision, Dissent
from consultation.weighing.permissions import can_publish, can_take_over, contest_of, partners_of
from consultation.weighing.positions import Positions, positions_on
from consultation.weighing.proposals import texts_of
from consultation.weighing.stances import members_of
from consultation.weighing.views.beginning import ANCHOR, templates_for
from consultation.weighing.views.lists import ALL, OPEN, ChosenList, address_of
from consultation.weighing.views.panes import beside
from handbook.diff import diff_words
from handbook.merging import Conflict
from handbook.standing import editing_address


def show_remark(
    request: HttpRequest,
    comment: Comment,
    form: DecisionForm | None = None,
    *,
    other: Decision | None = None,
    refusal: str = "",
    conflicts: Sequence[Conflict] = (),
    note_form: NoteForm | None = None,
    position_form: PositionForm | None = None,
    recorded_form: RecordedPositionForm | None = None,
) -> HttpResponse:
    """The page of a remark. A form that is given is shown with its mistakes, and the answer is a 422."""
    decision = getattr(comment, "decision", None)
    refused = refusal or note_form or position_form or recorded_form or (form and form.errors)
    form = form or DecisionForm(initial=initial_of(decision), version=comment.version)
    quoted = quote_in(comment.selectors)
    texts = texts_of(comment)
    chosen = ChosenList(request, comment.version, default=OPEN if decision is None else ALL)
    context = (
        beside(chosen, [one.pk for one in members_of(comment)])
        | {
            "comment": comment,
            "kept": f"weeg:{comment.key}:{decision.decided_at.isoformat() if decision is not None else ''}",
            "here": address_of(request, "weigh", comment.key),
            "jump": address_of(request, "weigh", comment.key, anchor=ANCHOR),
            "words": quoted.exact if quoted else "",
            "parts": diff_words(*texts) if texts else [],
            "decision": decision,
            "effect": effects_for([comment], user=request.user).get(comment.pk),
            "taken_over": getattr(comment, "take_over", None),
            "other": other,
            "form": form,
            "refusal": refusal,
            "conflicts": conflicts,
            "living_url": _living(comment) if refusal else "",
            "may_publish": can_publish(request.user),
            "may_take_over": texts is not None and can_take_over(request.user),
            "replies": comment.replies.posted().select_related("submitter__user__organisation").order_by("posted_at"),
            "supports": comment.supports.select_related("submitter__user__organisation").order_by("-value", "pk"),
            "group": alike.group if (alike := getattr(comment, "grouped", None)) else None,
            "templates": templates_for(comment.version),
            "assignment": getattr(comment, "assignment", None),
            "stuck": Stuck.objects.told_in([comment]).get(comment.pk, ""),
            "notes": comment.notes.select_related("author"),
            "note_form": note_form or NoteForm(),
            "contest": contest_of(comment),
            "answers": [{"answer": answer, "dissents": list(answer.dissents.all())} for answer in _sent(comment)],
        }
        | shown_positions(comment, user=request.user, position_form=position_form, recorded_form=recorded_form)
    )
    return render(request, "consultation/weighing/one.html", context, status=422 if refused else 200)


def shown_positions(
    comment: Comment,
    *,
    user: Any,
    position_form: PositionForm | None = None,
    recorded_form: RecordedPositionForm | None = None,
) -> dict[str, Any]:
    """Where the partners stand, with the forms to say so, as ``_positions.html`` asks. A group is spoken of at its oldest."""
    decision = getattr(comment, "decision", None)
    positions = positions_on(comment, user=user)
    own_is_old = positions.own is not None and not positions.own.is_about(decision)
    return {
        "positions": positions,
        "lines": [{"position": one, "is_old": not one.is_about(decision)} for one in positions.others],
        "own_is_old": own_is_old,
        "opens_own": own_is_old or position_form is not None or not (positions.own or can_publish(user)),
        "position_form": position_form or PositionForm(initial=_stance_of(positions), prefix="own"),
        "recorded_form": recorded_form
        or RecordedPositionForm(prefix="partner", partners=partners_of(comment.version.handbook_key)),
    }


def _sent(comment: Comment) -> QuerySet[Answer]:
    """What went out, the newest first, with the minority of each."""
    dissents = Prefetch("dissents", Dissent.objects.select_related("organisation"))
    return comment.answers.order_by("-sent_at", "-pk").prefetch_related(dissents)


def _living(comment: Comment) -> str:
    """Where an editor changes the passage by hand."""
    if comment.passage is None:
        return ""
    return editing_address(handbook_key=comment.version.handbook_key, passage_id=comment.passage.passage_id)


def initial_of(decision: Decision | None) -> dict[str, Any]:
    """What the form of a decision shows at first."""
    if decision is None:
        return {}
    seen_at, points_at = decision.decided_at.isoformat(), decision.points_at or ""
    return {"value": decision.value, "reason": decision.reason, "points_at": str(points_at), "seen_at": seen_at}


def _stance_of(positions: Positions) -> dict[str, Any]:
    own = positions.own
    return {"value": own.value, "ground": own.ground, "reason": own.reason} if own is not None else {}
