"""What this slice adds to the admin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from consultation.rounds.views import RoundViewSet

LABELS = {
    "open": (_("Open round"), _("Round opened")),
    "close": (_("Close round"), _("Round closed")),
    "move": (_("Move closing date"), _("Closing date moved")),
    "reopen": (_("Reopen round"), _("Round reopened")),
    "questions": (_("Change questions"), _("Questions of the round changed")),
    "reminders": (_("Change reminders"), _("Reminders of the round changed")),
}


@hooks.register("register_log_actions")
def register_round_log_actions(actions: Any) -> None:
    for verb, (label, message) in LABELS.items():
        actions.register_action(f"klankbord.rounds.{verb}", label, message)


@hooks.register("register_admin_viewset")
def register_round_viewset() -> RoundViewSet:
    return RoundViewSet()
