"""Signed addresses that need no signing in. They name a subscription by its key, never by its address."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from consultation.newsletter.models import Subscription

CONFIRM_DAYS = 7
"""How long an address may stay unconfirmed; after that the subscription is forgotten (guarantees G23)."""
_SALT = "consultation.newsletter"


def confirm_url(subscription: Subscription) -> str:
    """Where the address is confirmed; good for ``CONFIRM_DAYS``."""
    return _absolute("newsletter-confirm", signing.dumps(str(subscription.key), salt=f"{_SALT}.confirm"))


def new_address_url(subscription: Subscription) -> str:
    """Where a new address is confirmed; good for ``CONFIRM_DAYS`` and for that address only."""
    stamp = [str(subscription.key), _instant(subscription.new_email_at)]
    return _absolute("newsletter-new-address", signing.dumps(stamp, salt=f"{_SALT}.address"))


def unsubscribe_url(subscription: Subscription) -> str:
    """Where the newsletter is stopped; it never expires (guarantees G12)."""
    return _absolute("newsletter-unsubscribe", token_of(subscription, "unsubscribe"))


def manage_url(subscription: Subscription) -> str:
    """Where name, language and address are changed; it never expires and opens nothing else."""
    return _absolute("newsletter-manage", token_of(subscription, "manage"))


def token_of(subscription: Subscription, purpose: str) -> str:
    """What such an address carries for ``purpose``, ``unsubscribe`` or ``manage``."""
    return signing.Signer(salt=f"{_SALT}.{purpose}").sign_object(str(subscription.key))


def is_ours(token: str, *, purpose: str) -> bool:
    """Whether we made this token, though its subscription may be forgotten by now."""
    return _key(token, purpose) is not None


def subscription_by(token: str, *, purpose: str) -> Subscription | None:
    """Whose token this is; None when it is forged or the subscription is forgotten."""
    key = _key(token, purpose)
    return Subscription.objects.filter(key=key).first() if key else None


def subscription_to_confirm(token: str) -> Subscription | None:
    """The subscription that a mailed link confirms; None when it is forged, too old, forgotten or ended meanwhile."""
    try:
        key = signing.loads(token, salt=f"{_SALT}.confirm", max_age=timedelta(days=CONFIRM_DAYS))
    except signing.BadSignature:
        return None
    return Subscription.objects.filter(key=key).exclude(state=Subscription.State.ENDED).first()


def subscription_to_move(token: str) -> Subscription | None:
    """The subscription that waits for this very new address; None when the link is forged, too old or used."""
    try:
        key, instant = signing.loads(token, salt=f"{_SALT}.address", max_age=timedelta(days=CONFIRM_DAYS))
    except signing.BadSignature:
        return None
    subscription = Subscription.objects.active().filter(key=key, new_email_at__isnull=False).first()
    return subscription if subscription and _instant(subscription.new_email_at) == instant else None


def _key(token: str, purpose: str) -> str | None:
    try:
        return str(signing.Signer(salt=f"{_SALT}.{purpose}").unsign_object(token))
    except (signing.BadSignature, ValueError):
        return None


def _instant(at: datetime | None) -> int:
    return int(at.timestamp()) if at else 0


def _absolute(name: str, token: str) -> str:
    return settings.BASE_URL + reverse(name, kwargs={"token": token})
