"""One subscription in the admin, to help who asks: found by its whole address, ended on request. There is no list."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.auth import permission_required

from consultation.newsletter import actions
from consultation.newsletter.forms import LookUpForm
from consultation.newsletter.models import Subscription, SubscriptionConsent
from consultation.newsletter.models.consents import number_of
from consultation.newsletter.permissions import END_SUBSCRIPTIONS, SEE_SUBSCRIPTIONS


@permission_required(SEE_SUBSCRIPTIONS)
@require_POST
def look_up(request: HttpRequest) -> HttpResponse:
    """Leads to the subscription of an address; the address itself stays out of every URL."""
    form = LookUpForm(request.POST)
    found = form.is_valid() and actions.look_up(email=form.cleaned_data["email"], by=request.user, at=timezone.now())
    if not found:
        messages.warning(request, _("This address has no subscription, not even one that waits for confirmation."))
        return redirect("newsletter-admin")
    return redirect("newsletter-subscription", found.key)


@permission_required(SEE_SUBSCRIPTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What we know of one subscription, its proof, and the button that ends it."""
    one = get_object_or_404(Subscription, key=key)
    if request.method == "POST" and request.user.has_perm(END_SUBSCRIPTIONS):
        way = SubscriptionConsent.Way.EDITOR
        if actions.end_subscription(subscription=one, way=way, by=request.user, at=timezone.now()):
            messages.success(request, _("This address gets no newsletter any more."))
        return redirect("newsletter-subscription", key)
    context = {
        "subscription": one,
        "consents": SubscriptionConsent.objects.filter(number=number_of(one.email)),
        "page_title": _("Subscription"),
        "page_subtitle": one.email,
        "header_icon": "user",
    }
    return TemplateResponse(request, "consultation/newsletter/admin/subscription.html", context)
