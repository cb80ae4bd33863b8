"""One sending, the mails of one kind about one topic: it is paused and goes on, and its mails in doubt are decided (G15)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop
from wagtail.log_actions import log

from consultation.delivery.actions.holding import RENEWED
from consultation.delivery.actions.queueing import SWEEP
from consultation.delivery.models import Email
from consultation.delivery.models.emails import EmailQuerySet
from consultation.jobs.actions import nudge

LEFT = gettext_noop("nobody knows whether it arrived; an editor left it so")


@transaction.atomic
def pause_topic(*, topic: str, kind: str, by: Any, at: datetime) -> int:
    """Stops a sending for as long as an editor wants; returns how many mails stand still.

    The lease is taken away, and a worker asks before each mail whether it still holds it. So at most the mail goes
    that is on the wire at this moment.
    """
    going = _sending(topic, kind).unbegun().exclude(state=Email.State.PAUSED)
    count = going.update(state=Email.State.PAUSED, lease_token=None, lease_until=None)
    _log("pause", topic, kind, by=by, count=count)
    return count


@transaction.atomic
def resume_topic(*, topic: str, kind: str, by: Any, at: datetime) -> int:
    """Lets a paused sending go on; returns with how many. What was sent before is not touched, so nothing is repeated."""
    count = _sending(topic, kind).filter(state=Email.State.PAUSED).update(state=Email.State.QUEUED)
    _log("resume", topic, kind, by=by, count=count)
    nudge(SWEEP)
    return count


@transaction.atomic
def resend_uncertain(*, topic: str, kind: str, by: Any, at: datetime) -> int:
    """Sends the mails of a sending again of which nobody knows whether they went, under the same Message-ID."""
    uncertain = _sending(topic, kind).filter(state=Email.State.UNCERTAIN).exclude(text="")
    count = uncertain.update(**RENEWED, next_try_at=at)
    _log("resend", topic, kind, by=by, count=count)
    nudge(SWEEP)
    return count


@transaction.atomic
def leave_uncertain(*, topic: str, kind: str, by: Any, at: datetime) -> int:
    """Leaves those mails as they are: nobody is asked about them any more, and they are never sent again."""
    uncertain = _sending(topic, kind).filter(state=Email.State.UNCERTAIN)
    count = uncertain.update(state=Email.State.WITHDRAWN, reason=LEFT, withdrawn_at=at)
    _log("leave", topic, kind, by=by, count=count)
    return count


def _sending(topic: str, kind: str) -> EmailQuerySet:
    return Email.objects.filter(topic=topic, kind=kind, bulk=True)


def _log(verb: str, topic: str, kind: str, *, by: Any, count: int) -> None:
    first = _sending(topic, kind).order_by("pk").first() if count else None
    if first is not None:
        log(first, f"klankbord.delivery.{verb}", user=by, data={"topic": topic, "kind": kind, "count": count})
