"""What this slice adds to the admin: the list of mails, the school holidays, and the audit trail's words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from consultation.delivery.views.admin_addresses import SuppressionIndexView, suppress, suppression
from consultation.delivery.views.admin_holidays import SchoolHolidayViewSet
from consultation.delivery.views.admin_mail import mail, mail_calendar, mail_html
from consultation.delivery.views.admin_mails import SEE_MAILS, MailIndexView, resend_mail
from consultation.delivery.views.admin_previews import preview, preview_html, preview_index, preview_test
from consultation.delivery.views.admin_sendings import act_on_sending, sending, sending_index
from consultation.delivery.views.admin_state import state

LABELS = {
    "stop": (_("Stop the mails"), _("Stopped the mails that still waited")),
    "resend": (_("Send a mail again"), _("Sent a mail again")),
    "pause": (_("Pause a sending"), _("Paused a sending")),
    "resume": (_("Let a sending go on"), _("Let a paused sending go on")),
    "leave": (_("Leave uncertain mails"), _("Left uncertain mails as they are")),
    "suppress": (_("Suppress an address"), _("Suppressed an address")),
    "lift": (_("Mail an address again"), _("Took an address off the list of suppressed ones")),
}


@hooks.register("register_log_actions")
def register_delivery_log_actions(actions: Any) -> None:
    for verb, (label, message) in LABELS.items():
        actions.register_action(f"klankbord.delivery.{verb}", label, message)


@hooks.register("register_admin_viewset")
def register_school_holidays() -> SchoolHolidayViewSet:
    return SchoolHolidayViewSet()


@hooks.register("register_admin_urls")
def register_mail_urls() -> list[URLPattern]:
    return [
        path("reports/mails/", MailIndexView.as_view(), name="mails"),
        path("reports/mails/results/", MailIndexView.as_view(results_only=True), name="mails-results"),
        path("reports/mails/<int:pk>/opnieuw/", resend_mail, name="mail-resend"),
        path("reports/mails/<int:pk>/", mail, name="mail"),
        path("reports/mails/<int:pk>/opmaak/", mail_html, name="mail-html"),
        path("reports/mails/<int:pk>/agenda.ics", mail_calendar, name="mail-calendar"),
        path("reports/verzendingen/", sending_index, name="sendings"),
        path("reports/verzendingen/<int:pk>/", sending, name="sending"),
        path("reports/verzendingen/<int:pk>/besluit/", act_on_sending, name="sending-act"),
        path("reports/mailsoorten/", preview_index, name="previews"),
        path("reports/mailsoorten/<str:name>/", preview, name="preview"),
        path("reports/mailsoorten/<str:name>/opmaak/", preview_html, name="preview-html"),
        path("reports/mailsoorten/<str:name>/proef/", preview_test, name="preview-test"),
        path("reports/mailtoestand/", state, name="mail-state"),
        path("reports/adressen/", SuppressionIndexView.as_view(), name="suppressions"),
        path("reports/adressen/results/", SuppressionIndexView.as_view(results_only=True), name="suppressions-results"),
        path("reports/adressen/nieuw/", suppress, name="suppress"),
        path("reports/adressen/<int:pk>/", suppression, name="suppression"),
    ]


class MailMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(SEE_MAILS))


@hooks.register("register_reports_menu_item")
def register_mail_menu_item() -> MenuItem:
    return MailMenuItem(_("Mails"), reverse("mails"), name="mails", icon_name="mail", order=60)


@hooks.register("register_reports_menu_item")
def register_sendings_menu_item() -> MenuItem:
    return MailMenuItem(_("Sendings"), reverse("sendings"), name="sendings", icon_name="mail", order=61)


@hooks.register("register_reports_menu_item")
def register_previews_menu_item() -> MenuItem:
    return MailMenuItem(_("Kinds of mail"), reverse("previews"), name="previews", icon_name="mail", order=62)


@hooks.register("register_reports_menu_item")
def register_mail_state_menu_item() -> MenuItem:
    return MailMenuItem(_("State of the mail"), reverse("mail-state"), name="mail-state", icon_name="mail", order=64)


@hooks.register("register_reports_menu_item")
def register_suppressions_menu_item() -> MenuItem:
    return MailMenuItem(_("Suppressed addresses"), reverse("suppressions"), name="suppressions", icon_name="mail", order=63)
