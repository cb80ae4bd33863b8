""" "I got stuck here": a remark on the passage of the step, and that it came from a walk."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from consultation.comments.actions import Confirmation, Place, Wording, post_comment
from consultation.comments.models import Comment
from consultation.tryouts.actions.walking import lock_walk
from consultation.tryouts.errors import AlreadyTold
from consultation.tryouts.models import Case, Stuck
from handbook.framework.graph import Step
from handbook.models import Passage


@transaction.atomic
def tell_stuck(
    *,
    user: Any,
    case: Case,
    step: Step,
    reason: str,
    key: uuid.UUID,
    confirmation: Confirmation | None = None,
    at: datetime,
) -> Comment:
    """Post why she got stuck at this step, as a remark that everybody in the round reads.

    Her words stay her own; that she got stuck, and in which case, stands beside them (``Stuck``). A second post with the same
    key (a double click) returns the first. After she took the remark back she can write another.

    Raises:
        TakesNoPart, NotOpen, NotBegun, AlreadyFinished, AlreadyTold, and all that ``post_comment`` raises: nothing was changed.
    """
    walk = lock_walk(user, case, at)
    told = Stuck.objects.filter(walk=walk, step=step.name).select_related("comment").first()
    if told is not None and told.comment.stands:
        if told.comment.key == key:
            return told.comment
        raise AlreadyTold
    version = case.tryout.round.version
    passage = Passage.objects.select_related("section__version__round").get(
        section__version=version, passage_id=step.place.passage
    )
    comment = post_comment(
        user=user,
        place=Place(passage.section, passage=passage),
        wording=Wording(reason),
        key=key,
        confirmation=confirmation,
        origin=Comment.Origin.TRYOUT,
        at=at,
    )
    Stuck.objects.update_or_create(walk=walk, step=step.name, defaults={"comment": comment})
    return comment
