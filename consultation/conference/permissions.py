"""Who may do what with a conference and its list."""

from __future__ import annotations

import hmac
from typing import Any

from consultation.conference.models import Conference

MANAGE = "conference.change_conference"
"""Making and changing conferences, seeing who comes, the list for the door."""


def can_manage(user: Any) -> bool:
    """Whether this person sees the list and changes the conference."""
    return bool(user.has_perm(MANAGE))


def can_check_in(user: Any, conference: Conference, secret: str) -> bool:
    """Editors, and the helpers whose telephone opened the link with the conference's present secret."""
    return can_manage(user) or hmac.compare_digest(secret.encode(), conference.door_secret.encode())
