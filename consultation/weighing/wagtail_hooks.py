"""What this slice adds to the audit trail."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_weighing_log_actions(actions: Any) -> None:
    actions.register_action("klankbord.weighing.decide", _("Decide about remark"), _("Decision about a remark"))
    actions.register_action("klankbord.weighing.take_over", _("Take over proposal"), _("Proposed wording taken over"))
