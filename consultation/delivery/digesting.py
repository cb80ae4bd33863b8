"""Digests: one mail with all that a person wanted to hear together (guarantees G13).

A digest does not look back over a stretch of time; it takes the notices that wait. Taking one and writing the mail are
one transaction, and a notice that is taken waits no more. So none is told twice and none is forgotten, however late the
digest runs, however often the clock changes, and whatever worker dies (docs/decisions/0011).
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_noop

from consultation.delivery import calendar, feeds, kinds
from consultation.delivery.actions.queueing import CHOSE_NEVER, SWEEP, make_row
from consultation.delivery.actions.telling import absolute
from consultation.delivery.budget import lock_accounts, room_left
from consultation.delivery.digest_words import grouped
from consultation.delivery.kinds import DIGEST
from consultation.delivery.models import Email, Notice
from consultation.delivery.wishes import Pace, Wishes, wishes_of
from consultation.jobs.actions import nudge

logger = logging.getLogger(__name__)
DIGEST_SWEEP = "delivery.digest"
"""The sweep that writes them."""
PEOPLE = 50
"""So many people in one transaction: SQLite has one writer, and a code to sign in should not wait for hundreds."""
BUDGET = timedelta(seconds=20)
READ_ON_SITE = gettext_noop("the receiver read it on the site")
AGAIN_AFTER = timedelta(hours=1)
"""When a digest that could not be written is tried again."""


@dataclass(slots=True)
class Outcome:
    """What becomes of one person's due notices: told in ``mail``, or not, or not yet."""

    notices: list[Notice]
    told: list[Notice] = field(default_factory=list)
    mail: Email | None = None


def send_digests(*, at: datetime) -> int:
    """The sweep: writes the digests that are due to the outbox; returns how many. Safe to run twice, late and beside itself."""
    began = time.monotonic()
    feeds.collect_all(at=at)
    written, last = 0, 0
    while timedelta(seconds=time.monotonic() - began) < BUDGET:
        due = Notice.objects.digest_due(at).filter(user__gt=last)
        people = list(due.order_by("user").values_list("user", flat=True).distinct()[:PEOPLE])
        if not people:
            return written
        written += _write(people, at=at)
        last = people[-1]
    nudge(DIGEST_SWEEP)
    return written


@transaction.atomic
def _write(people: Sequence[int], *, at: datetime) -> int:
    """Writes the digests of some people. Who is in another worker's hands is passed over: the next tick sees to her."""
    mine = lock_accounts(people, skip_locked=True)
    notices: dict[int, list[Notice]] = defaultdict(list)
    for notice in Notice.objects.digest_due(at).filter(user__in=mine).order_by("pk"):
        notices[notice.user_id].append(notice)
    wishes = wishes_of(list(notices))
    room = room_left(wishes, at=at)
    keys = {user: f"digest:{user}:{calendar.day_of(at)}" for user in notices}
    had = set(Email.objects.filter(dedup_key__in=keys.values()).values_list("dedup_key", flat=True))
    outcomes = []
    for user in get_user_model()._default_manager.filter(pk__in=list(notices)).order_by("pk"):
        has_room = room[user.pk] > 0 and keys[user.pk] not in had
        try:
            outcomes.append(_run(user, notices[user.pk], wishes[user.pk], key=keys[user.pk], has_room=has_room, at=at))
        except Exception:  # one notice that cannot be told must not hold up everybody's
            logger.exception("the digest of account %s could not be written", user.pk)
            outcomes.append(_postpone(notices[user.pk], until=at + AGAIN_AFTER))
    return _save(outcomes)


def _run(user: Any, notices: list[Notice], wishes: Wishes, *, key: str, has_room: bool, at: datetime) -> Outcome:
    """Decides about one person's due notices, and composes the mail when any are left to tell. Writes nothing."""
    outcome = Outcome(notices)
    for notice in notices:
        notice.user = user
        if why := _why_not(notice, wishes):
            notice.digest_at, notice.unmailed = None, why
        elif not has_room or wishes.is_paused(at):
            notice.digest_at = wishes.next_day(after=at)
        else:
            notice.digest_at = None
            outcome.told.append(notice)
    if outcome.told:
        outcome.mail = make_row(
            kind=kinds.get(DIGEST),
            to_address=user.email,
            to_name=user.name,
            language=user.language,
            context={
                "groups": grouped(outcome.told, language=user.language),
                "count": len(outcome.told),
                "day": calendar.day_of(at),
                "name": user.name,
                "url": absolute(reverse("inbox")),
            },
            dedup_key=key,
            topic=f"digest:{user.pk}",
            user=user,
            pace=wishes.paces.get(DIGEST),
            not_before=at,
            at=at,
        )
        outcome.mail.counted_on = calendar.day_of(at)
    return outcome


def _why_not(notice: Notice, wishes: Wishes) -> str:
    """Why a notice that waits must not be mailed after all, empty when it may."""
    if notice.read_at is not None:
        return READ_ON_SITE
    kind = kinds.find(notice.kind)
    if kind is None:
        return ""
    if Pace.NEVER in (wishes.paces.get(DIGEST), wishes.pace_of(kind)):
        return CHOSE_NEVER
    return str(kind.still_due(notice) or "")[:300] if kind.still_due else ""


def _postpone(notices: list[Notice], *, until: datetime) -> Outcome:
    for notice in notices:
        notice.digest_at, notice.unmailed = until, ""
    return Outcome(notices)


def _save(outcomes: Sequence[Outcome]) -> int:
    """Writes the mails, and on each notice which one tells it, in as many queries for fifty people as for one."""
    mails = Email.objects.bulk_create(outcome.mail for outcome in outcomes if outcome.mail)
    for outcome in outcomes:
        for notice in outcome.told:
            notice.email = outcome.mail
    Notice.objects.bulk_update(
        [notice for outcome in outcomes for notice in outcome.notices], ["email", "digest_at", "unmailed"], batch_size=200
    )
    if mails:
        nudge(SWEEP)
    return len(mails)
