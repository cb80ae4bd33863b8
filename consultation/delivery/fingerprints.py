"""An address as a number that nobody can turn back: what may stay when the person is erased (guarantees G24)."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

SALT = "klankbord.delivery.address"


def fingerprint(address: str) -> str:
    """HMAC-SHA256 of an address in lower case, as 64 hex digits; the same address always gives the same."""
    return salted_hmac(SALT, address.strip().lower(), algorithm="sha256").hexdigest()
