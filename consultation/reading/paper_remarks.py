"""Remarks behind the sections of a PDF: those that the asker may see, numbered, with the answers that were sent."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import F, Prefetch
from django.utils.translation import gettext as _

from consultation.comments.models import Comment
from consultation.comments.quoting import quote_in
from consultation.rounds.models import Round, round_of
from handbook.exchange.pdf import Remark
from handbook.models import Section, Version
from handbook.numbering import passage_number


def remarks_on_paper(version: Version, *, user: Any, at: datetime) -> dict[str, list[Remark]]:
    """The remarks by the number of their section in this version, in reading order; what a blind round hides is not there.

    Remarks on the version that this one corrects stand behind the section of the same key. Five queries.
    """
    visible = Comment.objects.visible_to(user, at).posted()
    people = ("submitter__user__organisation", "submitter__organisation")
    replies = visible.select_related(*people).order_by("created_at", "pk")
    remarks = (
        visible.filter(version__in=Version.objects.issue_of(version), parent=None)
        .select_related("section", "passage", "decision", "question", *people)
        .prefetch_related(Prefetch("replies", replies, to_attr="shown_replies"))
        .order_by("section__position", F("passage__ordinal").asc(nulls_first=True), "number", "pk")
    )
    numbers = dict(Section.objects.filter(version=version).values_list("key", "number"))
    round = round_of(version)
    found: dict[str, list[Remark]] = defaultdict(list)
    for remark in remarks:
        section = remark.section
        found[numbers.get(section.key, section.number)].append(_on_paper(remark, round))
    return dict(found)


def _on_paper(remark: Comment, round: Round | None) -> Remark:
    quoted = quote_in(remark.selectors)
    place = passage_number(remark.section.number, remark.passage.ordinal) if remark.passage else remark.section.number
    parts = [(str(remark.question) if remark.question else "", remark.body), (_("Proposed text"), remark.proposed)]
    decision = getattr(remark, "decision", None)
    if decision is not None and decision.is_published:
        parts.append((str(decision.get_value_display()), decision.reason))
    parts += [(_("Reply of %(who)s") % {"who": _who(reply, round)}, reply.body) for reply in remark.shown_replies]  # type: ignore[attr-defined]
    number = f"R{remark.number}" if remark.number else ""
    return Remark(
        head=" · ".join(part for part in (number, place, _who(remark, round)) if part),
        quoted=quoted.exact if quoted else "",
        parts=[(label, text) for label, text in parts if text],
    )


def _who(remark: Comment, round: Round | None) -> str:
    return ", ".join(part for part in remark.submitter.appears_in(round) if part)
