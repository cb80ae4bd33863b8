"""What a receiver decides: how fast she hears of a kind, and which notices she has read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from consultation.delivery import kinds
from consultation.delivery.models import Notice, Preference


@transaction.atomic
def set_pace(*, user_id: int, kind: str, pace: str) -> None:
    """Records how fast somebody wants to hear of ``kind``; it holds for mails that wait already.

    Raises:
        UnknownKind; ValueError for a pace that does not exist.
    """
    kinds.get(kind)
    Preference.objects.update_or_create(user_id=user_id, kind=kind, defaults={"pace": Preference.Pace(pace)})


def mark_read(*, user: Any, notice_id: int | None = None, at: datetime) -> int:
    """Marks one of somebody's own notices as read, or all of them; returns how many were unread."""
    unread = Notice.objects.visible_to(user).unread()
    if notice_id is not None:
        unread = unread.filter(pk=notice_id)
    return unread.update(read_at=at)
