"""What this slice adds to the admin: the way to the board, and its words in the audit trail."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from consultation.weighing.permissions import can_decide
from consultation.weighing.views.admin_templates import AnswerTemplateViewSet

LABELS = {
    "decide": (_("Decide about remark"), _("Decision about a remark")),
    "take_over": (_("Take over proposal"), _("Proposed wording taken over")),
    "confirm_group": (_("Group remarks"), _("Remarks confirmed as one group")),
    "take_out": (_("Take remarks apart"), _("Remarks taken out of a group")),
    "position": (_("Take a position"), _("Position of a partner on a remark")),
    "confirm_position": (_("Confirm a position"), _("Recorded position confirmed by the partner")),
    "choose_partners": (_("Choose who weighs along"), _("Partners of a handbook chosen")),
    "open_positions": (_("Open the positions"), _("First round of positions ended")),
    "go_ahead": (_("Say whether it may go into consultation"), _("Go-ahead or objection of a partner to a working version")),
    "confirm_go_ahead": (_("Confirm a go-ahead"), _("Recorded go-ahead confirmed by the partner")),
    "explain_change": (_("Explain a change"), _("Reason given for a changed section")),
    "pass_gate": (_("Pass the gate"), _("Published with something still open, and why")),
    "pass_partners": (_("Pass partners by"), _("Into consultation without the go-ahead of every partner, and why")),
    "send_batch": (_("Send answers together"), _("Answers sent together")),
    "contest": (_("Contest an answer"), _("Author said that the answer misses the point")),
    "make_agenda": (_("Make an agenda of what is contested"), _("Contested remarks put on an agenda")),
    "conclude": (_("Conclude a point"), _("Outcome of an agenda point written down")),
    "write_minutes": (_("Make minutes"), _("Decisions added to the minutes")),
    "note": (_("Note at a remark"), _("Note among the weighers")),
}


@hooks.register("register_log_actions")
def register_weighing_log_actions(actions: Any) -> None:
    for verb, (label, message) in LABELS.items():
        actions.register_action(f"klankbord.weighing.{verb}", label, message)


@hooks.register("register_admin_viewset")
def register_answer_templates() -> AnswerTemplateViewSet:
    return AnswerTemplateViewSet()


class WeighingMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_decide(request.user)


@hooks.register("register_admin_menu_item")
def register_weighing_menu_item() -> MenuItem:
    return WeighingMenuItem(_("Weighing"), reverse("weighing-newest"), name="weighing", icon_name="tasks", order=250)
