"""Joining the sounding board: applying, confirming the address, accepting an invitation. No link acts when it is opened."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consultation.people import actions
from consultation.people.errors import InvitationGone
from consultation.people.forms.joining import ApplyForm, InvitationForm
from consultation.people.limits import within_limits
from consultation.people.models import TERMS_VERSION, Application


@never_cache
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """The application form. Every complete form gets the same answer, whoever's address is in it."""
    form = ApplyForm(request.POST or None)
    if request.method == "POST" and form.is_trapped:
        return redirect("application-sent")
    if request.method == "POST" and form.is_valid():
        answers = {name: form.cleaned_data[name] for name in _ANSWERS}
        if not within_limits(request, action="apply", address=answers["email"]):
            form.add_error(None, _("There were many applications from here in a short time. Try again in an hour."))
        else:
            actions.apply(
                **answers,
                language=translation.get_language() or "nl",
                terms_version=TERMS_VERSION,
                at=timezone.now(),
            )
            return redirect("application-sent")
    return render(request, "consultation/people/apply.html", {"form": form}, status=422 if form.errors else 200)


_ANSWERS = ("name", "email", "organisation_name", "function", "region", "motivation")


@require_http_methods(["GET"])
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next, in words."""
    return render(request, "consultation/people/application_sent.html", {"confirm_days": actions.CONFIRM_DAYS})


@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the mailed link, with the button that confirms the address."""
    application = actions.application_of(token)
    if application is None:
        return render(request, "consultation/people/link_gone.html", status=410)
    if request.method == "POST":
        actions.confirm_application(application=application, at=timezone.now())
        return redirect("confirm-application", token=token)
    confirmed = application.state != Application.State.UNCONFIRMED
    return render(
        request,
        "consultation/people/confirm_application.html",
        {"application": application, "confirmed": confirmed, "answer_days": actions.ANSWER_DAYS},
    )


@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page of an invitation: who one is, the terms, one button. It signs in, for the mail proves the address.

    Somebody who has an account already is asked to sign in: an invitation that was passed on must not open it.
    """
    now = timezone.now()
    invitation = actions.invitation_of(token, at=now)
    if invitation is None:
        return render(request, "consultation/people/link_gone.html", status=410)
    initial = {"name": invitation.name, "organisation_name": invitation.organisation.name if invitation.organisation else ""}
    form = InvitationForm(request.POST or None, initial=initial)
    if invitation.is_for_guest:
        del form.fields["organisation_name"]
    if request.method == "POST" and form.is_valid():
        if not within_limits(request, action="accept_invitation"):
            return ratelimit.respond_429(request)
        answers = {name: form.cleaned_data.get(name, "") for name in ("name", "organisation_name", "function", "region")}
        try:
            user = actions.accept_invitation(invitation=invitation, **answers, terms_version=TERMS_VERSION, at=now)
        except InvitationGone:
            return render(request, "consultation/people/link_gone.html", status=410)
        if user.joined_at == now and not request.user.is_authenticated:
            record_authentication(request, user, "code", email=user.email)
            return perform_login(request, user, redirect_url=landing_path())
        joined = _("Welcome. You take part in this round.")
        if not invitation.is_for_guest:
            joined = _("Welcome. You are now a member of %(group)s.") % {"group": invitation.group.name}
        messages.success(request, joined)
        return redirect(landing_path())
    return render(
        request,
        "consultation/people/accept_invitation.html",
        {"form": form, "invitation": invitation},
        status=422 if form.errors else 200,
    )


def landing_path() -> str:
    """Where a new member begins: the first section that she has not read. Reading, a floor higher, has it at this name."""
    return reverse("first-section")
