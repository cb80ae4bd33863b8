"""What this slice adds to the admin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

LABELS = {
    "post": (_("Post remark"), _("Remark posted")),
    "edit": (_("Edit remark"), _("Remark edited")),
    "withdraw": (_("Withdraw remark"), _("Remark withdrawn")),
    "support": (_("Support remark"), _("Reason confirmed as free of personal data")),
    "report": (_("Report remark"), _("Remark reported")),
    "remove": (_("Remove remark"), _("Remark removed")),
    "restore": (_("Restore remark"), _("Remark restored")),
    "keep": (_("Keep remark"), _("Report handled, remark kept")),
    "admit": (_("Admit late remark"), _("Late remark admitted")),
}


@hooks.register("register_log_actions")
def register_comment_log_actions(actions: Any) -> None:
    for verb, (label, message) in LABELS.items():
        actions.register_action(f"klankbord.comments.{verb}", label, message)
