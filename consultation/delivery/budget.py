"""Which due mails may go now: no more a day than the receiver wants, none in her pause, none that she put in a digest.

Asked inside the transaction of the claim, while the receivers' accounts are locked: two workers that hold one mail each
for the same person cannot both find the last room of the day. What may not go is never dropped: a mail that tells of
notices gives them to the next digest, any other waits for the next working day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import Count
from django.utils.translation import gettext_noop

from consultation.delivery import calendar, kinds
from consultation.delivery.models import Email, Notice
from consultation.delivery.wishes import Pace, Wishes, wishes_of

NO_ROOM = gettext_noop("the receiver had as many mails today as she wants; this waits for the next digest")
IN_A_PAUSE = gettext_noop("the receiver wants no mails for a while; this waits for the first digest after it")
IN_A_DIGEST = gettext_noop("the receiver wants this in a digest")
FREE = (Email.State.WITHDRAWN, Email.State.FAILED)
"""A mail in these states reached nobody, and takes no room."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """The mails that may go now."""

    counted: list[Email]
    """These take room in their receiver's day: who claims them writes the day in ``counted_on``."""
    free: list[Email]


def admit(emails: Sequence[Email], *, at: datetime) -> Admitted:
    """Looks for room for these due mails in their receivers' day, in this order; those without are put off.

    Must run inside the transaction that claims them. The number of queries does not grow with the mails.

    Args:
        emails: due mails with ``kind``, ``user_id`` and ``counted_on``.
        at: the instant, aware.
    """
    today = calendar.day_of(at)
    counted = [one for one in emails if one.user_id is not None and one.counted_on != today and _is_counted(one)]
    if not counted:
        return Admitted(counted=[], free=list(emails))
    users = {one.user_id for one in counted if one.user_id is not None}
    lock_accounts(users)
    wishes = wishes_of(users)
    room = room_left(wishes, at=at)
    taken, late = [], []
    for one in counted:
        if why := _why_not(one, wishes[one.user_id], room=room[one.user_id], at=at):
            late.append((one, why))
        else:
            room[one.user_id] -= 1
            taken.append(one)
    _put_off(late, wishes, at=at)
    asked = {one.pk for one in counted}
    return Admitted(counted=taken, free=[one for one in emails if one.pk not in asked])


def lock_accounts(users: Collection[int], *, skip_locked: bool = False) -> list[int]:
    """Locks these accounts until the transaction ends, in the order of their keys; returns which it has."""
    accounts = get_user_model()._default_manager.filter(pk__in=users).order_by("pk")
    return list(accounts.select_for_update(no_key=True, skip_locked=skip_locked).values_list("pk", flat=True))


def room_left(wishes: Mapping[int, Wishes], *, at: datetime) -> dict[int, int]:
    """How many mails each of these accounts may still get today; ask while they are locked."""
    gone = Email.objects.filter(user__in=list(wishes), counted_on=calendar.day_of(at)).exclude(state__in=FREE)
    used = dict(gone.order_by().values_list("user").annotate(Count("pk")))
    return {user: chosen.most_a_day - used.get(user, 0) for user, chosen in wishes.items()}


def _is_counted(email: Email) -> bool:
    kind = kinds.find(email.kind)
    return kind is not None and not kind.transactional


def _why_not(email: Email, wishes: Wishes, *, room: int, at: datetime) -> str:
    kind = kinds.get(email.kind)
    if wishes.pace_of(kind) == Pace.NEVER:
        return ""  # the sender says so on the row
    if wishes.is_paused(at):
        return IN_A_PAUSE
    if not wishes.wants_now(kind, at):
        return IN_A_DIGEST
    return "" if room > 0 or kind.beyond_limit else NO_ROOM


def _put_off(late: Sequence[tuple[Email, str]], wishes: Mapping[int, Wishes], *, at: datetime) -> None:
    """Gives the notices of these mails to a digest; a mail without notices, or that cannot wait, goes another day."""
    if not late:
        return
    telling = set(Notice.objects.filter(email__in=[one.pk for one, _why in late]).values_list("email", flat=True))
    notices_at: dict[datetime, list[int]] = defaultdict(list)
    mails_at: dict[tuple[datetime, str], list[int]] = defaultdict(list)
    withdrawn: dict[str, list[int]] = defaultdict(list)
    for one, why in late:
        kind, chosen = kinds.get(one.kind), wishes[one.user_id]
        if kind.can_wait and one.pk in telling:
            notices_at[chosen.digest_at(kind, after=at)].append(one.pk)
            withdrawn[why].append(one.pk)
        else:
            mails_at[chosen.next_day(after=at), why].append(one.pk)
    for due, keys in notices_at.items():
        Notice.objects.filter(email__in=keys).update(email=None, digest_at=due)
    for why, keys in withdrawn.items():
        Email.objects.filter(pk__in=keys).update(state=Email.State.WITHDRAWN, reason=why, withdrawn_at=at)
    for (due, why), keys in mails_at.items():
        Email.objects.filter(pk__in=keys).update(next_try_at=due, reason=why)
