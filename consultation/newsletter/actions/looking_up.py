"""An editor looks one address up, to help who asks about her newsletter. There is no list to leaf through."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from consultation.newsletter.models import Subscription
from consultation.newsletter.models.consents import number_of


@transaction.atomic
def look_up(*, email: str, by: Any, at: datetime) -> Subscription | None:
    """The subscription of an address, or None. That it was found is written in the audit trail, without the address."""
    subscription = Subscription.objects.filter(email__iexact=email.strip()).first()
    if subscription is not None:
        log(subscription, "klankbord.newsletter.look_up", user=by, title=number_of(subscription.email)[:12])
    return subscription
