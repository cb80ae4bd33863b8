"""Tells many people one thing: a notice in the inbox and a mail for each, in few queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation

from consultation.delivery import kinds
from consultation.delivery.actions.queueing import SWEEP, CalendarObject, make_row
from consultation.delivery.kinds import Kind
from consultation.delivery.models import Email, Notice
from consultation.delivery.wishes import Pace, Wishes, wishes_of
from consultation.jobs.actions import nudge

AT_A_TIME = 500


@transaction.atomic
def tell(
    *,
    kind: str,
    users: Iterable[Any],
    topic: str,
    title: Any,
    body: Any = "",
    body_for: Callable[[Any], Any] | None = None,
    url: str,
    context_for: Callable[[Any], Mapping[str, Any]],
    handbook: str = "",
    place: str = "",
    reply_to: str = "",
    calendar_for: Callable[[Any], CalendarObject] | None = None,
    hold_until: datetime | None = None,
    at: datetime,
) -> int:
    """Writes a notice for each of ``users``, once for each kind, topic and user, and a mail for who wants one at once.

    Who wants it in a digest has the notice, which waits for that; who chose never to be mailed has the notice all the
    same. The number of queries is the same for every five hundred people, and no more than that many rows are in memory.

    Args:
        kind: the name of a registered kind.
        users: accounts with ``email``, ``language`` and ``name``; each once. A queryset is walked in pieces.
        topic: what it is about, so that it can be taken back.
        title: of the notice; a lazy text is written in each receiver's language.
        body: further text of the notice, likewise.
        body_for: the same, where each user has a text of her own.
        url: path on this site that both lead to; the mail's template has it as an absolute ``url``.
        context_for: what the mail's template names, for one user.
        handbook: the title, and ``place`` the section, under which a digest puts it; empty when it is about neither.
        reply_to: where answers to the mail go; without it to the editors' mailbox.
        calendar_for: what goes along in the mail for one user's calendar; a digest brings none.
        hold_until: the mails wait until then; the notices are there at once.
        at: the instant, aware.

    Returns:
        The number of people told who had not been told before.

    Raises:
        UnknownKind.
    """
    chosen = kinds.get(kind)
    told = 0
    for people in _pieces(users):
        keys = {user.pk: f"{kind}:{topic}:{user.pk}" for user in people}
        known = set(Notice.objects.filter(dedup_key__in=keys.values()).values_list("dedup_key", flat=True))
        new = [user for user in people if keys[user.pk] not in known]
        wishes = wishes_of([user.pk for user in new])
        notices, emails = [], []
        for user in new:
            with translation.override(user.language):
                words = {"title": str(title)[:200], "body": str(body_for(user) if body_for else body)}
            hers = {"dedup_key": keys[user.pk], "topic": topic, "user": user}
            notice = Notice(kind=kind, url=url, handbook=handbook[:300], place=place[:300], created_at=at, **hers, **words)
            notices.append(notice)
            if _waits(wishes[user.pk], chosen, at):
                notice.digest_at = wishes[user.pk].digest_at(chosen, after=max(at, hold_until or at))
                continue
            emails.append(
                make_row(
                    kind=chosen,
                    to_address=user.email,
                    to_name=user.name,
                    language=user.language,
                    context={**words, "url": absolute(url), "name": user.name, **context_for(user)},
                    pace=wishes[user.pk].paces.get(kind),
                    not_before=hold_until or at,
                    reply_to=reply_to,
                    calendar=calendar_for(user) if calendar_for else None,
                    at=at,
                    **hers,
                )
            )
        _write(notices, emails)
        told += len(new)
    if told and (hold_until is None or hold_until <= at):
        nudge(SWEEP)
    return told


def _waits(wishes: Wishes, kind: Kind, at: datetime) -> bool:
    """Whether a digest will tell it. What cannot wait is written even in a pause; the claim puts it off."""
    return kind.can_wait and wishes.pace_of(kind) != Pace.NEVER and not wishes.wants_now(kind, at)


def _write(notices: list[Notice], emails: list[Email]) -> None:
    """Writes the mails, then the notices, each with the mail that tells it; both have the same key."""
    Email.objects.bulk_create(emails, ignore_conflicts=True)
    rows = dict(Email.objects.filter(dedup_key__in=[one.dedup_key for one in emails]).values_list("dedup_key", "pk"))
    for notice in notices:
        notice.email_id = rows.get(notice.dedup_key)
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


def absolute(path: str) -> str:
    """An address for a mail: the host comes from the settings, never from the request."""
    return path if "://" in path else settings.BASE_URL + path


def _pieces(users: Iterable[Any]) -> Iterator[list[Any]]:
    walk = users.iterator(chunk_size=AT_A_TIME) if isinstance(users, QuerySet) else iter(users)
    while people := list(islice(walk, AT_A_TIME)):
        yield people
