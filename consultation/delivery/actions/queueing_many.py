"""Puts one mail to many addresses without an account in the outbox, composed once for each language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from consultation.delivery import kinds
from consultation.delivery.actions.queueing import SWEEP, row_of
from consultation.delivery.composing import compose_form
from consultation.delivery.errors import NoWayOut
from consultation.delivery.models import Email
from consultation.jobs.actions import nudge

WAY_OUT = "unsubscribe_url"


@dataclass(frozen=True, slots=True)
class Receiver:
    """One address, with what is her own in the mail.

    Args:
        address: where it goes; ``name`` is shown beside it.
        language: which of the composed mails it is.
        dedup_key: what makes this mail this mail, at most 200 characters.
        unsubscribe_at: the absolute address to unsubscribe.
        words: what the template names and differs from receiver to receiver, as plain text; the same names for all.
    """

    address: str
    name: str
    language: str
    dedup_key: str
    unsubscribe_at: str
    words: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def queue_many(
    *,
    kind: str,
    topic: str,
    receivers: Sequence[Receiver],
    context_for: Callable[[str], Mapping[str, Any]],
    at: datetime,
) -> int:
    """Writes a mail to each of these addresses, each key once; the caller hands over some hundreds at a time.

    The number of queries does not depend on how many they are. A sending that stands still goes on standing still:
    what is written while an editor has paused it, waits with the rest.

    Args:
        kind: the name of a registered kind.
        topic: what it is about, so that it can be paused and taken back.
        receivers: to whom.
        context_for: what the template names and is the same for all, for one language; it names none of ``words``.
        at: the instant, aware.

    Returns:
        How many were written that had not been before.

    Raises:
        UnknownKind; NoWayOut for a bulk mail to somebody without an address to unsubscribe.
    """
    chosen = kinds.get(kind)
    if chosen.bulk and not all(one.unsubscribe_at for one in receivers):
        raise NoWayOut(f"{kind} to an address without an account needs unsubscribe_at")
    keys = [one.dedup_key for one in receivers]
    known = set(Email.objects.filter(dedup_key__in=keys).values_list("dedup_key", flat=True))
    new = [one for one in receivers if one.dedup_key not in known]
    forms = {
        language: compose_form(kind=chosen, language=language, context=context_for(language), gaps=[WAY_OUT, *new[0].words])
        for language in sorted({one.language for one in new})
    }
    rows = [
        row_of(
            forms[one.language].fill({**one.words, WAY_OUT: one.unsubscribe_at}),
            kind=chosen,
            to_address=one.address,
            to_name=one.name,
            language=one.language,
            dedup_key=one.dedup_key,
            topic=topic,
            not_before=at,
            unsubscribe_at=one.unsubscribe_at,
            at=at,
        )
        for one in new
    ]
    Email.objects.bulk_create(rows, ignore_conflicts=True)
    _stand_still_with_the_rest(kind, topic, [one.dedup_key for one in new])
    if new:
        nudge(SWEEP)
    return len(new)


def _stand_still_with_the_rest(kind: str, topic: str, keys: list[str]) -> None:
    sending = Email.objects.filter(kind=kind, topic=topic)
    if sending.filter(state=Email.State.PAUSED).exists():
        sending.filter(dedup_key__in=keys, state=Email.State.QUEUED).update(state=Email.State.PAUSED)
