"""The facts of a round and the decisions in it, as plain data with heads in the language that is active."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from consultation.accountability.snapshot import take_snapshot
from consultation.accountability.wording import figure_sentences
from consultation.rounds.models import WindowChange, describe_instant, round_of
from consultation.weighing.weighed import remarks_of
from handbook.models import Status, Version
from handbook.numbering import passage_number

Facts = dict[str, Any]


def facts_of(version: Version, *, at: datetime) -> Facts:
    """Which version, how it stood, when one could react, who was asked and what, and what came of it in sentences."""
    round = round_of(version)
    note = take_snapshot(version, introduction="", readers="versie", number=0, at=at)
    facts: Facts = {
        "form": "klankbord-round/1",
        "handbook": version.slug,
        "title": version.title,
        "label": version.label,
        "frozen_at": describe_instant(version.frozen_at),
        "statuses": [
            {"status": str(Status(one.status).label), "from": describe_instant(one.at), "reason": one.reason}
            for one in version.statuses.order_by("id")
        ],
        "figures": note["figures"],
        "sentences": figure_sentences(note),
        "round": None,
    }
    if round is not None:
        changes = WindowChange.objects.filter(round=round).order_by("id")
        facts["round"] = {
            "opened": describe_instant(round.opens_at),
            "closed": describe_instant(round.closes_at),
            "blind": round.blind,
            "identity": str(round.get_identity_display()),
            "audience": list(round.audience.order_by("name").values_list("name", flat=True)),
            "asked": round.intro,
            "questions": list(round.questions.order_by("ordinal").values_list("text", flat=True)),
            "changes": [{"closed": describe_instant(one.closes_after), "reason": one.reason} for one in changes],
        }
    return facts


def decisions_of(version: Version) -> tuple[list[str], list[list[str]]]:
    """Heads, and a row for each remark that was decided about, in reading order: those that were not sent too."""
    heads = [_("No."), _("Passage"), _("Decision"), _("Explanation"), _("Decided on"), _("Sent on"), _("Group"), _("Positions")]
    remarks = (
        remarks_of(version)
        .filter(decision__isnull=False)
        .select_related("section", "passage", "decision", "grouped__group")
        .prefetch_related("positions__organisation")
    )
    return heads, [_decided(remark) for remark in remarks]


def _decided(remark: Any) -> list[str]:
    decision, section, passage = remark.decision, remark.section, remark.passage
    alike = getattr(remark, "grouped", None)
    positions = [
        f"{one.organisation}: {one.get_value_display()}" + (f" ({one.reason})" if one.reason else "")
        for one in remark.positions.all()
        if one.confirmed_at is not None
    ]
    return [
        f"R{remark.number}" if remark.number else "",
        passage_number(section.number, passage.ordinal) if passage else section.number,
        str(decision.get_value_display()),
        decision.reason,
        _day(decision.decided_at),
        _day(decision.published_at) if decision.published_at else "",
        str(alike.group_id) if alike is not None and alike.group_id and alike.group.confirmed_at else "",
        "; ".join(positions),
    ]


def _day(instant: datetime) -> str:
    return date_format(localtime(instant), "j F Y")
