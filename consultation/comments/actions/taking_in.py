"""Remarks that somebody wrote elsewhere, kept as her drafts."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consultation.comments.actions.drafts import save_draft
from consultation.comments.actions.wording import Place, Wording
from consultation.comments.errors import CommentRefused
from consultation.comments.models import Comment


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many drafts were made, how many were there already, and which could not be kept, by their key, with the reason."""

    kept: int
    known: int
    refused: dict[uuid.UUID, CommentRefused]


def take_in(*, user: Any, remarks: Sequence[tuple[uuid.UUID, Place, Wording]], origin: str, at: datetime) -> TakenIn:
    """Keep remarks as drafts, each by itself: one that is refused does not take the others with it.

    Args:
        remarks: key, place and wording of each. A key that is known already is left as it is, whatever became of that
            remark since: she may have changed, posted or withdrawn it.
        origin: a value of ``Comment.Origin``.
    """
    known = set(Comment.objects.filter(key__in=[key for key, _place, _wording in remarks]).values_list("key", flat=True))
    refused: dict[uuid.UUID, CommentRefused] = {}
    kept = 0
    for key, place, wording in remarks:
        if key in known:
            continue
        try:
            save_draft(user=user, place=place, wording=wording, key=key, origin=origin, at=at)
        except CommentRefused as refusal:
            refused[key] = refusal
        else:
            kept += 1
    return TakenIn(kept, len(known), refused)
