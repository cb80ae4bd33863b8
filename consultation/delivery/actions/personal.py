"""A person's own data in this slice, for the registry that lives above it: what to hand out, what to wipe."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_noop

from consultation.delivery.actions.queueing import WITHOUT_TEXT
from consultation.delivery.fingerprints import fingerprint
from consultation.delivery.models import Cursor, DeliveryEvent, Email, Notice, Preference, Rhythm, Suppression

ERASED = gettext_noop("the person was erased")


def export_of(user: Any) -> dict[str, list[dict[str, Any]]]:
    """Everything that we told ``user`` and how fast she wanted to hear of it, as plain data.

    Returns:
        ``notices``, ``emails``, ``preferences``, ``rhythm`` and ``suppressions``; instants are aware datetimes.
    """
    return {
        "notices": list(Notice.objects.filter(user=user).values("kind", "title", "body", "url", "created_at", "read_at")),
        "emails": list(
            Email.objects.filter(_of(user)).values(
                "kind", "to_address", "subject", "text", "calendar", "state", "reason", "created_at", "sent_at"
            )
        ),
        "preferences": list(Preference.objects.filter(user=user).values("kind", "pace")),
        "rhythm": list(Rhythm.objects.filter(user=user).values("hour", "weekday", "most_a_day", "paused_until")),
        "suppressions": list(
            Suppression.objects.filter(fingerprint=fingerprint(user.email)).values("address", "cause", "words", "since")
        ),
    }


@transaction.atomic
def erase_of(user: Any, *, at: datetime) -> int:
    """Wipes what this slice knows of ``user``; what still waited is withdrawn. Returns the number of rows touched.

    The rows of mails stay, emptied, so that counts stay true; nothing in them leads back to the person.
    """
    notices, _rows = Notice.objects.filter(user=user).delete()
    chosen = sum(model.objects.filter(user=user).delete()[0] for model in (Preference, Rhythm, Cursor))
    return notices + chosen + _forget_address(user.email) + _wipe(_of(user), at=at)


@transaction.atomic
def erase_address(address: str, *, at: datetime) -> int:
    """Wipes the mails to an address that has no account. Returns the number of rows touched.

    That the address bounced or complained stays, as a fingerprint: else the next import would mail it again.
    """
    return _forget_address(address) + _wipe(Q(to_address__iexact=address), at=at)


def _forget_address(address: str) -> int:
    """What servers say often holds the address, so their words go too."""
    mark = fingerprint(address)
    DeliveryEvent.objects.filter(fingerprint=mark).update(words="")
    return Suppression.objects.filter(fingerprint=mark).exclude(address="").update(address="", words="")


def _of(user: Any) -> Q:
    return Q(user=user) | Q(to_address__iexact=user.email)


def _wipe(mails: Q, *, at: datetime) -> int:
    rows = Email.objects.filter(mails)
    rows.unbegun().update(state=Email.State.WITHDRAWN, reason=ERASED, withdrawn_at=at, lease_token=None)
    return rows.update(
        user=None,
        to_address="",
        to_name="",
        domain="",
        reply_to="",
        subject="",
        **WITHOUT_TEXT,
        headers={},
        topic="",
        dedup_key=Concat(Value("erased:"), Cast(F("pk"), CharField())),
    )
