"""Telling that a try-out opened: at once when its round runs, else by the sweep when the round begins."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from consultation.rounds.models import Round
from consultation.tryouts.models import Tryout
from consultation.tryouts.notices import tell_opened


def announce_tryouts(*, at: datetime) -> int:
    """Tell of the try-outs that members can walk and have not heard of. A sweep: run it twice, late or at once by two.

    What is older than ``Round.STALE_AFTER``, or over, is marked and not told. Returns how many were told.
    """
    return sum(announce(tryout, at=at) for tryout in Tryout.objects.begun(at).filter(announced_at=None))


@transaction.atomic
def announce(tryout: Tryout, *, at: datetime) -> int:
    """Tell of one try-out, once: claimed by a conditional update in the transaction that writes its mails.

    Returns 1, or 0 when somebody else told it or it is not worth telling.
    """
    if not Tryout.objects.filter(pk=tryout.pk, announced_at=None).update(announced_at=at):
        return 0
    found = Tryout.objects.select_related("round__version").get(pk=tryout.pk)
    since = max(found.opened_at or at, found.round.opens_at)
    if not found.is_open(at) or at - since > Round.STALE_AFTER:
        return 0
    tell_opened(found, at=at)
    return 1
