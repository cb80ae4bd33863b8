"""What happens to mails that wait: taken back by topic, let go before their time, stopped by an editor, sent again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import CharField, Count, F, Max, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_noop
from wagtail.log_actions import log

from consultation.delivery.actions.queueing import SWEEP
from consultation.delivery.errors import NotResendable
from consultation.delivery.kinds import DIGEST
from consultation.delivery.models import Email, Notice
from consultation.jobs.actions import nudge

TAKEN_APART = gettext_noop("something in this digest was taken back before it went; the rest is told by the next one")
RENEWED = {"state": Email.State.QUEUED, "reason": "", "attempts": 0, "losses": 0, "begun_at": None}
"""A mail that is sent again begins as if it had never been tried; only its Message-ID stays."""


@dataclass(frozen=True, slots=True)
class Held:
    """Where the mails of one topic stand. ``until``: when the last of those that wait may go; ``paused``: those that an
    editor made stand still, which wait for her and not for the clock; ``under_way``: those that may go and have not gone yet."""

    total: int
    waiting: int
    paused: int
    under_way: int
    sent: int
    withdrawn: int
    until: datetime | None


def held_summary(*, topic: str, at: datetime) -> Held:
    """Counts the mails of ``topic``: those that wait behind "Stop verzending" at ``at``, and what became of the rest."""
    state = Email.State
    counts = Email.objects.filter(topic=topic).aggregate(
        total=Count("pk"),
        waiting=Count("pk", filter=Q(state=state.QUEUED, next_try_at__gt=at)),
        paused=Count("pk", filter=Q(state=state.PAUSED)),
        under_way=Count("pk", filter=Q(state=state.SENDING) | Q(state=state.QUEUED, next_try_at__lte=at)),
        sent=Count("pk", filter=Q(state=state.SENT)),
        withdrawn=Count("pk", filter=Q(state=state.WITHDRAWN)),
        until=Max("next_try_at", filter=Q(state=state.QUEUED)),
    )
    return Held(**counts)


@transaction.atomic
def withdraw_topic(*, topic: str, reason: str, at: datetime) -> int:
    """Takes back every mail of ``topic`` that was not handed to the mail server yet; returns how many.

    A worker in the middle of a batch asks before each mail, so at most one more goes. What waits for a digest waits no
    more, and a digest that is written and has not gone is taken apart: the rest of it is told by the next.

    Args:
        topic: as it was given to ``tell`` or ``queue_email``.
        reason: kept on each row, so that one can see why somebody got nothing.
        at: the instant, aware.
    """
    _take_apart(topic, at=at)
    Notice.objects.filter(topic=topic).waiting().update(digest_at=None, unmailed=reason[:300])
    waiting = Email.objects.filter(topic=topic).unbegun()
    return waiting.update(state=Email.State.WITHDRAWN, reason=reason[:300], withdrawn_at=at, lease_token=None)


@transaction.atomic
def stop(*, topic: str, reason: str, by: Any, at: datetime) -> int:
    """ "Stop verzending": takes the topic's waiting mails back on behalf of ``by`` and writes it in the audit trail."""
    first = Email.objects.filter(topic=topic).order_by("pk").first()
    count = withdraw_topic(topic=topic, reason=reason, at=at)
    if first is not None:
        log(first, "klankbord.delivery.stop", user=by, data={"topic": topic, "count": count, "reason": reason})
    return count


@transaction.atomic
def release(*, topic: str, at: datetime) -> int:
    """Lets the topic's held mails go at once; returns how many."""
    count = Email.objects.filter(topic=topic, state=Email.State.QUEUED, next_try_at__gt=at).update(next_try_at=at)
    if count:
        nudge(SWEEP)
    return count


@transaction.atomic
def resend(*, email: Email, by: Any, at: datetime) -> Email:
    """Sends a mail again that failed, or of which nobody knows whether it went. The Message-ID stays.

    Raises:
        NotResendable: it was sent, withdrawn or still waits, or its text is not kept any more.
    """
    ended = Email.objects.filter(pk=email.pk, state__in=[Email.State.FAILED, Email.State.UNCERTAIN]).exclude(text="")
    if not ended.update(**RENEWED, next_try_at=at):
        raise NotResendable(f"mail {email.pk} is {email.state}")
    log(email, "klankbord.delivery.resend", user=by, data={"kind": email.kind})
    nudge(SWEEP)
    email.refresh_from_db()
    return email


def _take_apart(topic: str, *, at: datetime) -> None:
    """Takes back the digests that tell of a topic and have not gone; their notices wait for the next, which is due now."""
    digests = Email.objects.filter(kind=DIGEST, notices__topic=topic).unbegun()
    keys = list(digests.values_list("pk", flat=True).distinct())
    if not keys:
        return
    Email.objects.filter(pk__in=keys).unbegun().update(
        state=Email.State.WITHDRAWN,
        reason=TAKEN_APART,
        withdrawn_at=at,
        lease_token=None,
        dedup_key=Concat(Value("taken-apart:"), Cast(F("pk"), CharField())),
    )
    apart = Email.objects.filter(pk__in=keys, state=Email.State.WITHDRAWN)
    Notice.objects.filter(email__in=apart).update(email=None, digest_at=at)
