"""Signed addresses that need no signing in: where one kind is switched off (RFC 8058, guarantees G12), and all preferences."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from consultation.delivery.kinds import Kind

SALT = "klankbord.delivery.unsubscribe"
PREFERENCES_SALT = "klankbord.delivery.preferences"


@dataclass(frozen=True, slots=True)
class Subscription:
    """Whose mails of which kind."""

    user_id: int
    kind: str


def make_token(*, user_id: int, kind: str) -> str:
    """A token that never expires and is good for this one switch only: it signs nobody in."""
    return signing.Signer(salt=SALT).sign_object([user_id, kind])


def read_token(token: str) -> Subscription | None:
    """What ``token`` stands for, or None when we did not make it."""
    try:
        user_id, kind = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    return Subscription(user_id=user_id, kind=kind)


def unsubscribe_url(*, user_id: int, kind: str) -> str:
    """The absolute address for a mail."""
    return settings.BASE_URL + reverse("unsubscribe", kwargs={"token": make_token(user_id=user_id, kind=kind)})


def preferences_url(*, user_id: int) -> str:
    """The absolute address of somebody's preferences, for the foot of her mails. It never expires and opens nothing else."""
    token = signing.Signer(salt=PREFERENCES_SALT).sign_object(user_id)
    return settings.BASE_URL + reverse("preferences-by-link", kwargs={"token": token})


def read_preferences_token(token: str) -> int | None:
    """Whose preferences these are, or None when we did not make it."""
    try:
        return int(signing.Signer(salt=PREFERENCES_SALT).unsign_object(token))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def list_headers(*, kind: Kind, url: str) -> dict[str, str]:
    """The headers by which mail programs show an unsubscribe button; our key must sign the last two (DKIM)."""
    host = settings.BASE_URL.split("://", 1)[-1].split("/")[0].split(":")[0]
    list_id = f"{kind.name.replace('_', '-')}.klankbord.{host}"
    return {
        "List-Id": f"{settings.SITE_NAME} <{list_id}>",
        "List-Unsubscribe": f"<{url}>, <mailto:{settings.REPLY_TO_EMAIL}?subject=unsubscribe%20{kind.name}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
