"""Deciding about a remark and answering its author: the only code that changes a decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop
from wagtail.log_actions import log

from consultation.comments.actions import refuse_redacted
from consultation.comments.errors import RedactedWords
from consultation.comments.models import Comment
from consultation.delivery.actions import withdraw_topic
from consultation.weighing.errors import (
    ChangedMeanwhile,
    MayNotDecide,
    MayNotPublish,
    MayNotTakeOver,
    NamesRedactedWords,
    NeedsAnEditor,
    NothingProposed,
    NothingToWeigh,
    ReasonMissing,
    ValueMissing,
    WordsClash,
)
from consultation.weighing.models import Decision, TakeOver
from consultation.weighing.notices import tell_answered, topic_of
from consultation.weighing.permissions import can_decide, can_publish, can_take_over
from consultation.weighing.proposals import texts_of
from handbook.actions import take_over_wording
from handbook.merging import Conflicts, NotReworded
from handbook.models import HandbookPage


@transaction.atomic
def decide(
    *,
    comment: Comment,
    value: str,
    reason: str,
    publish: bool = False,
    seen_at: datetime | None = None,
    by: Any,
    at: datetime,
) -> Decision:
    """Record what becomes of a remark; with ``publish`` its author hears it in the same transaction, once.

    A published decision stays published: changing it is told to the author again, with the new words. Saving the same
    once more changes and tells nothing.

    Args:
        comment: a posted remark that stands, not a reply.
        value: a value of ``Decision.Value``.
        reason: what the author reads, in the editors' own words.
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
    row = _lock(comment)
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
    said = (decision.value, decision.reason, decision.is_published)
    goes_out = publish or decision.is_published
    if said == (value, reason.strip(), goes_out):
        return decision
    if decision.is_published:
        if not can_publish(by):
            raise MayNotPublish
        withdraw_topic(topic=topic_of(decision), reason=gettext_noop("the answer was changed"), at=at)
    decision.value, decision.reason = Decision.Value(value), reason.strip()
    decision.decided_by, decision.decided_at = by, at
    decision.published_at = at if goes_out else None
    decision.save()
    before = {"value": said[0], "reason": said[1], "published": said[2]} if known else None
    log(row, "klankbord.weighing.decide", user=by, timestamp=at, data={"before": before, "value": value, "published": goes_out})
    if goes_out:
        tell_answered(decision=decision, at=at)
    return decision


@transaction.atomic
def take_over(*, comment: Comment, by: Any, at: datetime) -> str:
    """Bring a proposed wording into the living text as it is now; returns the title of its section.

    Words that the editors changed meanwhile stay. Taking over twice is refused by what the text says.

    Raises:
        MayNotTakeOver, NothingProposed, NothingToWeigh, NeedsAnEditor, WordsClash, or a HandbookError: nothing was changed.
    """
    if not can_take_over(by):
        raise MayNotTakeOver
    row = _lock(comment)
    if not row.stands:
        raise NothingToWeigh
    texts = texts_of(row)
    handbook = HandbookPage.objects.filter(key=row.version.handbook_key).first()
    if texts is None or row.passage is None or handbook is None:
        raise NothingProposed
    before, proposed = texts
    try:
        title = take_over_wording(
            handbook=handbook, passage_id=row.passage.passage_id, before=before, proposed=proposed, by=by, at=at
        )
    except Conflicts as clash:
        raise WordsClash(clash.conflicts) from clash
    except NotReworded as error:
        raise NeedsAnEditor from error
    TakeOver.objects.update_or_create(comment=row, defaults={"by": by, "at": at})
    log(row, "klankbord.weighing.take_over", user=by, timestamp=at)
    return title


def _lock(comment: Comment) -> Comment:
    return (
        Comment.objects.select_for_update(of=("self",))
        .select_related("submitter__user", "section", "version", "passage")
        .get(pk=comment.pk)
    )
