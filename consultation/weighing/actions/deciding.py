"""Deciding about a remark and answering its author."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop
from wagtail.log_actions import log

from consultation.comments.actions import refuse_redacted
from consultation.comments.errors import RedactedWords
from consultation.comments.models import Comment
from consultation.delivery.actions import withdraw_topic
from consultation.weighing.actions.answering import write_answers
from consultation.weighing.actions.locking import lock_comment
from consultation.weighing.errors import (
    ChangedMeanwhile,
    MayNotDecide,
    MayNotPublish,
    NamesRedactedWords,
    NothingToWeigh,
    ReasonMissing,
    ValueMissing,
)
from consultation.weighing.models import Decision
from consultation.weighing.notices import tell_answered, topic_of
from consultation.weighing.permissions import can_decide, can_publish


@transaction.atomic
def decide(
    *,
    comment: Comment,
    value: str,
    reason: str,
    points_at: uuid.UUID | None = None,
    publish: bool = False,
    seen_at: datetime | None = None,
    by: Any,
    at: datetime,
) -> Decision:
    """Record what becomes of a remark; with ``publish`` its author hears it in the same transaction, once.

    A published decision stays published: changing it is told to the author again, with the new words. Saving the same
    once more changes and tells nothing. What goes out is kept as it went, with the positions of partners who do not simply
    agree; after an author contested an answer the next one is final.

    Args:
        comment: a posted remark that stands, not a reply.
        value: a value of ``Decision.Value``.
        reason: what the author reads, in the editors' own words.
        points_at: the key of the section that changes because of it, None for that of the remark.
        seen_at: ``decided_at`` of the decision that the form shows. When a colleague decided meanwhile it is refused.
        by: who decides.
        at: now.

    Raises:
        MayNotDecide, MayNotPublish, NothingToWeigh, ValueMissing, ReasonMissing, ChangedMeanwhile,
        NamesRedactedWords: nothing was changed.
    """
    if not can_decide(by):
        raise MayNotDecide
    if publish and not can_publish(by):
        raise MayNotPublish
    if value not in Decision.Value.values:
        raise ValueMissing
    if not reason.strip():
        raise ReasonMissing
    row = lock_comment(comment)
    if not row.stands or row.parent_id is not None:
        raise NothingToWeigh
    known = Decision.objects.filter(comment=row).first()
    if known is not None and known.decided_at != seen_at and (known.value, known.reason) != (value, reason.strip()):
        raise ChangedMeanwhile
    try:
        refuse_redacted(row, reason)
    except RedactedWords as refusal:
        raise NamesRedactedWords from refusal
    decision = known or Decision(comment=row)
    decision.comment = row
    said = (decision.value, decision.reason, decision.is_published, decision.points_at)
    goes_out = publish or decision.is_published
    if said == (value, reason.strip(), goes_out, points_at):
        return decision
    if decision.is_published:
        if not can_publish(by):
            raise MayNotPublish
        withdraw_topic(topic=topic_of(decision), reason=gettext_noop("the answer was changed"), at=at)
    decision.value, decision.reason = Decision.Value(value), reason.strip()
    decision.points_at, decision.decided_by, decision.decided_at = points_at, by, at
    decision.published_at = at if goes_out else None
    decision.save()
    before = {"value": said[0], "reason": said[1], "published": said[2]} if known else None
    log(row, "klankbord.weighing.decide", user=by, timestamp=at, data={"before": before, "value": value, "published": goes_out})
    if goes_out:
        (answer,) = write_answers([decision], by=by, at=at)
        tell_answered(decision=decision, is_final=answer.is_final, at=at)
    return decision
