"""What this slice adds to the admin: the way to the board, and its words in the audit trail."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from consultation.weighing.permissions import can_decide


@hooks.register("register_log_actions")
def register_weighing_log_actions(actions: Any) -> None:
    actions.register_action("klankbord.weighing.decide", _("Decide about remark"), _("Decision about a remark"))
    actions.register_action("klankbord.weighing.take_over", _("Take over proposal"), _("Proposed wording taken over"))


class WeighingMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_decide(request.user)


@hooks.register("register_admin_menu_item")
def register_weighing_menu_item() -> MenuItem:
    return WeighingMenuItem(_("Weighing"), reverse("weighing-newest"), name="weighing", icon_name="tasks", order=250)
