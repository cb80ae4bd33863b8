"""Who weighs: the working group and the editors decide, the editors publish (contract.md, Who may do what)."""

from __future__ import annotations

from typing import Any

DECIDE = "weighing.decide_comment"
PUBLISH = "weighing.publish_answer"


def can_decide(user: Any) -> bool:
    return bool(user.is_authenticated and user.has_perm(DECIDE))


def can_publish(user: Any) -> bool:
    return can_decide(user) and bool(user.has_perm(PUBLISH))
