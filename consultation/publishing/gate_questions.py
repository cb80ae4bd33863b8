"""What the last screen of the wizard asks the editor before a version passes the gates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.urls import reverse
from django.utils.translation import gettext as _

from consultation.publishing.plan import PublicationPlan
from consultation.weighing.actions import Gate, GoAheads


@dataclass(frozen=True, slots=True)
class GateQuestions:
    """``counts`` are the three counts as {label, count, url}, empty where nothing is replaced; ``partners`` those that were asked
    about the working version, None where nobody was. Whether a reason is asked, and the reason that was typed."""

    counts: Sequence[dict[str, Any]]
    asks_gate: bool
    gate_reason: str
    partners: GoAheads | None
    asks_partners: bool
    partners_reason: str

    @classmethod
    def of(cls, plan: PublicationPlan, *, gate: Gate | None, partners: GoAheads | None) -> Self:
        """A correction passes no gate, and only what goes into consultation passes the partners."""
        gate = None if plan.correction else gate
        partners = partners if plan.round is not None else None
        return cls(
            counts=_counts(gate) if gate is not None else (),
            asks_gate=gate is not None and gate.is_open,
            gate_reason=plan.gate_reason,
            partners=partners,
            asks_partners=partners is not None and not partners.all_let_it,
            partners_reason=plan.partners_reason,
        )

    @property
    def is_unanswered(self) -> bool:
        """Whether a reason is asked that was not given."""
        return (self.asks_gate and not self.gate_reason) or (self.asks_partners and not self.partners_reason)


def _counts(gate: Gate) -> list[dict[str, Any]]:
    unanswered, unchanged, unexplained = gate.counts
    address = reverse("gate", args=[gate.since.slug, gate.since.label])
    return [
        {"label": _("Comments without an answer"), "count": unanswered, "url": f"{address}?toon=onbeantwoord"},
        {"label": _("Adopted comments whose text did not change"), "count": unchanged, "url": f"{address}?toon=ongewijzigd"},
        {
            "label": _("Changed sections without a comment or a reason"),
            "count": unexplained,
            "url": f"{address}?toon=zonder-reden",
        },
    ]
