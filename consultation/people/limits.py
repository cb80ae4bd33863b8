"""How often the forms that are open to everybody take an answer, per address and per network.

allauth limits its own forms. Its lock answers no when it is not free for a second, so who clicked twice on a busy server
would hear that there were too many; and its limits are to become internal to it. Here nothing waits.
"""

from __future__ import annotations

import hashlib
import ipaddress
import time
from typing import NamedTuple

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

WINDOW_SECONDS = 3600


class Limit(NamedTuple):
    """Answers an hour: from one network, and about one address (0: any number)."""

    per_network: int
    per_address: int


LIMITS = {
    "apply": Limit(30, 3),
    "accept_invitation": Limit(60, 0),
    "conference": Limit(60, 3),
    "newsletter": Limit(30, 5),
    "newsletter_change": Limit(30, 3),
}


def within_limits(request: HttpRequest, *, action: str, address: str = "") -> bool:
    """Counts this answer, and says whether it may be taken.

    ``address`` is what the answer is about, mostly a mail address; only its hash is kept, for an hour. A network is one
    IPv4 address or an IPv6 /64. Exact with Redis; with the cache in the database a few at the same instant may count as one.
    """
    limit = LIMITS[action]
    counted = [_count(action, "network", _network(request)) <= limit.per_network]
    if limit.per_address:
        counted.append(_count(action, "address", address.strip().lower()) <= limit.per_address)
    return all(counted)


def _count(action: str, scope: str, whom: str) -> int:
    digest = hashlib.sha256(whom.encode()).hexdigest()
    key = f"limit:{action}:{scope}:{digest}:{int(time.time() // WINDOW_SECONDS)}"
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        used = cache.incr(key)
    except ValueError:
        return 1
    # The database's cache forgets how long when it counts.
    cache.touch(key, WINDOW_SECONDS)
    return used


def _network(request: HttpRequest) -> str:
    address = get_adapter().get_client_ip(request)
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{known}/64", strict=False)) if known.version == 6 else address
