"""The end of a subscription: by its owner, by an editor on request, by the clock, or because the person is erased."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.log_actions import log

from consultation.newsletter.actions.consents import record_withdrawn
from consultation.newsletter.links import CONFIRM_DAYS
from consultation.newsletter.models import Subscription, SubscriptionConsent, SubscriptionRequest
from consultation.newsletter.models.consents import number_of

KEPT_DAYS = 30
"""How long the address of who unsubscribed is kept, so that we can answer a question about it."""


@transaction.atomic
def end_subscription(*, subscription: Subscription, way: str, by: Any = None, at: datetime) -> bool:
    """Stops the newsletter for an address; returns whether it got it until now.

    It holds at once: also a mail of an issue that is being sent is asked for before it goes (``notices.still_wanted``).

    Args:
        way: a value of ``SubscriptionConsent.Way``.
        by: the editor who does it on request; written in the audit trail, under the number and without the address.
    """
    active = Subscription.objects.active().filter(pk=subscription.pk)
    if not active.update(state=Subscription.State.ENDED, ended_at=at, new_email="", new_email_at=None):
        return False
    record_withdrawn(address=subscription.email, way=way, at=at)
    if by is not None:
        log(subscription, "klankbord.newsletter.end", user=by, title=number_of(subscription.email)[:12])
    return True


@transaction.atomic
def erase_subscription(*, address: str, at: datetime) -> int:
    """Forgets an address at once; the proof stays under its number. Returns the number of rows that went."""
    subscription = Subscription.objects.filter(email__iexact=address).first()
    if subscription is not None:
        end_subscription(subscription=subscription, way=SubscriptionConsent.Way.ERASED, at=at)
    count = Subscription.objects.filter(email__iexact=address).delete()[0]
    count += Subscription.objects.filter(new_email__iexact=address).update(new_email="", new_email_at=None)
    return count + SubscriptionRequest.objects.filter(email__iexact=address).delete()[0]


@transaction.atomic
def forget_unconfirmed(*, at: datetime) -> int:
    """Forgets addresses that nobody confirmed in ``CONFIRM_DAYS``, new ones of a subscription too."""
    before = at - timedelta(days=CONFIRM_DAYS)
    count = Subscription.objects.filter(state=Subscription.State.UNCONFIRMED, asked_at__lt=before).delete()[0]
    return count + Subscription.objects.filter(new_email_at__lt=before).update(new_email="", new_email_at=None)


def forget_ended(*, at: datetime) -> int:
    """Forgets addresses that unsubscribed ``KEPT_DAYS`` ago."""
    before = at - timedelta(days=KEPT_DAYS)
    return Subscription.objects.filter(state=Subscription.State.ENDED, ended_at__lt=before).delete()[0]


@transaction.atomic
def forget_proofs(*, at: datetime) -> int:
    """Deletes the proof of a consent some years after it was withdrawn (the period "consents")."""
    before = at - timedelta(days=settings.KEPT_DAYS["consents"])
    count = 0
    for end in SubscriptionConsent.objects.filter(act=SubscriptionConsent.Act.WITHDRAWN, happened_at__lt=before):
        count += SubscriptionConsent.objects.filter(number=end.number, pk__lte=end.pk).delete()[0]
    return count
