"""Handing remarks to colleagues, and noting among each other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.comments.models import Comment
from consultation.weighing.errors import MayNotDecide, NoteMissing, NotOneOfUs
from consultation.weighing.models import Assignment, Note
from consultation.weighing.permissions import can_decide


@transaction.atomic
def assign(*, comments: Iterable[Comment], to: Any | None, by: Any, at: datetime) -> int:
    """These remarks are looked at by ``to``, or by nobody in particular; returns how many changed hands.

    Raises:
        MayNotDecide, NotOneOfUs: nothing was changed.
    """
    if not can_decide(by):
        raise MayNotDecide
    if to is not None and not can_decide(to):
        raise NotOneOfUs
    keys = [comment.pk for comment in comments]
    known = dict(Assignment.objects.select_for_update().filter(comment__in=keys).values_list("comment", "to"))
    changed = [key for key in keys if known.get(key) != (to.pk if to is not None else None)]
    Assignment.objects.filter(comment__in=changed).delete()
    if to is not None:
        Assignment.objects.bulk_create(
            [Assignment(comment_id=key, to=to, by=by, at=at) for key in changed],
            update_conflicts=True,
            unique_fields=["comment"],
            update_fields=["to", "by", "at"],
        )
    return len(changed)


@transaction.atomic
def write_note(*, comment: Comment, text: str, by: Any, at: datetime) -> Note:
    """A note that only the weighers read. Raises MayNotDecide, NoteMissing."""
    if not can_decide(by):
        raise MayNotDecide
    if not text.strip():
        raise NoteMissing
    note = Note.objects.create(comment=comment, author=by, text=text.strip(), written_at=at)
    log(comment, "klankbord.weighing.note", user=by, timestamp=at)
    return note
