"""Who stands behind a remark, and the numbers that submitters and remarks carry."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from consultation.comments.models import Counter, Submitter
from consultation.people.models import Organisation


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
    known = Submitter.objects.filter(user=user, handbook_key=handbook_key)
    return known.first() or _make(known, {"user": user, "organisation": user.organisation}, handbook_key)


@transaction.atomic
def collective_submitter(*, organisation: Organisation, handbook_key: uuid.UUID) -> Submitter:
    """The submitter that stands for an organisation as such in one handbook; made when it first reacts."""
    known = Submitter.objects.filter(organisation=organisation, collective=True, handbook_key=handbook_key)
    return known.first() or _make(known, {"organisation": organisation, "collective": True}, handbook_key)


def _make(known: QuerySet[Submitter], fields: dict[str, Any], handbook_key: uuid.UUID) -> Submitter:
    """A new submitter with the next number, unless another tab was first: lock, then look again."""
    scope = f"submitters:{handbook_key}"
    Counter.objects.get_or_create(scope=scope)
    Counter.objects.select_for_update().get(scope=scope)
    return known.first() or Submitter.objects.create(**fields, handbook_key=handbook_key, number=take_number(scope))
