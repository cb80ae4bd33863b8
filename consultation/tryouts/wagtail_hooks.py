"""What this slice adds to the admin: the menu, the pages, and the audit trail's words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from consultation.tryouts.permissions import can_manage
from consultation.tryouts.views import admin, admin_cases

LABELS = {
    "finish": (_("Finish a case"), _("Fictional case walked to its end")),
    "reopen": (_("Open a case again"), _("Finished walk through a fictional case opened again")),
    "make": (_("Make a try-out"), _("Try-out made")),
    "change": (_("Change a try-out"), _("Try-out changed")),
    "open": (_("Open a try-out"), _("Try-out opened")),
    "add_case": (_("Write a case"), _("Case of a try-out written")),
    "change_case": (_("Change a case"), _("Case of a try-out changed")),
    "move_case": (_("Move a case"), _("Case of a try-out moved")),
    "delete_case": (_("Delete a case"), _("Case of a try-out deleted")),
    "copy_cases": (_("Copy cases"), _("Cases copied from the try-out before")),
}


@hooks.register("register_log_actions")
def register_tryout_log_actions(actions: Any) -> None:
    for verb, (label, message) in LABELS.items():
        actions.register_action(f"klankbord.tryouts.{verb}", label, message)


@hooks.register("register_admin_urls")
def register_tryout_urls() -> list[URLPattern]:
    return [
        path("uitproberen/", admin.tryouts_admin, name="tryouts-admin"),
        path("uitproberen/ronde/<int:round>/", admin.new_tryout, name="tryout-new"),
        path("uitproberen/<int:pk>/", admin.tryout_admin, name="tryout-admin"),
        path("uitproberen/<int:pk>/wijzigen/", admin.edit_tryout, name="tryout-edit"),
        path("uitproberen/<int:pk>/casus/", admin_cases.new_case, name="tryout-case-new"),
        path("uitproberen/casus/<int:pk>/", admin_cases.edit_case, name="tryout-case-edit"),
        path("uitproberen/casus/<int:pk>/voorbeeld/", admin_cases.preview_case, name="tryout-case-preview"),
    ]


class TryoutsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_manage(request.user)


@hooks.register("register_admin_menu_item")
def register_tryouts_menu_item() -> MenuItem:
    return TryoutsMenuItem(_("Try-outs"), reverse("tryouts-admin"), name="tryouts", icon_name="clipboard-list", order=94)
