"""Changing what stands with a subscription. A new address is confirmed first, and the old one is told."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from consultation.delivery.actions import trust_again
from consultation.newsletter.actions.consents import record_given, record_withdrawn
from consultation.newsletter.errors import LinkGone, NotSubscribed
from consultation.newsletter.models import Subscription, SubscriptionConsent
from consultation.newsletter.notices import mail_moved, mail_new_address


@transaction.atomic
def change_details(*, subscription: Subscription, name: str, email: str, language: str, at: datetime) -> bool:
    """Changes name and language at once; returns whether a mail went to a new address to confirm it.

    Whether the new address has a subscription of its own is not looked at here, so nobody learns it by trying.

    Raises:
        NotSubscribed.
    """
    subscription = _locked_active(subscription, NotSubscribed)
    address = email.strip().lower()
    subscription.name, subscription.language = name.strip(), language
    is_new = address != subscription.email
    if is_new:
        subscription.new_email, subscription.new_email_at = address, at
    subscription.save()
    if is_new:
        mail_new_address(subscription, at=at)
    return is_new


@transaction.atomic
def move_address(*, subscription: Subscription, at: datetime) -> None:
    """The owner of the new address confirmed it: the newsletter goes there, and the old address is told.

    Had the new address a subscription of its own, the two become one. The proof names both ends.

    Raises:
        LinkGone: it was used already, or the subscription ended.
    """
    subscription = _locked_active(subscription, LinkGone)
    if not subscription.new_email:
        raise LinkGone
    old, asked_at = subscription.email, subscription.new_email_at or at
    Subscription.objects.filter(email=subscription.new_email).exclude(pk=subscription.pk).delete()
    subscription.email, subscription.confirmed_at = subscription.new_email, at
    subscription.new_email, subscription.new_email_at = "", None
    subscription.save()
    record_withdrawn(address=old, way=SubscriptionConsent.Way.MOVED, at=at)
    place = settings.BASE_URL + reverse("newsletter")
    record_given(subscription=subscription, place=place, asked_at=asked_at, at=at)
    trust_again(address=subscription.email, at=at)
    mail_moved(subscription, to=old, at=at)


def _locked_active(subscription: Subscription, refusal: type[Exception]) -> Subscription:
    row = Subscription.objects.select_for_update().active().filter(pk=subscription.pk).first()
    if row is None:
        raise refusal
    return row
