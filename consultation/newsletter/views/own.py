"""What a subscriber does by the links in her mails: stop, change her details, confirm a new address."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from consultation.newsletter import actions
from consultation.newsletter.errors import LinkGone, NotSubscribed
from consultation.newsletter.forms import DetailsForm
from consultation.newsletter.links import is_ours, subscription_by, subscription_to_move, token_of
from consultation.newsletter.models import SubscriptionConsent
from consultation.newsletter.views.signing_up import link_gone
from consultation.people.limits import within_limits

ONE_CLICK = "List-Unsubscribe"
"""The name of the one field that a mail program posts (RFC 8058, section 3.2)."""
Way = SubscriptionConsent.Way


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button, POST acts, without cookie, session or signing in (RFC 8058).

    The token is proof enough and good for nothing but this. Whose address was forgotten meanwhile is told the same as
    who unsubscribes now: she gets no newsletter any more.
    """
    if not is_ours(token, purpose="unsubscribe"):
        raise Http404
    subscription = subscription_by(token, purpose="unsubscribe")
    is_active = subscription is not None and subscription.is_active
    if request.method == "POST" and subscription is not None:
        way = Way.ONE_CLICK if ONE_CLICK in request.POST else Way.LINK
        actions.end_subscription(subscription=subscription, way=way, at=timezone.now())
        is_active = False
    context = {"is_active": is_active, "token": token, "manage_url": ""}
    if subscription is not None and is_active:
        context["manage_url"] = reverse("newsletter-manage", args=[token_of(subscription, "manage")])
    return render(request, "consultation/newsletter/unsubscribe.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """Name, language and address of one subscription. A new address gets a mail first."""
    subscription = subscription_by(token, purpose="manage")
    if subscription is None or not subscription.is_active:
        return link_gone(request)
    known = {"name": subscription.name, "email": subscription.email, "language": subscription.language}
    form = DetailsForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        if not within_limits(request, action="newsletter_change", address=form.cleaned_data["email"]):
            form.add_error(None, _("There were many requests from here in a short time. Try again in an hour."))
        else:
            try:
                mailed = actions.change_details(subscription=subscription, **form.cleaned_data, at=timezone.now())
            except NotSubscribed:
                return link_gone(request)
            saved = _("Saved. Open the mail that we sent to the new address and confirm it there.") if mailed else _("Saved.")
            messages.success(request, saved)
            return redirect(request.path)
    context = {"form": form, "unsubscribe_token": token_of(subscription, "unsubscribe")}
    return render(request, "consultation/newsletter/manage.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_address(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the link that was mailed to a new address, with the button that confirms it."""
    subscription = subscription_to_move(token)
    if subscription is None:
        return link_gone(request)
    if request.method == "POST":
        try:
            actions.move_address(subscription=subscription, at=timezone.now())
        except LinkGone:
            return link_gone(request)
        messages.success(request, _("The newsletter comes to this address from now on."))
        return redirect("newsletter-manage", token=token_of(subscription, "manage"))
    return render(request, "consultation/newsletter/new_address.html", {"subscription": subscription})
