"""Who holds which mail: claims with a lease, and what to make of mails whose worker never came back."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from consultation.delivery.budget import admit
from consultation.delivery.emptying import EMPTIED, ENDS, empty_ended, is_forgotten
from consultation.delivery.events import Heard
from consultation.delivery.models import Email

BATCH = 100
LOST = gettext_noop("the worker was lost while it was sent")
MOST_LOSSES = 3
"""A mail that took this many workers with it is not tried again by itself: it may well be what kills them."""
LEASE = timedelta(minutes=2)
"""Longer than one mail can take (``EMAIL_TIMEOUT`` for each answer of the server); renewed while a batch is sent."""


BEGIN = """
UPDATE delivery_email SET begun_at = %s, attempts = attempts + 1, lease_until = %s
WHERE id = %s AND lease_token = %s AND state = 'sending' AND begun_at IS NULL
"""
SENT = """
UPDATE delivery_email SET state = 'sent', reason = '', sent_at = %s, lease_token = NULL, lease_until = NULL
WHERE id = %s AND lease_token = %s AND state = 'sending'
"""
"""The two statements that run for every single mail. As SQL, because putting them together with the ORM takes longer than
building the mail: with it we send half as fast as a bare loop, without it nearly as fast (``make bench``)."""


def claim(*, at: datetime) -> tuple[uuid.UUID, list[Email]]:
    """Takes up to a batch of due mails for this worker: what somebody waits for before what goes to many.

    The rows are chosen under a lock that others skip (SQLite: inside its one write transaction) and taken by a
    conditional UPDATE that puts our token on them; what comes back are the rows that carry it. Those for which the
    receiver has no room today are put off on the way (``budget``).
    """
    token, keys = uuid.uuid4(), []
    while not keys and Email.objects.due(at).exists():
        with transaction.atomic():
            due = Email.objects.due(at).order_by("bulk", "next_try_at", "pk").select_for_update(skip_locked=True)
            chosen = list(due.only("pk", "kind", "user_id", "counted_on")[:BATCH])
            if not chosen:
                break
            keys = admit(chosen, at=at)
            Email.objects.due(at).filter(pk__in=keys).update(
                state=Email.State.SENDING, lease_token=token, lease_until=at + LEASE, begun_at=None
            )
    mine = Email.objects.filter(pk__in=keys, lease_token=token, state=Email.State.SENDING)
    return token, list(mine.order_by("bulk", "next_try_at", "pk"))


def renew(*, token: uuid.UUID, at: datetime) -> None:
    """Holds on to what is left of the batch for another ``LEASE``."""
    Email.objects.filter(lease_token=token, state=Email.State.SENDING).update(lease_until=at + LEASE)


def begin(*, email: Email, token: uuid.UUID, at: datetime) -> bool:
    """Marks a claimed mail as handed over; False when it was taken back or taken over meanwhile, so do not send it."""
    return _run(BEGIN, _instant(at), _instant(at + LEASE), email.pk, _key(token))


def record_sent(*, email: Email, token: uuid.UUID, at: datetime) -> None:
    """Records that the server took a mail, unless another worker holds it by now."""
    if is_forgotten(email.kind):
        end(email=email, token=token, state=Email.State.SENT, reason="", sent_at=at)
        return
    _run(SENT, _instant(at), email.pk, _key(token))


def end(*, email: Email, token: uuid.UUID, **fields: Any) -> None:
    """Records what became of a mail, unless another worker holds it by now."""
    mine = Email.objects.filter(pk=email.pk, lease_token=token, state=Email.State.SENDING)
    if is_forgotten(email.kind) and fields["state"] in ENDS:
        fields |= {**EMPTIED, "reason": ""}
    mine.update(lease_token=None, lease_until=None, **fields)


def give_back(*, token: uuid.UUID, domain: str | None = None, **fields: Any) -> None:
    """Returns what was claimed and not begun, for the next worker: at a stop, or when the mail server is away.

    With ``domain`` only what goes there.
    """
    mine = Email.objects.filter(lease_token=token, state=Email.State.SENDING, begun_at=None)
    if domain is not None:
        mine = mine.filter(domain=domain)
    mine.update(state=Email.State.QUEUED, lease_token=None, lease_until=None, **fields)


@transaction.atomic
def take_back_lost(*, at: datetime) -> int:
    """Decides about mails whose lease ran out; returns how many (guarantees G8).

    What was not begun waits again. The one mail that a worker had begun may have gone: an answer to one person goes
    once more under the same Message-ID, since a code that never comes is worse than one that comes twice. A mail to
    many, or one that took ``MOST_LOSSES`` workers with it, stays ``uncertain`` until an editor decides, unless the
    provider told already that it arrived.
    """
    lost = Email.objects.lost(at)
    if not lost.exists():
        return 0
    free = {"lease_token": None, "lease_until": None, "next_try_at": at}
    count = lost.filter(begun_at=None).update(state=Email.State.QUEUED, **free)
    count += lost.filter(events__kind=Heard.DELIVERED).update(
        state=Email.State.SENT, reason="", sent_at=F("begun_at"), lease_token=None, lease_until=None
    )
    count += lost.filter(Q(bulk=True) | Q(losses__gte=MOST_LOSSES - 1)).update(
        state=Email.State.UNCERTAIN, reason=LOST, losses=F("losses") + 1, lease_token=None
    )
    count += lost.update(state=Email.State.QUEUED, begun_at=None, losses=F("losses") + 1, **free)
    empty_ended()
    return count


def _run(statement: str, *values: object) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return bool(cursor.rowcount)


def _instant(at: datetime) -> object:
    return connection.ops.adapt_datetimefield_value(at)


def _key(token: uuid.UUID) -> object:
    return Email._meta.get_field("lease_token").get_db_prep_value(token, connection)
