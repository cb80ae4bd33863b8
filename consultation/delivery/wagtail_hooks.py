"""What this slice adds to the admin: the list of mails, and the audit trail's words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from consultation.delivery.views.admin_mails import SEE_MAILS, MailIndexView, resend_mail


@hooks.register("register_log_actions")
def register_delivery_log_actions(actions: Any) -> None:
    actions.register_action("klankbord.delivery.stop", _("Stop the mails"), _("Stopped the mails that still waited"))
    actions.register_action("klankbord.delivery.resend", _("Send a mail again"), _("Sent a mail again"))


@hooks.register("register_admin_urls")
def register_mail_urls() -> list[URLPattern]:
    return [
        path("reports/mails/", MailIndexView.as_view(), name="mails"),
        path("reports/mails/results/", MailIndexView.as_view(results_only=True), name="mails-results"),
        path("reports/mails/<int:pk>/opnieuw/", resend_mail, name="mail-resend"),
    ]


class MailMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(SEE_MAILS))


@hooks.register("register_reports_menu_item")
def register_mail_menu_item() -> MenuItem:
    return MailMenuItem(_("Mails"), reverse("mails"), name="mails", icon_name="mail", order=60)
