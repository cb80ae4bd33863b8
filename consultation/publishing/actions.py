"""The order of a publication: freeze, place the remarks, close the round that runs, open the new one, tell people.

All of it or nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from consultation.accountability.notices import receipt_topic, tell_receipts
from consultation.comments.actions import place_comments
from consultation.delivery.actions import withdraw_topic
from consultation.jobs.actions import Progress, no_progress
from consultation.people.models import WORKING_GROUP
from consultation.publishing.correcting import publish_correction
from consultation.publishing.framework import refuse_faults
from consultation.publishing.notices import WITHDRAWN, tell_about_version
from consultation.publishing.plan import PublicationPlan, RoundPlan, topic_of
from consultation.rounds.actions import close_round, open_round
from consultation.rounds.models import Round
from consultation.weighing.actions import ask_partners, gate_of, go_aheads_for, pass_gate, pass_partners
from handbook.actions import freeze_version, set_status
from handbook.frameworks import read_framework
from handbook.models import HandbookPage, Status, Version

EARLY_READERS = (WORKING_GROUP,)
"""Who reads a version without a round: the working group, beside the editors, who read everything."""


@transaction.atomic
def publish(*, handbook: HandbookPage, plan: PublicationPlan, by: Any, at: datetime, progress: Progress = no_progress) -> Version:
    """Freeze the agreed text as a version and do all that belongs to it, in one transaction.

    A version without a round is read by the working group and nobody is mailed. With a round its audience reads it,
    the handbook's running round closes (remarks after that are marked late), each member hears once, and each author once
    what became of her remarks on the versions before; the mails
    wait ``settings.SEND_DELAY`` behind "Stop verzending". A text whose decision framework nobody could walk through is
    refused. What is open at the gate, and partners who hold a consultation back, are passed with the plan's reasons,
    which are kept with the version. A correction goes its own way (``publish_correction``).

    Args:
        handbook: the living handbook.
        plan: label, status, notes and round.
        by: the editor, or None for a command.
        at: the instant of publication, aware.
        progress: takes (done, total, step).

    Raises:
        LabelTaken, NothingToFreeze (handbook.errors), a RoundRefused (rounds.errors), GateIsOpen, PartnersHoldBack
        (weighing.errors), a PublicationRefused: nothing was changed.
    """
    if plan.correction:
        return publish_correction(handbook=handbook, label=plan.label, notes=plan.notes, by=by, at=at, progress=progress)
    gate = gate_of(handbook)
    partners = go_aheads_for(handbook.key) if plan.round is not None else None
    version = freeze_version(
        handbook=handbook, label=plan.label, status=plan.status, notes=plan.notes, by=by, at=at, progress=progress
    )
    refuse_faults(read_framework(version))
    if gate is not None:
        pass_gate(gate=gate, version=version, reason=plan.gate_reason or reason_of_a_command(by), by=by, at=at)
    if partners is not None:
        pass_partners(partners=partners, version=version, reason=plan.partners_reason or reason_of_a_command(by), by=by, at=at)
    place_comments(version=version, at=at, progress=progress)
    if plan.round is None:
        version.readers.add(*Group.objects.filter(name__in=EARLY_READERS))
        if plan.ask_partners:
            ask_partners(version=version, at=at)
    else:
        _close_running_rounds(handbook, by=by, at=at)
        consultation = _open(version, plan.round, by=by, at=at)
        if plan.mail:
            progress(0, 1, _("The mails are put ready."))
            tell_about_version(version=version, round=consultation, hold_until=at + settings.SEND_DELAY, at=at)
    if plan.mail and (plan.round is not None or plan.status == Status.ADOPTED):
        tell_receipts(version=version, hold_until=at + settings.SEND_DELAY, at=at)
    log(version, "klankbord.publishing.publish", user=by, data={"label": plan.label, "status": plan.status})
    return version


@transaction.atomic
def change_status(*, version: Version, status: str, reason: str, by: Any, at: datetime) -> None:
    """Give a version another status word. A withdrawn version asks nobody for remarks any more: its round closes, with
    the same reason, and mails about it that still wait do not go. Who can read a version only now that it is adopted hears
    now what became of her remarks.

    Raises:
        UnknownStatus, ReasonMissing (handbook.errors): nothing was changed.
    """
    set_status(version=version, status=status, reason=reason, by=by, at=at)
    if status == Status.ADOPTED:
        tell_receipts(version=version, hold_until=at + settings.SEND_DELAY, at=at)
    if status == Status.WITHDRAWN:
        for topic in (topic_of(version.pk), receipt_topic(version.pk)):
            withdraw_topic(topic=topic, reason=WITHDRAWN, at=at)
        for consultation in Round.objects.filter(version=version):
            close_round(round=consultation, reason=reason, by=by, at=at)


def reason_of_a_command(by: Any) -> str:
    """What stands with a version that passed a gate and nobody was there to say why; empty for an editor, who says it."""
    if by is not None:
        return ""
    with override(settings.LANGUAGE_CODE):
        return gettext("Published by command, without a reason.")


def _close_running_rounds(handbook: HandbookPage, *, by: Any, at: datetime) -> None:
    for running in Round.objects.open(at).filter(version__handbook_key=handbook.key):
        close_round(round=running, reason="", by=by, at=at)


def _open(version: Version, plan: RoundPlan, *, by: Any, at: datetime) -> Round:
    return open_round(
        version=version,
        # A plan waits for its turn as a job; the round that runs closes only now, so the next begins no earlier.
        opens_at=max(plan.opens_at, at),
        closes_at=plan.closes_at,
        audience=Group.objects.filter(name__in=plan.audience),
        blind=plan.blind,
        identity=plan.identity,
        intro=plan.intro,
        questions=[(question.text, question.section_key) for question in plan.questions],
        reading_list=list(plan.reading_list),
        sections=list(plan.sections),
        remind_days=list(plan.remind_days),
        by=by,
        at=at,
    )
