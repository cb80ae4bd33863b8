"""Bringing a proposed wording into the living text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.comments.models import Comment
from consultation.weighing.actions.locking import lock_comment
from consultation.weighing.errors import MayNotTakeOver, NeedsAnEditor, NothingProposed, NothingToWeigh, WordsClash
from consultation.weighing.models import TakeOver
from consultation.weighing.permissions import can_take_over
from consultation.weighing.proposals import texts_of
from handbook.actions import take_over_wording
from handbook.merging import Conflicts, NotReworded
from handbook.models import HandbookPage


@transaction.atomic
def take_over(*, comment: Comment, by: Any, at: datetime) -> str:
    """Bring a proposed wording into the living text as it is now; returns the title of its section.

    Words that the editors changed meanwhile stay. Taking over twice is refused by what the text says.

    Raises:
        MayNotTakeOver, NothingProposed, NothingToWeigh, NeedsAnEditor, WordsClash, or a HandbookError: nothing was changed.
    """
    if not can_take_over(by):
        raise MayNotTakeOver
    row = lock_comment(comment)
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
