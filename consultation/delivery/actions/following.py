"""Tells what is new in a stream of events to those whose digest is due, and keeps how far each was told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from consultation.delivery import kinds
from consultation.delivery.budget import lock_accounts
from consultation.delivery.models import Cursor, Notice
from consultation.delivery.wishes import wishes_of

PEOPLE = 100
"""So many in one transaction."""


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody whose digest is due: the account, and the number of the last event that she was told of."""

    user: Any
    position: int


@dataclass(frozen=True, slots=True)
class News:
    """What a digest tells one follower; the words in her language. ``topic`` and the person make it this news."""

    user: Any
    topic: str
    title: str
    body: str
    url: str
    handbook: str
    place: str


Gather = Callable[[Sequence[Follower]], tuple[list[News], int]]
"""Gives what is new for each of some followers, and the number of the last event that was looked at."""


def follow(*, feed: str, users: QuerySet[Any], at: datetime) -> int:
    """Lets these accounts follow a stream from its beginning, those that do not yet; returns how many began."""
    known = Cursor.objects.filter(feed=feed).values("user")
    new = list(users.exclude(pk__in=known).values_list("pk", flat=True))
    if not new:
        return 0
    kind, wishes = kinds.get(feed), wishes_of(new)
    rows = [Cursor(user_id=user, feed=feed, due_at=wishes[user].look_at(kind, after=at)) for user in new]
    Cursor.objects.bulk_create(rows, ignore_conflicts=True)
    return len(new)


def collect(*, feed: str, gather: Gather, at: datetime) -> int:
    """Writes what is new for all whose digest is due as notices that wait for it; returns how many notices.

    Notices and cursor are one transaction, while the account is locked: what was told is not told again, and what was not
    told is told next time, whenever that is.
    """
    told = 0
    while keys := list(Cursor.objects.due(at).filter(feed=feed).order_by("user").values_list("pk", flat=True)[:PEOPLE]):
        count = _collect(keys, feed=feed, gather=gather, at=at)
        if count is None:
            break
        told += count
    return told


@transaction.atomic
def _collect(keys: Sequence[int], *, feed: str, gather: Gather, at: datetime) -> int | None:
    mine = lock_accounts(Cursor.objects.filter(pk__in=keys).values_list("user", flat=True), skip_locked=True)
    cursors = list(Cursor.objects.due(at).filter(pk__in=keys, user__in=mine).select_related("user"))
    if not cursors:
        return None
    news, last = gather([Follower(cursor.user, cursor.position) for cursor in cursors])
    Notice.objects.bulk_create(
        [
            Notice(
                kind=feed,
                dedup_key=f"{feed}:{one.topic}:{one.user.pk}",
                created_at=at,
                digest_at=at,
                user=one.user,
                topic=one.topic,
                title=one.title[:200],
                body=one.body,
                url=one.url,
                handbook=one.handbook[:300],
                place=one.place[:300],
            )
            for one in news
        ]
    )
    kind, wishes = kinds.get(feed), wishes_of([cursor.user_id for cursor in cursors])
    for cursor in cursors:
        cursor.position = max(cursor.position, last)
        cursor.due_at = wishes[cursor.user_id].look_at(kind, after=at)
    Cursor.objects.bulk_update(cursors, ["position", "due_at"])
    return len(news)
