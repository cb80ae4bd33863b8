"""Where people are kept in this slice."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consultation.newsletter.actions import erase_subscription, forget_ended, forget_proofs, forget_unconfirmed
from consultation.newsletter.actions.leaving import KEPT_DAYS
from consultation.newsletter.links import CONFIRM_DAYS
from consultation.newsletter.models import Subscription, SubscriptionConsent, SubscriptionRequest
from consultation.newsletter.models.consents import number_of
from consultation.people import retention
from consultation.people.registry import (
    Person,
    PersonalData,
    Row,
    addresses_of,
    excuse_texts,
    has_address,
    nothing,
    register,
    rows_of,
)


def register_places() -> None:
    """Called when the app is ready."""
    register(
        PersonalData(
            Subscription,
            ("name", "email", "new_email"),
            _("Your subscription to the newsletter. Erasing ends it and forgets the address."),
            _subscriptions,
            _erase_subscriptions,
        )
    )
    register(
        PersonalData(
            SubscriptionRequest,
            ("name", "email"),
            _("A request for the newsletter that waits for its mail. Erasing forgets it."),
            _requests,
            nothing,
        )
    )
    register(
        PersonalData(
            SubscriptionConsent,
            ("number",),
            _("The proof that you asked for the newsletter, and when you stopped. It stays under a number without your address."),
            _consents,
            nothing,
        )
    )
    excuse_texts("newsletter.IssuePage", "intro", "intro_en", why="published words of the editors")
    excuse_texts("newsletter.Subscription", "place", why="the address of a form")
    excuse_texts("newsletter.SubscriptionRequest", "place", why="the address of a form")
    excuse_texts("newsletter.SubscriptionConsent", "place", why="the address of a form")


def register_periods() -> None:
    """Called when the app is ready."""
    for name, what, days, reduce in (
        (
            "newsletter_unconfirmed",
            _("An address for the newsletter that was not confirmed."),
            lambda: CONFIRM_DAYS,
            forget_unconfirmed,
        ),
        ("newsletter_ended", _("Your address for the newsletter, after you unsubscribed."), lambda: KEPT_DAYS, forget_ended),
        (
            "newsletter_proofs",
            _("The proof that you asked for the newsletter, after you unsubscribed. It holds no address."),
            lambda: settings.KEPT_DAYS["consents"],
            forget_proofs,
        ),
    ):
        retention.register(retention.Period(name, what, days, reduce))


def _subscriptions(person: Person) -> list[Row]:
    own = Subscription.objects.filter(has_address(person, "email", "new_email"))
    return rows_of(own, "name", "email", "new_email", "language", "state", "asked_at", "confirmed_at", "ended_at")


def _requests(person: Person) -> list[Row]:
    return rows_of(SubscriptionRequest.objects.filter(has_address(person, "email")), "name", "email", "asked_at")


def _consents(person: Person) -> list[Row]:
    own = SubscriptionConsent.objects.filter(number__in=[number_of(address) for address in addresses_of(person)])
    return rows_of(own, "act", "purpose", "text_version", "privacy_version", "place", "asked_at", "happened_at", "way")


def _erase_subscriptions(person: Person, *, at: datetime) -> int:
    return sum(erase_subscription(address=address, at=at) for address in addresses_of(person))
