"""What this slice adds to the admin: its words in the audit trail."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

LABELS = {
    "show_figures": (_("Show figures"), _("Figures of a round shown to others, or no longer")),
    "publish_note": (_("Publish a response note"), _("Response note published")),
    "dossier": (_("Make a consultation dossier"), _("Consultation dossier made")),
}


@hooks.register("register_log_actions")
def register_accountability_log_actions(actions: Any) -> None:
    for verb, (label, message) in LABELS.items():
        actions.register_action(f"klankbord.accountability.{verb}", label, message)
