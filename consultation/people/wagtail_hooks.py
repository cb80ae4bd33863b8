"""What this slice adds to the admin: people, organisations, applications, invitations, the audit trail and its words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from consultation.people.views import admin_data
from consultation.people.views.admin_audit import AUDIT_PERMISSION, AuditTrailView
from consultation.people.views.admin_joining import ApplicationViewSet, InvitationViewSet
from consultation.people.views.admin_people import OrganisationViewSet

LABELS = {
    "create": (_("Make account"), _("Account made")),
    "join": (_("Join group"), _("Joined a group")),
    "leave": (_("Leave group"), _("Left a group")),
    "change": (_("Change person"), _("Details of a person changed")),
    "deactivate": (_("Close account"), _("Account closed")),
    "reactivate": (_("Open account again"), _("Account opened again")),
    "approve": (_("Approve application"), _("Application approved")),
    "refuse": (_("Refuse application"), _("Application refused")),
    "invite": (_("Invite"), _("Invitation sent")),
    "accept": (_("Accept invitation"), _("Invitation accepted")),
    "withdraw_invitation": (_("Withdraw invitation"), _("Invitation withdrawn")),
    "export": (_("Export data"), _("Data of a person exported")),
    "ask_erase": (_("Ask to be erased"), _("A person asked to be erased")),
    "erase": (_("Erase data"), _("Data of a person erased")),
}


@hooks.register("register_log_actions")
def register_people_log_actions(actions: Any) -> None:
    for verb, (label, message) in LABELS.items():
        actions.register_action(f"klankbord.people.{verb}", label, message)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    return [OrganisationViewSet("organisations", url_prefix="organisaties"), ApplicationViewSet(), InvitationViewSet()]


@hooks.register("register_admin_urls")
def register_audit_trail_urls() -> list[URLPattern]:
    return [
        path("reports/controlespoor/", AuditTrailView.as_view(), name="audit-trail"),
        path("reports/controlespoor/results/", AuditTrailView.as_view(results_only=True), name="audit-trail-results"),
    ]


@hooks.register("register_admin_urls")
def register_personal_data_urls() -> list[URLPattern]:
    return [
        path("reports/bewaartermijnen/", admin_data.periods, name="retention-periods"),
        path("reports/persoonsgegevens/", admin_data.requests, name="data-requests"),
        path("reports/persoonsgegevens/kopie/", admin_data.hand_out, name="data-request-copy"),
        path("reports/persoonsgegevens/wissen/", admin_data.erase, name="data-request-erase"),
    ]


class PersonalDataMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(admin_data.HANDLE))


@hooks.register("register_reports_menu_item")
def register_periods_menu_item() -> MenuItem:
    url = reverse("retention-periods")
    return PersonalDataMenuItem(_("Retention periods"), url, name="retention-periods", icon_name="lock", order=51)


@hooks.register("register_reports_menu_item")
def register_requests_menu_item() -> MenuItem:
    url = reverse("data-requests")
    return PersonalDataMenuItem(_("Requests about personal data"), url, name="data-requests", icon_name="lock", order=52)


class AuditTrailMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(AUDIT_PERMISSION))


@hooks.register("register_reports_menu_item")
def register_audit_trail_menu_item() -> MenuItem:
    return AuditTrailMenuItem(_("Audit trail"), reverse("audit-trail"), name="audit-trail", icon_name="history", order=50)
