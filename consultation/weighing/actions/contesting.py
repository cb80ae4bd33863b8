"""An author says, once, that the answer misses what she meant: the remark is weighed again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.comments.actions import refuse_redacted
from consultation.comments.errors import RedactedWords
from consultation.comments.models import Comment
from consultation.weighing.actions.grouping import leave_group, lock_groups
from consultation.weighing.actions.locking import lock_comment
from consultation.weighing.errors import (
    ContestedBefore,
    ContestNamesRedactedWords,
    NoAnswerYet,
    NotYours,
    TooLateToContest,
    WhatWasMeantMissing,
)
from consultation.weighing.models import Answer, Contest, Decision
from consultation.weighing.notices import tell_contested
from consultation.weighing.permissions import is_in_time


@transaction.atomic
def contest_answer(*, comment: Comment, reason: str, by: Any, at: datetime) -> Contest:
    """Reopens an answered remark for those who weigh, with what its author meant. It stands alone from then on, outside its
    group, and its decision waits as a draft; the answer that she had stays readable until the next one, which is final.

    Args:
        comment: a remark of ``by``, or of the organisation that she submits for, with an answer.
        reason: what she meant.
        by: the author.
        at: now.

    Raises:
        NotYours, NoAnswerYet, ContestedBefore, TooLateToContest, WhatWasMeantMissing, ContestNamesRedactedWords: nothing was
        changed.
    """
    if not Comment.objects.of(by).filter(pk=comment.pk).exists():
        raise NotYours
    if not reason.strip():
        raise WhatWasMeantMissing
    lock_groups(comment.version.issue)
    row = lock_comment(comment)
    if Contest.objects.filter(comment=row).exists():
        raise ContestedBefore
    decision = Decision.objects.published().filter(comment=row).first()
    answer = Answer.objects.filter(comment=row).order_by("sent_at", "pk").last()
    if decision is None or decision.published_at is None or answer is None or not row.stands:
        raise NoAnswerYet
    if not is_in_time(decision.published_at, at):
        raise TooLateToContest
    try:
        refuse_redacted(row, reason)
    except RedactedWords as refusal:
        raise ContestNamesRedactedWords from refusal
    contest = Contest.objects.create(comment=row, answer=answer, by=by, reason=reason.strip(), at=at)
    decision.published_at = None
    decision.save()
    leave_group(comment=row, at=at)
    log(row, "klankbord.weighing.contest", user=by, timestamp=at)
    tell_contested(contest=contest, at=at)
    return contest
