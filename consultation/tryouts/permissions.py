"""Who may do what with try-outs. Who may walk a case is told by the round: whoever takes part in it, while it is open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from consultation.rounds.permissions import Standing, can_comment
from consultation.tryouts.models import Tryout
from handbook.models import Version

MANAGE = "tryouts.change_case"
"""Writing cases, opening a try-out."""
READ = "tryouts.read_agreement"
"""Seeing how far members agree, and their motivations without a name."""


def can_manage(user: Any) -> bool:
    return bool(user.has_perm(MANAGE))


def can_read_agreement(user: Any) -> bool:
    return bool(user.has_perm(READ))


def can_walk(person: Standing, tryout: Tryout, at: datetime) -> bool:
    """Begin, go on with, finish and reopen a walk of one's own; ``person`` is the standing to the version of the try-out."""
    return tryout.is_open(at) and can_comment(person, at)


def readable_tryout(*, user: Any, version: Version) -> Tryout | None:
    """The opened try-out of a version, or of the one that it corrects, when this person may see how far people agree.

    One query for who may, none for others.
    """
    if not can_read_agreement(user):
        return None
    opened = Tryout.objects.filter(round__version=version.issue_id, opened_at__isnull=False)
    return opened.select_related("round__version").first()
