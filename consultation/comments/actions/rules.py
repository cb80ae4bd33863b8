"""The house rules, accepted once before the first remark."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from consultation.people.actions import record_consent
from consultation.people.models import User

HOUSE_RULES_VERSION = "2026-01"
PURPOSE = "house_rules"


@transaction.atomic
def accept_house_rules(*, user: Any, place: str, at: datetime) -> None:
    """Keep that a person agreed with the house rules, with the version of their text. Twice is once."""
    if not User.objects.filter(pk=user.pk, house_rules_accepted_at=None).update(house_rules_accepted_at=at):
        user.refresh_from_db(fields=["house_rules_accepted_at"])
        return
    user.house_rules_accepted_at = at
    record_consent(user=user, purpose=PURPOSE, text_version=HOUSE_RULES_VERSION, place=place, at=at)
