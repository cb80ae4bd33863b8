"""Somebody's own calendar feed: a secret address that she can renew and stop."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from consultation.meetings.models import CalendarFeed
from consultation.people.models import User


@transaction.atomic
def make_feed(*, user: User, at: datetime) -> CalendarFeed:
    """Gives her a new secret address; an old one is shut by the same stroke."""
    CalendarFeed.objects.filter(user=user).delete()
    return CalendarFeed.objects.create(user=user, made_at=at)


@transaction.atomic
def stop_feed(*, user: User) -> None:
    """Shuts the address; nothing happens when there is none."""
    CalendarFeed.objects.filter(user=user).delete()
