"""What the front door and "Mijn overzicht" show: composed here, so that the query budget lives in one place."""

from __future__ import annotations

from typing import Any


def front_door(user: Any) -> dict[str, Any]:
    """What a visitor sees on the home page."""
    return {}
