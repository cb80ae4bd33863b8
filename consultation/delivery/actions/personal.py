"""A person's own data in this slice, for the registry that lives above it: what to hand out, what to wipe."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from consultation.delivery.emptying import EMPTIED
from consultation.delivery.fingerprints import fingerprint
from consultation.delivery.models import Cursor, DeliveryEvent, Email, Notice, Preference, Rhythm, Suppression

ERASED = gettext_noop("the person was erased")


def export_of(*, what: str, user: Any, addresses: Iterable[str]) -> list[dict[str, Any]]:
    """What we told a person, or how fast she wanted to hear of it, as plain data; one query.

    Args:
        what: ``notices``, ``emails``, ``preferences``, ``rhythm``, ``suppressions`` or ``events``.
        user: her account, or None.
        addresses: all addresses of hers.
    """
    marks = [fingerprint(address) for address in addresses]
    events = DeliveryEvent.objects.filter(fingerprint__in=marks).order_by("happened_at", "pk")
    told = Email.objects.filter(_of(user, addresses)).order_by("pk")
    rows = {
        "notices": Notice.objects.filter(_hers(user)).values("kind", "title", "body", "url", "created_at", "read_at"),
        "emails": told.values("kind", "to_address", "subject", "text", "calendar", "state", "reason", "created_at", "sent_at"),
        "preferences": Preference.objects.filter(_hers(user)).values("kind", "pace"),
        "rhythm": Rhythm.objects.filter(_hers(user)).values("hour", "weekday", "most_a_day", "paused_until"),
        "suppressions": Suppression.objects.filter(fingerprint__in=marks).values("address", "cause", "words", "since"),
        "events": events.values("kind", "words", "happened_at"),
    }
    return list(rows[what])


@transaction.atomic
def erase_of(*, user: Any, addresses: Iterable[str], at: datetime) -> int:
    """Wipes what this slice knows of a person; what still waited is withdrawn. Returns the number of rows touched.

    The rows of mails stay, emptied, so that counts stay true; nothing in them leads back to the person. That an address
    bounced or complained stays, as a fingerprint: else the next import would mail it again.

    Args:
        user: her account, or None for somebody who was only mailed.
        addresses: all addresses of hers.
    """
    notices, _rows = Notice.objects.filter(_hers(user)).delete()
    chosen = sum(model.objects.filter(_hers(user)).delete()[0] for model in (Preference, Rhythm, Cursor))
    answers = Q(pk__in=[])
    for address in addresses:
        answers |= Q(reply_to__iexact=address)
    mails = _wipe(_of(user, addresses), at=at)
    return notices + chosen + mails + Email.objects.filter(answers).update(reply_to="") + sum(map(_forget_address, addresses))


def _forget_address(address: str) -> int:
    """What servers say often holds the address, so their words go too."""
    mark = fingerprint(address)
    DeliveryEvent.objects.filter(fingerprint=mark).update(words="")
    return Suppression.objects.filter(fingerprint=mark).exclude(address="").update(address="", words="")


def _hers(user: Any) -> Q:
    return Q(user=user) if user is not None else Q(pk__in=[])


def _of(user: Any, addresses: Iterable[str]) -> Q:
    mine = _hers(user)
    for address in addresses:
        mine |= Q(to_address__iexact=address)
    return mine


def _wipe(mails: Q, *, at: datetime) -> int:
    """What a server said often holds the address, so the reason goes as well."""
    rows = Email.objects.filter(mails)
    rows.unbegun().update(state=Email.State.WITHDRAWN, withdrawn_at=at, lease_token=None)
    return rows.update(reason=ERASED, **EMPTIED)
