"""Who may do what with meetings. Whom one of them concerns is told by its groups and its round (``Meeting.visible_to``)."""

from __future__ import annotations

from typing import Any

MANAGE = "meetings.change_meeting"
"""Making, changing and cancelling meetings, the agenda, the papers, the minutes; seeing who comes."""


def can_manage(user: Any) -> bool:
    """Whether this person makes meetings and sees those that nobody is invited to yet."""
    return bool(user.has_perm(MANAGE))
