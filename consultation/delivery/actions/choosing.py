"""What a receiver decides: how fast she hears of a kind, when her digests come, and which notices she has read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from consultation.delivery import kinds
from consultation.delivery.actions.queueing import CHOSE_NEVER, SWEEP
from consultation.delivery.budget import IN_A_PAUSE, NO_ROOM, lock_accounts
from consultation.delivery.models import Cursor, Email, Notice, Preference, Rhythm
from consultation.delivery.wishes import Pace, wishes_of
from consultation.jobs.actions import nudge


@transaction.atomic
def set_pace(*, user_id: int, kind: str, pace: str, at: datetime) -> None:
    """Records how fast somebody wants to hear of ``kind``; it holds for what waits already.

    Raises:
        UnknownKind; ValueError for a pace that does not exist.
    """
    kinds.get(kind)
    Preference.objects.update_or_create(user_id=user_id, kind=kind, defaults={"pace": Preference.Pace(pace)})
    _reschedule(user_id, at=at)


@transaction.atomic
def set_rhythm(*, user_id: int, hour: int, weekday: int, most_a_day: int, paused_until: date | None, at: datetime) -> None:
    """Records when somebody's digests come and how many mails a day she wants; it holds for what waits already.

    Args:
        user_id: her account.
        hour: on the wall clock, 5 to 22.
        weekday: of the weekly digest, Monday is 0.
        most_a_day: at least 1; transactional mails do not count.
        paused_until: no mails before this day, None for no pause.
        at: the instant, aware.
    """
    chosen = {"hour": hour, "weekday": weekday, "most_a_day": most_a_day, "paused_until": paused_until}
    Rhythm.objects.update_or_create(user_id=user_id, defaults=chosen)
    _reschedule(user_id, at=at)


@transaction.atomic
def save_preferences(*, user: Any, paces: Mapping[str, str], rhythm: Mapping[str, Any], language: str, at: datetime) -> None:
    """Records all that somebody chose on her page of preferences at once.

    Args:
        user: the account.
        paces: by the name of the kind.
        rhythm: what ``set_rhythm`` takes.
        language: in which she is written to and sees the site.
        at: the instant, aware.

    Raises:
        UnknownKind; ValueError for a pace that does not exist.
    """
    rows = [Preference(user=user, kind=kinds.get(kind).name, pace=Preference.Pace(pace)) for kind, pace in paces.items()]
    Preference.objects.bulk_create(rows, update_conflicts=True, unique_fields=["user", "kind"], update_fields=["pace"])
    user.language = language
    user.save(update_fields=["language"])
    set_rhythm(user_id=user.pk, **rhythm, at=at)


def mark_read(*, user: Any, notice_id: int | None = None, at: datetime) -> int:
    """Marks one of somebody's own notices as read, or all of them; returns how many were unread."""
    unread = Notice.objects.visible_to(user).unread()
    if notice_id is not None:
        unread = unread.filter(pk=notice_id)
    return unread.update(read_at=at)


def mark_seen(*, user: Any, path: str, until: datetime, at: datetime) -> int:
    """Marks as read what leads to a page that somebody had open: no digest tells it any more. Returns how many.

    Args:
        user: whose notices.
        path: of the page, with the last slash.
        until: when the page was made; what happened later did not stand on it.
        at: the instant, aware.
    """
    led_here = Notice.objects.visible_to(user).unread().filter(url__startswith=path, created_at__lte=until)
    return led_here.update(read_at=at)


def _reschedule(user_id: int, *, at: datetime) -> None:
    """Gives everything that waits for somebody the time that follows from what she chose now."""
    lock_accounts([user_id])
    wishes = wishes_of([user_id])[user_id]
    waiting = Notice.objects.filter(user=user_id).waiting()
    for name in waiting.order_by("kind").values_list("kind", flat=True).distinct():
        kind, hers = kinds.find(name), waiting.filter(kind=name)
        if kind is None:
            continue
        if wishes.pace_of(kind) == Pace.NEVER:
            hers.update(digest_at=None, unmailed=CHOSE_NEVER)
        else:
            hers.update(digest_at=at if wishes.wants_now(kind, at) else wishes.digest_at(kind, after=at))
    for cursor in Cursor.objects.filter(user=user_id):
        kind = kinds.find(cursor.feed)
        if kind is not None:
            cursor.due_at = wishes.look_at(kind, after=at)
            cursor.save(update_fields=["due_at"])
    put_off = Email.objects.filter(user=user_id, state=Email.State.QUEUED, reason__in=[IN_A_PAUSE, NO_ROOM])
    if put_off.update(next_try_at=at):
        nudge(SWEEP)
