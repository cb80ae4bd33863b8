"""What a version is called from now on: the status words of the field, each with what it brings about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.log_actions import log

from handbook.errors import ReasonMissing, UnknownStatus
from handbook.models import Status, Version, VersionStatus
from handbook.models.versions import PUBLIC_GROUP, current_status


@transaction.atomic
def set_status(*, version: Version, status: str, reason: str = "", by: Any, at: datetime) -> VersionStatus:
    """Give a version another status; older statuses stay on record.

    An adopted version becomes public, and the version that was adopted before it becomes superseded in the same
    step, since two texts cannot both be in force. A withdrawn version stays readable for those who could read it,
    with the reason above it: remarks point at it, and a version that disappears is a lost account. Setting the
    status that a version has already adds nothing and returns the row that says so.

    Raises `UnknownStatus`, and `ReasonMissing` for a withdrawal (or for taking one back) without a reason.
    """
    if status not in Status.values:
        raise UnknownStatus(status, Status.values)
    locked = list(Version.objects.filter(handbook_key=version.handbook_key).order_by("pk").select_for_update())
    before = current_status(Version.objects.get(pk=version.pk))
    newest = version.statuses.order_by("-id").first()
    if newest and newest.status == status:
        return newest
    if Status.WITHDRAWN in (status, before) and not reason.strip():
        raise ReasonMissing
    row = add_status(version=version, status=status, reason=reason, others=locked, at=at)
    log(version, "klankbord.handbook.status", user=by, timestamp=at, data={"before": before, "status": status, "reason": reason})
    return row


def add_status(*, version: Version, status: str, reason: str, others: list[Version], at: datetime) -> VersionStatus:
    """The status row, with its consequences for readers and for the ``others`` of the same handbook.

    For callers that hold the lock on the handbook: `set_status` and `freeze_version`.
    """
    row = VersionStatus.objects.create(version=version, status=status, reason=reason.strip(), at=at)
    if status == Status.ADOPTED:
        version.readers.add(Group.objects.get_or_create(name=PUBLIC_GROUP)[0])
        older = Version.objects.filter(pk__in=[other.pk for other in others if other.pk != version.pk]).with_status()
        VersionStatus.objects.bulk_create(
            VersionStatus(version=other, status=Status.SUPERSEDED, at=at) for other in older.filter(current_status=Status.ADOPTED)
        )
    return row
