"""Receiving domains that ask us to slow down: nothing goes there for a while, and longer each time (guarantees G10)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from consultation.delivery.failures import MINUTES, Class, pause_of_domain
from consultation.delivery.models import SlowDomain

FORGOTTEN_AFTER = timedelta(hours=2)
"""A domain that has not been heard of for this long after its pause begins again with the shortest one."""


@transaction.atomic
def shut(*, domain: str, reason: str, at: datetime) -> datetime:
    """Shuts ``domain`` because its server said ``reason``; returns until when.

    Who hears the same while it is shut already, such as a worker in the middle of its own batch, changes nothing.
    """
    known = SlowDomain.objects.select_for_update().filter(domain=domain).first()
    if known is not None and known.until > at:
        return known.until
    in_a_row = known is not None and at - known.until < FORGOTTEN_AFTER
    step = min(known.step + 1, len(MINUTES[Class.SLOW])) if known is not None and in_a_row else 1
    until = at + pause_of_domain(step)
    SlowDomain.objects.update_or_create(domain=domain, defaults={"until": until, "step": step, "reason": reason[:300]})
    return until


def slowed(domains: Iterable[str]) -> set[str]:
    """Which of these domains asked us to slow down before."""
    return set(SlowDomain.objects.filter(domain__in=set(domains)).values_list("domain", flat=True))


@transaction.atomic
def ease(*, domain: str, at: datetime) -> None:
    """The domain took a mail after its pause: its next pause is one step shorter, and after the first step it is free."""
    open_again = SlowDomain.objects.filter(domain=domain, until__lte=at)
    open_again.filter(step__lte=1).delete()
    open_again.update(step=F("step") - 1)
