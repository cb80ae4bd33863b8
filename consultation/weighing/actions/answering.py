"""Writing down what goes out: the answer as it was sent, and the minority as it stood then."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from consultation.weighing.models import Answer, Batch, Contest, Decision, Dissent
from consultation.weighing.positions import apart_on

PIECE = 500
"""Rows that are written at once."""


def write_answers(
    decisions: Sequence[Decision],
    *,
    batch: Batch | None = None,
    despite: str = "",
    contested: Collection[int] = (),
    shown: str = Answer.Shown.NAMED,
    by: Any,
    at: datetime,
) -> list[Answer]:
    """One row for each decision that is published at ``at``, with the positions of those who do not simply agree; a contest
    that was open is settled by it, and the answer final. The caller holds the remarks.

    Args:
        contested: the numbers of the remarks that go out although a partner does not agree, for the reason ``despite``.
        shown: a value of ``Answer.Shown``: what readers see of the minority.
    """
    written: list[Answer] = []
    for start in range(0, len(decisions), PIECE):
        piece = decisions[start : start + PIECE]
        keys = [one.comment_id for one in piece]
        reopened = Contest.objects.filter(comment__in=keys)
        final = set(reopened.values_list("comment", flat=True))
        answers = Answer.objects.bulk_create(
            Answer(
                comment_id=one.comment_id,
                value=one.value,
                reason=one.reason,
                sent_by=by,
                sent_at=at,
                batch=batch,
                is_final=one.comment_id in final,
                despite=despite if one.comment_id in contested else "",
                shown=shown,
            )
            for one in piece
        )
        of_comment = {one.comment_id: one for one in answers}
        Dissent.objects.bulk_create(
            Dissent(
                answer=of_comment[key],
                organisation_id=one.organisation_id,
                value=one.value,
                ground=one.ground,
                reason=one.reason,
            )
            for key, positions in apart_on(keys).items()
            for one in positions
        )
        reopened.filter(settled_at=None).update(settled_at=at)
        written += answers
    return written
