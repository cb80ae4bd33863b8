"""What the home page shows beside the editor's words: what is in consultation, and which handbooks there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from consultation.reading.access import days_until
from consultation.rounds.models import Round
from handbook.models import HandbookPage


@dataclass(frozen=True, slots=True)
class OpenConsultation:
    """A round that runs, in the words of the home page. The label of a draft is no secret; its text is."""

    title: str
    label: str
    summary: str
    days_left: int
    closes_at: Any
    url: str


def front_door() -> dict[str, Any]:
    """Open rounds and published handbooks; two queries, whatever their number."""
    at = timezone.now()
    handbooks = list(HandbookPage.objects.live().order_by("title"))
    by_key = {page.key: page for page in handbooks}
    rounds = Round.objects.open(at).select_related("version").order_by("closes_at")
    consultations = [
        OpenConsultation(
            title=round.version.title,
            label=round.version.label,
            summary=by_key[round.version.handbook_key].summary,
            days_left=days_until(round.closes_at, at),
            closes_at=round.closes_at,
            url=reverse("handbook", kwargs={"slug": by_key[round.version.handbook_key].slug}),
        )
        for round in rounds
        if round.version.handbook_key in by_key
    ]
    return {"consultations": consultations, "handbooks": handbooks}
