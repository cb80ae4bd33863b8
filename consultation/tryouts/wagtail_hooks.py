"""What this slice adds to the admin: the audit trail's words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

LABELS = {
    "finish": (_("Finish a case"), _("Fictional case walked to its end")),
    "reopen": (_("Open a case again"), _("Finished walk through a fictional case opened again")),
}


@hooks.register("register_log_actions")
def register_tryout_log_actions(actions: Any) -> None:
    for verb, (label, message) in LABELS.items():
        actions.register_action(f"klankbord.tryouts.{verb}", label, message)
