"""A note as plain data: every remark that was weighed, by section, with its answer, and figures counted from just that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from consultation.accountability.effects import PlainEffect, text_effects
from consultation.comments.models import Comment, Submitter
from consultation.comments.quoting import quote_in
from consultation.rounds.models import Round, round_of
from consultation.weighing.models import Decision
from consultation.weighing.weighed import remarks_of
from handbook.models import Passage, Section, Version
from handbook.numbering import passage_number

FORM = "klankbord-note/1"
Note = dict[str, Any]
"""``{"form", "handbook", "title", "label", "number", "made_on", "round", "introduction", "figures", "sections"}``; a section
``{"number", "title", "entries"}``; an entry ``{"remarks", "value", "decision", "reason", "positions"}`` with empty words
where there is no answer yet."""


def take_snapshot(version: Version, *, introduction: str, readers: str, number: int, at: datetime) -> Note:
    """The note of a version (never of a correction) as it is now, in the language of the site. The number of queries does not
    grow with remarks. Decisions that were not sent, and positions on an earlier decision, are no part of it."""
    with translation.override(settings.LANGUAGE_CODE):
        round = round_of(version)
        remarks = list(
            remarks_of(version)
            .select_related("decision", "grouped__group")
            .prefetch_related(
                # Few for many remarks: each is made once.
                Prefetch("section", Section.objects.defer("text")),
                Prefetch("passage", Passage.objects.defer("html", "data")),
                "version",
                "question",
                "submitter__user__organisation",
                "submitter__organisation",
                "positions__organisation",
            )
        )
        effects = text_effects(version, remarks, readers=readers)
        sections = _sections(remarks, round, effects)
        return {
            "form": FORM,
            "handbook": version.slug,
            "title": version.title,
            "label": version.label,
            "number": number,
            "made_on": localtime(at).date().isoformat(),
            "round": _round(round),
            "introduction": introduction,
            "figures": _figures(remarks, sections),
            "sections": sections,
        }


def credited_as(submitter: Submitter, round: Round | None) -> str:
    """How a note names who stands behind a remark: her organisation and number, or the number alone where members do not
    appear by name in the round. Never a person's name: a note is read by more people than the round was."""
    number = _("submitter %(number)s") % {"number": submitter.number}
    if submitter.collective:
        return str(submitter.organisation or number)
    if round is not None and round.identity == Round.Identity.FUNCTION:
        return number
    organisation = submitter.organisation or (submitter.user.organisation if submitter.user else None)
    return f"{organisation}, {number}" if organisation else number


def _round(round: Round | None) -> dict[str, Any] | None:
    if round is None:
        return None
    days = (date_format(localtime(instant), "j F Y") for instant in (round.opens_at, round.closes_at))
    opened, closed = days
    return {"opened": opened, "closed": closed, "blind": round.blind}


def _sections(remarks: Iterable[Comment], round: Round | None, effects: dict[int, PlainEffect]) -> list[dict[str, Any]]:
    """An answer that went to a group stands once, at its first remark, and names the sections of the others."""
    sections: dict[Any, dict[str, Any]] = {}
    answered: dict[tuple[Any, ...], dict[str, Any]] = {}
    for remark in remarks:
        key = _shared_answer(remark)
        entry = answered.get(key) if key else None
        if entry is None:
            section = remark.section
            into = sections.setdefault(section.key, {"number": section.number, "title": section.title, "entries": []})
            entry = _entry(remark)
            into["entries"].append(entry)
            if key:
                answered[key] = entry
        entry["remarks"].append(_remark(remark, round, effects.get(remark.pk)))
    return list(sections.values())


def _shared_answer(remark: Comment) -> tuple[Any, ...] | None:
    """By what remarks belong together: a group that a person confirmed, and one answer that went to it."""
    alike, decision = getattr(remark, "grouped", None), _sent(remark)
    if alike is None or alike.group is None or alike.group.confirmed_at is None:
        return None
    return (alike.group_id, decision.value, decision.reason) if decision else (alike.group_id,)


def _sent(remark: Comment) -> Decision | None:
    decision = getattr(remark, "decision", None)
    return decision if decision is not None and decision.is_published else None


def _entry(remark: Comment) -> dict[str, Any]:
    decision = _sent(remark)
    positions = [
        {"organisation": str(one.organisation), "position": str(one.get_value_display()), "reason": one.reason}
        for one in remark.positions.all()
        if decision is not None and one.value != one.Value.AGREE and one.confirmed_at is not None and one.is_about(decision)
    ]
    return {
        "remarks": [],
        "value": decision.value if decision else "",
        "decision": str(decision.get_value_display()) if decision else "",
        "reason": decision.reason if decision else "",
        "positions": positions,
    }


def _remark(remark: Comment, round: Round | None, effect: PlainEffect | None) -> dict[str, Any]:
    section, passage, quoted = remark.section, remark.passage, quote_in(remark.selectors)
    return {
        "key": str(remark.key),
        "number": f"R{remark.number}" if remark.number else "",
        "who": credited_as(remark.submitter, round),
        "place": passage_number(section.number, passage.ordinal) if passage is not None else section.number,
        "quoted": quoted.exact if quoted else "",
        "kind": str(remark.get_kind_display()),
        "ground": str(remark.get_ground_display()) if remark.ground else "",
        "late": remark.late,
        "question": str(remark.question) if remark.question else "",
        "body": remark.body,
        "proposed": remark.proposed,
        "effect": effect,
    }


def _figures(remarks: list[Comment], sections: list[dict[str, Any]]) -> dict[str, Any]:
    """Counted from the note itself, so that whoever counts along comes to the same."""
    entries = [entry for section in sections for entry in section["entries"]]
    values: Counter[str] = Counter()
    for entry in entries:
        values[entry["value"]] += len(entry["remarks"])
    return {
        "remarks": len(remarks),
        "submitters": len({remark.submitter_id for remark in remarks}),
        "late": sum(remark.late for remark in remarks),
        "answered": sum(count for value, count in values.items() if value),
        "unanswered": values[""],
        "values": [[str(label), values[value]] for value, label in Decision.Value.choices if values[value]],
        "groups": sum(len(entry["remarks"]) > 1 for entry in entries),
        "apart": sum(bool(entry["positions"]) for entry in entries),
        "changed": sum(
            bool(remark["effect"] and remark["effect"]["before"] != remark["effect"]["after"])
            for entry in entries
            for remark in entry["remarks"]
        ),
    }
