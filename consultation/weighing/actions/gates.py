"""Passing the gates before a publication: reasons for changes that nobody asked for, and what is noted with the version."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.weighing.errors import (
    ChangeUnknown,
    GateIsOpen,
    MayNotPublish,
    PartnersHoldBack,
    ReasonChangedMeanwhile,
    ReasonOfChangeMissing,
)
from consultation.weighing.gates import Gate
from consultation.weighing.go_aheads import GoAheads
from consultation.weighing.models import ChangeReason, PassedGate, PassedPartners
from consultation.weighing.permissions import can_publish
from handbook.models import Version


@transaction.atomic
def explain_change(
    *, gate: Gate, section_key: uuid.UUID, reason: str, seen_at: datetime | None = None, by: Any, at: datetime
) -> ChangeReason:
    """Say why a section changed that no adopted remark asked to change; it is kept until the next version. Again is instead.

    Args:
        seen_at: ``at`` of the reason that the form shows, None when it shows none.

    Raises:
        MayNotPublish, ReasonOfChangeMissing, ChangeUnknown (the section did not change), ReasonChangedMeanwhile (a colleague
        gave another one): nothing was changed.
    """
    if not can_publish(by):
        raise MayNotPublish
    if not reason.strip():
        raise ReasonOfChangeMissing
    if not any(line.section.key == str(section_key) for line in gate.changes):
        raise ChangeUnknown
    issue = gate.replaced[-1]
    Version.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    known = ChangeReason.objects.filter(version=issue, section_key=section_key).first()
    if known is not None and known.at != seen_at and known.reason != reason.strip():
        raise ReasonChangedMeanwhile
    row, _made = ChangeReason.objects.update_or_create(
        version=issue, section_key=section_key, defaults={"reason": reason.strip(), "by": by, "at": at}
    )
    data = {"section": str(section_key), "reason": row.reason}
    log(issue, "klankbord.weighing.explain_change", user=by, timestamp=at, data=data)
    return row


@transaction.atomic
def pass_gate(*, gate: Gate, version: Version, reason: str, by: Any, at: datetime) -> PassedGate:
    """Note with a version that was just frozen how the gate stood, and why it was passed when something was open.

    Raises:
        GateIsOpen: something is open and there is no reason; nothing was changed.
    """
    unanswered, unchanged, unexplained = gate.counts
    if gate.is_open and not reason.strip():
        raise GateIsOpen(gate.counts)
    row = PassedGate.objects.create(
        version=version,
        since=gate.since,
        unanswered=unanswered,
        unchanged=unchanged,
        unexplained=unexplained,
        reason=reason.strip() if gate.is_open else "",
        at=at,
    )
    if gate.is_open:
        data = {"unanswered": unanswered, "unchanged": unchanged, "unexplained": unexplained, "reason": row.reason}
        log(version, "klankbord.weighing.pass_gate", user=by, timestamp=at, data=data)
    return row


@transaction.atomic
def pass_partners(*, partners: GoAheads, version: Version, reason: str, by: Any, at: datetime) -> PassedPartners | None:
    """Note with a version that goes into consultation which partners object or are silent, and why it goes all the same.

    None when all of them let it.

    Raises:
        PartnersHoldBack: somebody objects or is silent and there is no reason; nothing was changed.
    """
    if partners.all_let_it:
        return None
    if not reason.strip():
        raise PartnersHoldBack
    objecting = [str(one.organisation) for one in partners.objecting]
    silent = [str(one) for one in partners.silent]
    row = PassedPartners.objects.create(
        version=version, asked=partners.version, objecting=objecting, silent=silent, reason=reason.strip(), at=at
    )
    data = {"objecting": objecting, "silent": silent, "reason": row.reason}
    log(version, "klankbord.weighing.pass_partners", user=by, timestamp=at, data=data)
    return row
