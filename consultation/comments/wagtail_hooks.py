"""What this slice adds to the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from consultation.comments.attending.views import release
from consultation.comments.permissions import can_moderate
from consultation.comments.views.admin import CommentViewSet
from consultation.comments.views.admin_messages import round_message, round_messages, stop_round_message

LABELS = {
    "post": (_("Post remark"), _("Remark posted")),
    "edit": (_("Edit remark"), _("Remark edited")),
    "withdraw": (_("Withdraw remark"), _("Remark withdrawn")),
    "support": (_("Support remark"), _("Reason confirmed as free of personal data")),
    "report": (_("Report remark"), _("Remark reported")),
    "remove": (_("Remove remark"), _("Remark removed")),
    "restore": (_("Restore remark"), _("Remark restored")),
    "keep": (_("Keep remark"), _("Report handled, remark kept")),
    "redact": (_("Black out words"), _("Words blacked out")),
    "unredact": (_("Bring words back"), _("Blacked out words brought back")),
    "place": (_("Place remark"), _("Remark placed in a later version")),
    "admit": (_("Admit late remark"), _("Late remark admitted")),
    "share": (_("Share a comment with colleagues"), _("Comment shared with colleagues")),
    "begin_gathering": (_("Begin a gathered reaction"), _("Gathered reaction begun")),
    "submit_gathering": (_("Submit a gathered reaction"), _("Gathered reaction submitted")),
    "release": (_("Release sections to a conference"), _("Sections released to a conference")),
    "end_release": (_("Take a release back"), _("Release to a conference taken back")),
    "message": (_("Send a message to members"), _("Message sent to members")),
}


@hooks.register("register_log_actions")
def register_comment_log_actions(actions: Any) -> None:
    for verb, (label, message) in LABELS.items():
        actions.register_action(f"klankbord.comments.{verb}", label, message)


@hooks.register("register_admin_urls")
def register_message_urls() -> list[URLPattern]:
    return [
        path("conferenties/<int:pk>/lezen/", release, name="release"),
        path("rondes/<int:pk>/bericht/", round_messages, name="round-messages"),
        path("rondes/bericht/<int:pk>/", round_message, name="round-message"),
        path("rondes/bericht/<int:pk>/stop/", stop_round_message, name="round-message-stop"),
    ]


@hooks.register("register_admin_viewset")
def register_comment_viewset() -> CommentViewSet:
    return CommentViewSet()


class ModeratorsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_moderate(request.user)


@hooks.register("register_reports_menu_item")
def register_late_drafts_menu_item() -> MenuItem:
    return ModeratorsMenuItem(_("Drafts that came too late"), reverse("moderation:late"), name="late-drafts", icon_name="time")


@hooks.register("register_reports_menu_item")
def register_entering_menu_item() -> MenuItem:
    return ModeratorsMenuItem(
        _("Enter a comment for somebody"), reverse("moderation:enter-choose"), name="enter", icon_name="edit"
    )


@hooks.register("register_reports_menu_item")
def register_places_menu_item() -> MenuItem:
    return ModeratorsMenuItem(_("Comments to place"), reverse("moderation:places"), name="places", icon_name="crosshairs")
