"""Who weighs: the working group and the editors decide, the editors publish (contract.md, Who may do what)."""

from __future__ import annotations

from typing import Any

from consultation.people.models import Organisation

DECIDE = "weighing.decide_comment"
PUBLISH = "weighing.publish_answer"


def can_decide(user: Any) -> bool:
    return bool(user.is_authenticated and user.has_perm(DECIDE))


def can_take_over(user: Any) -> bool:
    """Who may change the living text by a proposal: who may publish it."""
    return can_decide(user) and bool(user.has_perm("handbook.publish_version"))


def can_publish(user: Any) -> bool:
    return can_decide(user) and bool(user.has_perm(PUBLISH))


def partner_of(user: Any) -> Organisation | None:
    """The organisation for which this person takes a position: her own, when it weighs along and she does too."""
    organisation: Organisation | None = user.organisation if can_decide(user) else None
    return organisation if organisation is not None and organisation.is_partner else None
