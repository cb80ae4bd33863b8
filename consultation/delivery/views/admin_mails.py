"""Editors' list of mails: what was sent to an address, when, and why something was not (guarantees G14).

It shows no subject and no text. A code to sign in stands in both, and whoever could read somebody's codes here could
be anybody.
"""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView

from consultation.delivery import kinds
from consultation.delivery.actions import resend
from consultation.delivery.errors import NotResendable
from consultation.delivery.models import Email

SEE_MAILS = "delivery.view_email"
RESENDABLE = {Email.State.FAILED, Email.State.UNCERTAIN}


def kind_label(email: Email) -> str:
    kind = kinds.find(email.kind)
    return str(kind.label) if kind else email.kind


def address(email: Email) -> str:
    return email.to_address or gettext("erased")


def reason(email: Email) -> str:
    """Why it did not go, in the reader's language where the sentence is ours."""
    return gettext(email.reason) if email.reason else ""


class MailFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=Email.State.choices)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=lambda: [(kind.name, kind.label) for kind in kinds.all_kinds()])

    class Meta:
        model = Email
        fields = ("state", "kind")


class ResendColumn(Column):
    """A button for the mails that an editor may send again."""

    cell_template_name = "consultation/delivery/admin/resend_cell.html"

    def get_cell_context_data(self, instance: Email, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "can_resend": instance.state in RESENDABLE}


class MailIndexView(IndexView):
    """The outbox, newest first, found by address."""

    model = Email
    page_title = _("Mails")
    header_icon = "mail"
    template_name = "wagtailadmin/generic/index.html"
    results_template_name = "wagtailadmin/generic/index_results.html"
    index_url_name = "mails"
    index_results_url_name = "mails-results"
    search_fields = ("to_address", "to_name")
    search_backend_name = None
    filterset_class = MailFilterSet
    default_ordering = "-created_at"
    paginate_by = 50

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(SEE_MAILS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("to_address", label=_("Receiver"), accessor=address, url_name="mail", sort_key="to_address"),
            Column("kind", label=_("Kind"), accessor=kind_label, sort_key="kind"),
            Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
            Column("reason", label=_("Reason"), accessor=reason),
            DateColumn("created_at", label=_("Made"), sort_key="created_at"),
            DateColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
            ResendColumn("resend", label=_("Send again"), accessor="pk"),
        ]

    def get_base_queryset(self) -> QuerySet[Email]:
        return Email.objects.defer("text", "html", "headers", "subject", "calendar")

    def get_list_buttons(self, instance: Email) -> list[Any]:
        return []


@permission_required(SEE_MAILS, raise_exception=True)
@require_POST
def resend_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends one mail again; the same Message-ID lets the receiver's mailbox recognise a repeat."""
    email = get_object_or_404(Email, pk=pk)
    try:
        resend(email=email, by=request.user, at=timezone.now())
    except NotResendable:
        messages.error(request, _("This mail cannot be sent again: it was sent, withdrawn or still waits."))
    else:
        messages.success(request, _("The mail is on its way again."))
    return redirect("mails")
