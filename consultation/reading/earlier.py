"""Remarks on earlier versions, where their words stand now: beside the newer text, and in "Mijn reacties"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from consultation.comments.models import Comment, Placement
from consultation.reading.addresses import section_url
from consultation.reading.remarks import SHOWN, RemarkContext, RemarkView, remark_view
from consultation.rounds.permissions import Standing
from consultation.tryouts.models import Stuck
from consultation.weighing.actions import Effect, EffectKind, effect_at, effects_in
from consultation.weighing.models import Dissent
from handbook.models import Section, Version
from handbook.numbering import passage_number


def placed_here(section: Section, *, user: Any, at: datetime) -> list[Placement]:
    """The remarks on earlier versions that stand in this section now, as far as this reader may see them; one query, and
    none on the first version.
    """
    if not user.is_authenticated or section.version.ordinal == 1:
        return []
    visible = Comment.objects.visible_to(user, at).posted()
    found = Placement.objects.filter(section=section, comment__in=visible).select_related(
        "passage",
        "comment__submitter__user__organisation",
        "comment__submitter__organisation",
        "comment__version__round",
        "comment__section",
        "comment__passage",
        "comment__decision",
        "comment__contest__answer",
    )
    placements = list(found.order_by("passage__ordinal", "comment__version__ordinal", "comment__number"))
    for placement in placements:
        placement.section, placement.version = section, section.version
    return placements


def earlier_views(
    placements: Sequence[Placement],
    *,
    person: Standing,
    section_number: str,
    minority: Mapping[int, Sequence[Dissent]],
    at: datetime,
) -> list[RemarkView]:
    """Them as remarks beside the text, with where each was made and what became of its words. They can only be read here."""
    views = []
    stuck = Stuck.objects.told_in(placement.comment for placement in placements)
    for placement in placements:
        comment = placement.comment
        version, section = comment.version, comment.section
        context = RemarkContext(
            # The standing in this version would let her reply and support there; on the other one the round is over.
            person=replace(person, round=version.round if hasattr(version, "round") else None),
            at=at,
            section_url=section_url(version, section.number),
            section_number=section.number,
            passages={comment.passage_id: comment.passage} if comment.passage_id and comment.passage else {},
            supports={},
            stuck=stuck,
            minority=minority,
        )
        view, effect = remark_view(comment, context), effect_at(placement)
        views.append(
            replace(
                view,
                passage_id=str(placement.passage.passage_id) if placement.passage else "",
                passage_number=passage_number(section_number, placement.passage.ordinal) if placement.passage else "",
                placement_note=note_of(effect, is_confirmed=placement.confirmed_at is not None),
                place_parts=effect.parts,
                origin_url=view.anchor_url,
                origin_label=f"{version.label}, {view.passage_number or section.number}",
                support_url="",
                object_url="",
                reply_url="",
                edit_url="",
                withdraw_url="",
                report_url="",
                contest_url="",
                contest_until=None,
            )
        )
    return views


def carried_views(placements: Sequence[Placement], context: RemarkContext) -> list[RemarkView]:
    """The remarks on the version that this one corrects, as remarks of this one: the round is the same, so that one can
    reply and support here. At most one query, for their replies.
    """
    comments = [placement.comment for placement in placements]
    replies: dict[int, list[Comment]] = {}
    if comments:
        found = Comment.objects.visible_to(context.person.user, context.at).filter(parent__in=comments)
        for reply in found.select_related(
            "submitter__user__organisation", "submitter__organisation", "decision", "contest__answer", "version__round"
        ).order_by("created_at", "pk"):
            replies.setdefault(reply.parent_id or 0, []).append(reply)
    views = []
    for placement in placements:
        comment = placement.comment
        here = {comment.passage_id: placement.passage} if comment.passage_id and placement.passage else {}
        shared = replace(context, passages=here)
        answers = (remark_view(reply, shared) for reply in replies.get(comment.pk, []))
        view = remark_view(comment, shared, replies=tuple(one for one in answers if one.state in SHOWN))
        effect = effect_at(placement)
        note = note_of(effect, is_confirmed=placement.confirmed_at is not None)
        views.append(replace(view, placement_note=note, place_parts=effect.parts))
    return views


def note_of(effect: Effect, *, is_confirmed: bool) -> str:
    """What became of the words, in a sentence; empty when nothing did. What is not an exact match always says so."""
    if is_confirmed or effect.kind == EffectKind.PUT:
        return _("The editors put this comment here.")
    notes = {
        EffectKind.MOVED: _("The text stands somewhere else now: here."),
        EffectKind.CHANGED: _("The text was changed after this comment."),
    }
    return notes.get(effect.kind, "")


def effects_now(comments: Sequence[Comment], *, user: Any, at: datetime) -> dict[int, Effect]:
    """By the number of the remark, what became of its words in the newest version in which it was placed and that its writer may
    read; one query, and at most three for each version."""
    found = (
        Placement.objects.filter(comment__in=[comment.pk for comment in comments])
        .filter(version__in=Version.objects.visible_to(user), version__frozen_at__lte=at)
        .select_related("version")
        .order_by("version__ordinal")
    )
    newest = {placement.comment_id: placement.version for placement in found}
    effects: dict[int, Effect] = {}
    for version in set(newest.values()):
        effects |= effects_in([comment for comment in comments if newest.get(comment.pk) == version], version)
    return effects
