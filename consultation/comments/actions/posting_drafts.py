"""Posting the drafts of a round together: each by the rules of one remark, and what is refused stays a draft."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from consultation.comments.actions.posting import post_comment
from consultation.comments.actions.wording import Confirmation, Place, Wording
from consultation.comments.errors import CommentRefused, DraftChanged
from consultation.comments.models import Comment
from consultation.rounds.models import Round
from handbook.models import Version


@dataclass(frozen=True, slots=True)
class ChosenDraft:
    """A draft as the list showed it: ``seen_at`` is its ``saved_at`` then."""

    key: uuid.UUID
    seen_at: datetime | None
    confirmation: Confirmation = field(default_factory=Confirmation)


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft that was not posted, and why."""

    draft: Comment
    refusal: CommentRefused


@transaction.atomic
def post_drafts(*, user: Any, round: Round, chosen: Iterable[ChosenDraft], at: datetime) -> tuple[list[Comment], list[KeptDraft]]:
    """Post these drafts of one person in a round, in reading order.

    Args:
        chosen: what she ticked. A draft that another tab changed meanwhile stays one, since she did not see those words;
            one that is posted already (a double click) counts as posted; what is not hers is passed over.

    Returns: the remarks that stand now, and the drafts that stay with the reason.
    """
    wanted = {one.key: one for one in chosen}
    own = (
        Comment.objects.filter(submitter__user=user, key__in=wanted, version__in=Version.objects.issue_of(round.version))
        .select_related("section__version__round", "section__version__corrects__round", "passage", "parent", "question__round")
        .order_by("section__position", "passage__ordinal", "pk")
    )
    posted, kept = [], []
    for draft in own:
        one = wanted[draft.key]
        try:
            posted.append(_post(user, draft, one, at))
        except CommentRefused as refusal:
            kept.append(KeptDraft(draft, refusal))
    return posted, kept


def _post(user: Any, draft: Comment, one: ChosenDraft, at: datetime) -> Comment:
    if draft.is_draft and one.seen_at != draft.saved_at:
        raise DraftChanged
    return post_comment(
        user=user,
        place=Place(draft.section, draft.passage, draft.parent, draft.question, tuple(draft.selectors)),
        wording=Wording.of(draft),
        key=draft.key,
        seen_at=draft.saved_at,
        confirmation=one.confirmation,
        at=at,
    )
