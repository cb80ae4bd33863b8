"""Editors' list of addresses that get nothing but answers to themselves, and how one comes on it and off it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from consultation.delivery.actions import lift_suppression, suppress_address
from consultation.delivery.fingerprints import fingerprint
from consultation.delivery.forms import LiftForm, SuppressForm
from consultation.delivery.models import Suppression
from consultation.delivery.views.admin_mails import SEE_MAILS

PAGE = "consultation/delivery/admin/address.html"


class SuppressionIndexView(IndexView):
    """The suppressed addresses, newest first. An address of which only the fingerprint is left is found by typing it whole."""

    model = Suppression
    page_title = gettext_lazy("Suppressed addresses")
    header_icon = "mail"
    template_name = "wagtailadmin/generic/index.html"
    results_template_name = "wagtailadmin/generic/index_results.html"
    index_url_name = "suppressions"
    index_results_url_name = "suppressions-results"
    search_fields = ("address",)
    search_backend_name = None
    default_ordering = "-since"
    paginate_by = 50
    any_permission_required = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(SEE_MAILS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("address", label=_("Address"), accessor=str, url_name="suppression", sort_key="address"),
            Column("cause", label=_("Cause"), accessor="get_cause_display", sort_key="cause"),
            Column("words", label=_("What was said")),
            DateColumn("since", label=_("Since"), sort_key="since"),
        ]

    @cached_property
    def header_buttons(self) -> list[Any]:
        return [HeaderButton(_("Suppress an address"), url=reverse("suppress"), icon_name="plus")]

    def search_queryset(self, queryset: QuerySet[Suppression]) -> QuerySet[Suppression]:
        if not self.is_searching:
            return queryset
        return queryset.filter(Q(address__icontains=self.search_query) | Q(fingerprint=fingerprint(self.search_query)))

    def get_list_buttons(self, instance: Suppression) -> list[Any]:
        return []


@permission_required(SEE_MAILS, raise_exception=True)
@require_http_methods(["GET", "POST"])
def suppress(request: HttpRequest) -> HttpResponse:
    """Puts an address on the list."""
    form = SuppressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        suppress_address(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("%(address)s gets no more mails to many.") % form.cleaned_data)
        return redirect("suppressions")
    context = {"form": form, "page_title": _("Suppress an address"), "submit": _("Suppress the address"), "header_icon": "mail"}
    return TemplateResponse(request, PAGE, context)


@permission_required(SEE_MAILS, raise_exception=True)
@require_http_methods(["GET", "POST"])
def suppression(request: HttpRequest, pk: int) -> HttpResponse:
    """One suppressed address: why, and the form that takes it off the list with a reason."""
    found = get_object_or_404(Suppression, pk=pk)
    form = LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        lift_suppression(suppression=found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        messages.success(request, _("%(address)s gets mails again.") % {"address": found})
        return redirect("suppressions")
    context = {
        "form": form,
        "suppression": found,
        "mails_url": f"{reverse('mails')}?q={found.address}" if found.address else "",
        "page_title": _("Suppressed address"),
        "submit": _("Mail this address again"),
        "header_icon": "mail",
    }
    return TemplateResponse(request, PAGE, context)
