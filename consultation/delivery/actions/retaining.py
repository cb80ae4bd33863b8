"""What is done with mails and notices when the floor above says that they are old enough."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.db import transaction

from consultation.delivery.emptying import EMPTIED, ENDS, WITHOUT_TEXT
from consultation.delivery.models import DeliveryEvent, Email, Notice


class Forget(Protocol):
    """Deletes or empties what is from before an instant; returns how many rows."""

    def __call__(self, *, before: datetime) -> int: ...


def forget_notices(*, before: datetime) -> int:
    """Deletes notices; one that still waits for a digest stays until it is told."""
    return Notice.objects.filter(created_at__lt=before, digest_at=None).delete()[0]


def forget_texts(*, before: datetime) -> int:
    """Empties the texts of mails whose end is known; that they went, to whom and about what stays."""
    old = Email.objects.filter(created_at__lt=before, state__in=ENDS)
    return old.exclude(text="", html="").update(headers={}, **WITHOUT_TEXT)


@transaction.atomic
def forget_mails(*, before: datetime) -> int:
    """Takes the receiver off mails whose end is known. A mail to many keeps its topic, by which its sending is counted."""
    old = Email.objects.filter(created_at__lt=before, state__in=ENDS).exclude(to_address="")
    bulk = {name: value for name, value in EMPTIED.items() if name != "topic"}
    return old.filter(bulk=True).update(reason="", **bulk) + old.filter(bulk=False).update(reason="", **EMPTIED)


def forget_events(*, before: datetime) -> int:
    """Deletes what the mail provider told; what it led to (a suppressed address) stays."""
    return DeliveryEvent.objects.filter(received_at__lt=before).delete()[0]
