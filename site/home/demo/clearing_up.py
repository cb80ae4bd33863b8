"""The last night of the demo: what is past its period has gone, as on a site that has been there for half a year."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import localtime

from consultation.people.actions import apply_nightly


def clear_up(*, at: datetime) -> None:
    """Does what the sweep would have done in the night before ``at``."""
    night = localtime(at).replace(hour=3, minute=10, second=0, microsecond=0) - timedelta(days=1)
    apply_nightly(at=night)
