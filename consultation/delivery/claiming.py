"""Who holds which mail: claims with a lease, and what to make of mails whose worker never came back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from consultation.delivery import calendar
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


GO_ON = """
UPDATE delivery_email SET
    state = CASE WHEN id = %(next)s THEN state ELSE 'sent' END,
    reason = CASE WHEN id = %(next)s THEN reason ELSE '' END,
    sent_at = CASE WHEN id = %(next)s THEN sent_at ELSE %(sent_at)s END,
    lease_token = CASE WHEN id = %(next)s THEN lease_token END,
    lease_until = CASE WHEN id = %(next)s THEN %(until)s END,
    begun_at = CASE WHEN id = %(next)s THEN %(at)s ELSE begun_at END,
    attempts = CASE WHEN id = %(next)s THEN attempts + 1 ELSE attempts END
WHERE id IN (%(last)s, %(next)s) AND lease_token = %(token)s AND state = 'sending' AND (id = %(last)s OR begun_at IS NULL)
RETURNING id
"""
"""The one statement that runs between two mails. As SQL, because putting it together with the ORM takes longer than
building the mail: with it we send half as fast as a bare loop, without it nearly as fast (``make bench``)."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail that the server took, and when."""

    email: Email
    at: datetime


def claim(*, at: datetime) -> tuple[uuid.UUID, list[Email]]:
    """Takes up to a batch of due mails for this worker: what somebody waits for before what goes to many.

    The rows are chosen under a lock that others skip (SQLite: inside its one write transaction), so they can be written
    without a look back; they carry our token from then on. Those for which the receiver has no room today are put off on
    the way (``budget``).
    """
    token, mine = uuid.uuid4(), []
    while not mine and Email.objects.due(at).exists():
        with transaction.atomic():
            due = Email.objects.due(at).order_by("bulk", "next_try_at", "pk").select_for_update(skip_locked=True)
            chosen = list(due[:BATCH])
            if not chosen:
                break
            admitted = admit(chosen, at=at)
            mine = _hold(admitted.counted, token=token, at=at, counted_on=calendar.day_of(at))
            mine += _hold(admitted.free, token=token, at=at)
    return token, sorted(mine, key=lambda email: (email.bulk, email.next_try_at, email.pk))


def _hold(emails: list[Email], *, token: uuid.UUID, at: datetime, **fields: Any) -> list[Email]:
    """Writes on these mails, which we have under lock, that this worker holds them; returns them as they are now."""
    fields |= {"state": Email.State.SENDING, "lease_token": token, "lease_until": at + LEASE, "begun_at": None}
    if emails:
        Email.objects.filter(pk__in=[email.pk for email in emails]).update(**fields)
    for email in emails:
        vars(email).update(fields)
    return emails


def renew(*, token: uuid.UUID, at: datetime) -> None:
    """Holds on to what is left of the batch for another ``LEASE``."""
    Email.objects.filter(lease_token=token, state=Email.State.SENDING).update(lease_until=at + LEASE)


def begin(*, email: Email, token: uuid.UUID, at: datetime, after: Sent | None = None) -> bool:
    """Marks a claimed mail as handed over, and records in the same moment that the one before it was sent.

    False when the mail was taken back or taken over meanwhile, so do not send it.
    """
    if after is not None and is_forgotten(after.email.kind):
        record_sent(sent=after, token=token)
        after = None
    return email.pk in _go_on(token, after, begun=email.pk, at=at)


def record_sent(*, sent: Sent, token: uuid.UUID) -> None:
    """Records that the server took a mail, unless another worker holds it by now."""
    if is_forgotten(sent.email.kind):
        end(email=sent.email, token=token, state=Email.State.SENT, reason="", sent_at=sent.at)
    else:
        _go_on(token, sent, at=sent.at)


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


def _go_on(token: uuid.UUID, sent: Sent | None, *, begun: int | None = None, at: datetime) -> set[int]:
    """Runs ``GO_ON`` for the mail that was sent, the one that begins at ``at``, or both; returns which are this worker's."""
    values = {
        "token": Email._meta.get_field("lease_token").get_db_prep_value(token, connection),
        "last": sent and sent.email.pk,
        "sent_at": _instant(sent.at if sent else at),
        "next": begun,
        "at": _instant(at),
        "until": _instant(at + LEASE),
    }
    with connection.cursor() as cursor:
        cursor.execute(GO_ON, values)
        return {key for (key,) in cursor.fetchall()}


def _instant(at: datetime) -> object:
    return connection.ops.adapt_datetimefield_value(at)
