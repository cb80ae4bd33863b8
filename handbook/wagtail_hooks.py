"""What the handbook adds to Wagtail's admin: names for its actions in the audit trail, and guards on the living text."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("klankbord.handbook.import", _("Import a document"), _("Document imported"))
    actions.register_action("klankbord.handbook.freeze", _("Freeze a version"), _("Version frozen"))
    actions.register_action("klankbord.handbook.status", _("Change the status of a version"), _("Status of the version changed"))
