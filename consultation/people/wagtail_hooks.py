"""What this slice adds to the admin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

LABELS = {
    "create": (_("Make account"), _("Account made")),
    "join": (_("Join group"), _("Joined a group")),
    "leave": (_("Leave group"), _("Left a group")),
    "change": (_("Change person"), _("Details of a person changed")),
    "deactivate": (_("Close account"), _("Account closed")),
    "reactivate": (_("Open account again"), _("Account opened again")),
}


@hooks.register("register_log_actions")
def register_people_log_actions(actions: Any) -> None:
    for verb, (label, message) in LABELS.items():
        actions.register_action(f"klankbord.people.{verb}", label, message)
