"""Writes the proof of a consent and of its end. Rows are only added."""

from __future__ import annotations

from datetime import datetime

from wagtail.models import Page

from consultation.newsletter.models import Subscription, SubscriptionConsent
from consultation.newsletter.models.consents import TEXT_VERSION, number_of

PRIVACY_SLUG = "privacy"
PRIVACY_AS_DELIVERED = "as delivered"
"""The version of a privacy statement that no editor has touched yet."""


def record_given(*, subscription: Subscription, place: str, asked_at: datetime, at: datetime) -> SubscriptionConsent:
    """Who asked at ``place`` for the newsletter has confirmed it."""
    return SubscriptionConsent.objects.create(
        number=number_of(subscription.email),
        act=SubscriptionConsent.Act.GIVEN,
        text_version=TEXT_VERSION,
        privacy_version=privacy_version(),
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


def privacy_version() -> str:
    """When the privacy statement that readers see was last published, to the minute."""
    published = Page.objects.filter(slug=PRIVACY_SLUG, depth=3).values_list("last_published_at", flat=True).first()
    return f"{published:%Y-%m-%d %H:%M}" if published else PRIVACY_AS_DELIVERED
