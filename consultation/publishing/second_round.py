"""A limited second round: which sections changed so much since the round closed that members should be asked once more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from consultation.rounds.models import round_of
from consultation.weighing.actions import Gate
from handbook.tracing import ADDED, REMOVED


@dataclass(frozen=True, slots=True)
class ProposedSection:
    """A section to ask about once more; ``percent`` of its words changed, all of a new one."""

    key: str
    number: str
    title: str
    percent: int
    is_new: bool


def propose_sections(gate: Gate | None, *, at: datetime) -> list[ProposedSection]:
    """The sections that are new, or of which at least ``settings.SECOND_ROUND_SHARE`` of the words changed, in reading order.

    Empty as long as no round on what the next version replaces has closed.
    """
    before = round_of(gate.replaced[-1]) if gate is not None else None
    if gate is None or before is None or before.closes_at > at:
        return []
    found = [line.section for line in gate.changes if line.section.kind != REMOVED]
    return [
        ProposedSection(one.key, one.number, one.heading, max(1, round(one.share * 100)), one.kind == ADDED)
        for one in found
        if one.share >= settings.SECOND_ROUND_SHARE
    ]
