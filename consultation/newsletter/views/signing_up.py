"""Asking for the newsletter and confirming it. No link acts when it is opened."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from consultation.newsletter import actions
from consultation.newsletter.errors import LinkGone
from consultation.newsletter.forms import SubscribeForm
from consultation.newsletter.links import CONFIRM_DAYS
from consultation.people.limits import within_limits


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def newsletter(request: HttpRequest) -> HttpResponse:
    """What the newsletter is, and the form; that in the foot of every page comes here too.

    Every complete form gets the same answer, whoever's address is in it.
    """
    form = SubscribeForm(request.POST or None)
    if request.method == "POST" and form.is_trapped:
        return redirect("newsletter-asked")
    if request.method == "POST" and form.is_valid():
        name, email = form.cleaned_data["name"], form.cleaned_data["email"]
        if not within_limits(request, action="newsletter", address=email):
            form.add_error(None, _("There were many requests from here in a short time. Try again in an hour."))
        else:
            place = settings.BASE_URL + reverse("newsletter")
            language = translation.get_language() or settings.LANGUAGE_CODE
            actions.ask(name=name, email=email, language=language, place=place, at=timezone.now())
            return redirect("newsletter-asked")
    return render(request, "consultation/newsletter/newsletter.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What happens next, in words; the same for everybody."""
    return render(request, "consultation/newsletter/asked.html", {"confirm_days": CONFIRM_DAYS})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the mailed link, with the button that confirms."""
    subscription = actions.subscription_to_confirm(token)
    if subscription is None:
        return link_gone(request)
    if request.method == "POST":
        try:
            actions.confirm(subscription=subscription, at=timezone.now())
        except LinkGone:
            return link_gone(request)
        return redirect("newsletter-confirm", token=token)
    return render(request, "consultation/newsletter/confirm.html", {"subscription": subscription})


def link_gone(request: HttpRequest) -> HttpResponse:
    """A mailed link that no longer works."""
    return render(request, "consultation/newsletter/link_gone.html", status=410)
