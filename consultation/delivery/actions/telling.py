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
from consultation.delivery.actions.queueing import SWEEP, make_row
from consultation.delivery.models import Email, Notice, Preference
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
    url: str,
    context_for: Callable[[Any], Mapping[str, Any]],
    hold_until: datetime | None = None,
    at: datetime,
) -> int:
    """Writes a notice and a mail for each of ``users``, once for each kind, topic and user.

    Who chose never to be mailed has the notice all the same. Five queries for every five hundred people, and no more
    than that many rows in memory.

    Args:
        kind: the name of a registered kind.
        users: accounts with ``email``, ``language`` and ``name``; each once. A queryset is walked in pieces.
        topic: what it is about, so that it can be taken back.
        title: of the notice; a lazy text is written in each receiver's language.
        body: further text of the notice, likewise.
        url: path on this site that both lead to; the mail's template has it as an absolute ``url``.
        context_for: what the mail's template names, for one user.
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
        paces = dict(Preference.objects.filter(user__in=people, kind=kind).values_list("user_id", "pace"))
        new = [user for user in people if keys[user.pk] not in known]
        notices, emails = [], []
        for user in new:
            with translation.override(user.language):
                words = {"title": str(title), "body": str(body)}
            notices.append(Notice(user=user, kind=kind, topic=topic, dedup_key=keys[user.pk], url=url, created_at=at, **words))
            emails.append(
                make_row(
                    kind=chosen,
                    to_address=user.email,
                    to_name=user.name,
                    language=user.language,
                    context={**words, "url": absolute(url), "name": user.name, **context_for(user)},
                    dedup_key=keys[user.pk],
                    topic=topic,
                    user=user,
                    pace=paces.get(user.pk),
                    not_before=hold_until or at,
                    at=at,
                )
            )
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        Email.objects.bulk_create(emails, ignore_conflicts=True)
        told += len(new)
    if told and (hold_until is None or hold_until <= at):
        nudge(SWEEP)
    return told


def absolute(path: str) -> str:
    """An address for a mail: the host comes from the settings, never from the request."""
    return path if "://" in path else settings.BASE_URL + path


def _pieces(users: Iterable[Any]) -> Iterator[list[Any]]:
    walk = users.iterator(chunk_size=AT_A_TIME) if isinstance(users, QuerySet) else iter(users)
    while people := list(islice(walk, AT_A_TIME)):
        yield people
