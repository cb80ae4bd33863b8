"""Who may do what with try-outs. Who may walk a case is told by the round: whoever takes part in it, while it is open."""

from __future__ import annotations

from typing import Any

MANAGE = "tryouts.change_case"
"""Writing cases, opening a try-out."""
READ = "tryouts.read_agreement"
"""Seeing how far members agree, and their motivations without a name."""


def can_manage(user: Any) -> bool:
    return bool(user.has_perm(MANAGE))


def can_read_agreement(user: Any) -> bool:
    return bool(user.has_perm(READ))
