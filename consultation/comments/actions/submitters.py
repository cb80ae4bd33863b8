"""Who stands behind a remark, and the numbers that submitters and remarks carry."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from consultation.comments.models import Counter, Submitter


def take_number(scope: str) -> int:
    """The next number in a scope. Must run inside a transaction: the counter's row stays locked until it ends.

    SQLite has no row locks, but its transactions begin IMMEDIATE (settings.py), so that the whole runs alone.
    """
    Counter.objects.get_or_create(scope=scope)
    counter = Counter.objects.select_for_update().get(scope=scope)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


@transaction.atomic
def submitter_of(*, user: Any, handbook_key: uuid.UUID) -> Submitter:
    """The submitter that stands for a person in one handbook; made with the next number when she first reacts."""
    known = Submitter.objects.filter(user=user, handbook_key=handbook_key).first()
    if known is not None:
        return known
    scope = f"submitters:{handbook_key}"
    Counter.objects.get_or_create(scope=scope)
    # Lock, then look again: another tab of the same person may have been first.
    Counter.objects.select_for_update().get(scope=scope)
    known = Submitter.objects.filter(user=user, handbook_key=handbook_key).first()
    if known is not None:
        return known
    return Submitter.objects.create(
        user=user, organisation=user.organisation, handbook_key=handbook_key, number=take_number(scope)
    )
