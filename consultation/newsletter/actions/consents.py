"""Writes the proof of a consent and of its end. Rows are only added."""

from __future__ import annotations

from datetime import datetime

from consultation.newsletter.models import Subscription, SubscriptionConsent
from consultation.newsletter.models.consents import TEXT_VERSION, number_of
from consultation.people.actions import keep_statement


def record_given(*, subscription: Subscription, place: str, asked_at: datetime, at: datetime) -> SubscriptionConsent:
    """Who asked at ``place`` for the newsletter has confirmed it."""
    return SubscriptionConsent.objects.create(
        number=number_of(subscription.email),
        act=SubscriptionConsent.Act.GIVEN,
        text_version=TEXT_VERSION,
        privacy_version=keep_statement(at=at),
        place=place,
        asked_at=asked_at,
        happened_at=at,
    )


def record_withdrawn(*, address: str, way: str, at: datetime) -> SubscriptionConsent:
    """The newest consent of an address is withdrawn, in this ``way``; it repeats what was consented to."""
    number = number_of(address)
    given = SubscriptionConsent.objects.filter(number=number, act=SubscriptionConsent.Act.GIVEN).last()
    return SubscriptionConsent.objects.create(
        number=number,
        act=SubscriptionConsent.Act.WITHDRAWN,
        text_version=given.text_version if given else "",
        privacy_version=given.privacy_version if given else "",
        place=given.place if given else "",
        happened_at=at,
        way=way,
    )
