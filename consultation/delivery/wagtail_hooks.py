"""What this slice adds to the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """The audit trail's words for what editors do with mails."""
    actions.register_action("klankbord.delivery.stop", _("Stop the mails"), _("Stopped the mails that still waited"))
    actions.register_action("klankbord.delivery.resend", _("Send a mail again"), _("Sent a mail again"))
