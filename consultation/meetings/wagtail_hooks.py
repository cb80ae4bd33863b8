"""What this slice adds to the admin: the menu, the pages, and the audit trail's words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from consultation.meetings.permissions import can_manage
from consultation.meetings.views import admin, admin_contents

LABELS = {
    "make": (_("Make a meeting"), _("Meeting made")),
    "change": (_("Change a meeting"), _("Meeting changed")),
    "invite": (_("Invite to a meeting"), _("People invited to a meeting")),
    "cancel": (_("Cancel a meeting"), _("Meeting cancelled")),
    "discard": (_("Throw a meeting away"), _("Meeting thrown away that nobody was invited to")),
    "agenda": (_("Change an agenda"), _("Agenda of a meeting changed")),
    "paper": (_("Add a paper"), _("Paper added to a meeting")),
    "remove_paper": (_("Take a paper away"), _("Paper of a meeting taken away")),
    "record": (_("Keep minutes"), _("Minutes of a meeting kept")),
    "publish_record": (_("Publish minutes"), _("Minutes of a meeting published")),
}


@hooks.register("register_log_actions")
def register_meeting_log_actions(actions: Any) -> None:
    for verb, (label, message) in LABELS.items():
        actions.register_action(f"klankbord.meetings.{verb}", label, message)


@hooks.register("register_admin_urls")
def register_meeting_urls() -> list[URLPattern]:
    return [
        path("bijeenkomsten/", admin.meetings_admin, name="meetings-admin"),
        path("bijeenkomsten/nieuw/", admin.new_meeting, name="meeting-new"),
        path("bijeenkomsten/<int:pk>/", admin.meeting_admin, name="meeting-admin"),
        path("bijeenkomsten/<int:pk>/wijzigen/", admin.edit_meeting, name="meeting-edit"),
        path("bijeenkomsten/<int:pk>/agenda/", admin_contents.edit_agenda, name="meeting-agenda"),
        path("bijeenkomsten/<int:pk>/stukken/", admin_contents.edit_papers, name="meeting-papers"),
        path("bijeenkomsten/<int:pk>/verslag/", admin_contents.edit_record, name="meeting-record"),
    ]


class MeetingsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_manage(request.user)


@hooks.register("register_admin_menu_item")
def register_meetings_menu_item() -> MenuItem:
    return MeetingsMenuItem(_("Meetings"), reverse("meetings-admin"), name="meetings", icon_name="calendar-alt", order=93)
