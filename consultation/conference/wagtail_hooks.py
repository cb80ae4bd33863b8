"""What this slice adds to the admin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from consultation.conference.views.admin import ConferenceViewSet

LABELS = {
    "enter": (_("Add somebody to a conference"), _("Somebody added to the list of a conference")),
    "remove": (_("Cancel a sign-up"), _("Sign-up for a conference cancelled by an editor")),
    "call_off": (_("Cancel a conference"), _("Conference cancelled")),
    "door_link": (_("Renew the helpers' link"), _("Helpers' link of a conference renewed")),
}


@hooks.register("register_log_actions")
def register_conference_log_actions(actions: Any) -> None:
    for verb, (label, message) in LABELS.items():
        actions.register_action(f"klankbord.conference.{verb}", label, message)


@hooks.register("register_admin_viewset")
def register_conference_viewset() -> ConferenceViewSet:
    return ConferenceViewSet()
