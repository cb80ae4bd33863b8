"""The page with all that somebody wrote in a round and did not post: the texts, the guard's questions, what was ticked."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from consultation.comments import guard
from consultation.comments.actions import ChosenDraft, Confirmation, unposted
from consultation.comments.findings import describe_findings
from consultation.comments.gathered import Piece, piece_of
from consultation.rounds.models import Round


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One draft with its tick. ``confirmed``: the marks that its writer said to be no personal data."""

    piece: Piece
    ticked: bool
    refused: str
    findings: Sequence[dict[str, Any]]
    confirmed: frozenset[str]
    explanation: str

    @property
    def key(self) -> uuid.UUID:
        return self.piece.comment.key

    @property
    def seen_at(self) -> str:
        """Which text this is, for the form."""
        return self.piece.comment.saved_at.isoformat()

    @property
    def needs_explanation(self) -> bool:
        """Whether the guard took a number in it for a BSN."""
        return any(finding["needs_explanation"] for finding in self.findings)


def chosen_in(data: QueryDict) -> list[ChosenDraft]:
    """The drafts that a form names, with what it says of each."""
    chosen = []
    for name in data.getlist("draft"):
        with suppress(ValueError):
            key = uuid.UUID(name)
            chosen.append(ChosenDraft(key, parse_datetime(data.get(f"seen-{key}", "")), _confirmation(data, key)))
    return chosen


def draft_lines(
    *, user: Any, round: Round, data: QueryDict | None = None, refused: Mapping[uuid.UUID, str] | None = None
) -> list[DraftLine]:
    """The drafts of a person in a round in reading order, all ticked or, with ``data``, as a form left them; two queries.

    Args:
        refused: by key why a draft was not posted.
    """
    drafts = (
        unposted(round)
        .filter(submitter__user=user)
        .select_related("section__version", "passage", "version", "question", "parent")
        .order_by("section__position", "passage__ordinal", "pk")
    )
    ticked = {one.key for one in chosen_in(data)} if data is not None else None
    lines = []
    for draft in drafts:
        found = [*guard.find(draft.body), *guard.find(draft.proposed)]
        said = _confirmation(data, draft.key) if data is not None else Confirmation()
        lines.append(
            DraftLine(
                piece=piece_of(draft),
                ticked=ticked is None or draft.key in ticked,
                refused=(refused or {}).get(draft.key, ""),
                findings=describe_findings(found),
                confirmed=said.marks,
                explanation=said.explanation,
            )
        )
    return lines


def _confirmation(data: QueryDict, key: uuid.UUID) -> Confirmation:
    return Confirmation.from_marks(data.getlist(f"no_personal_data-{key}"), data.get(f"explanation-{key}", "")[:300])
