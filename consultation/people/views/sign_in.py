"""Signing in: one field, a code, and the address that was asked for kept to the end."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as allauth_views
from allauth.account.internal.stagekit import get_pending_stage
from allauth.account.stages import LoginByCodeStage, LoginStage
from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from allauth.core.ratelimit import RateLimited
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from consultation.people.forms.sign_in import CodeForm, CodeRequestForm, PasswordForm

View = Callable[..., HttpResponseBase]


def keeps_next(view: View) -> View:
    """Adds ``next`` to every redirect that stays within signing in.

    allauth carries it along the straight way (in the link, then in a hidden field), and drops it on the side paths: a
    code that expired, too many attempts, a sign-in that was begun before. Those are the ordinary ones here, since the
    code is often read on another device, so the deep link from a mail must survive them too.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        inside = {reverse(name) for name in ("account_login", "account_request_login_code", "account_confirm_login_code")}
        if isinstance(response, HttpResponseRedirect) and response.url in inside:
            response["Location"] = passthrough_next_redirect_url(request, response.url, "next")
        return response

    return wrapped


class _OwnEntrance:
    """What the page with the one field needs, whichever of its forms was posted."""

    request: HttpRequest
    template_name = "account/login.html"

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> HttpResponseRedirect | None:
        """Who asked for a code and comes back wants to correct the address or ask again; allauth would lock her in."""
        if stage.key == LoginByCodeStage.key:
            return None
        return super()._redirect_to_pending_stage(request, stage)  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        form = context["form"]
        is_password = isinstance(form, PasswordForm)
        stage = get_pending_stage(self.request)
        context["code_form"] = CodeRequestForm() if is_password else form
        context["password_form"] = form if is_password else PasswordForm(request=self.request)
        context["code_is_on_its_way"] = stage is not None and stage.key == LoginByCodeStage.key
        return context


class SignInView(_OwnEntrance, allauth_views.LoginView):
    """The sign-in page; a post is the form with the password."""

    form_class = PasswordForm


class RequestCodeView(_OwnEntrance, allauth_views.RequestLoginCodeView):
    """Takes the address and mails a code, or says so while it mails that there is no account (guarantees G26)."""

    form_class = CodeRequestForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_login"))


class EnterCodeView(allauth_views.ConfirmLoginCodeView):
    """Takes the code; a new one replaces it, and the page says so."""

    form_class = CodeForm

    def _verify_form_valid(self, form: CodeForm) -> HttpResponse:
        response = super()._verify_form_valid(form)
        lasting = form.cleaned_data["remember"]
        self.request.session.set_expiry(settings.SESSION_COOKIE_AGE if lasting else 0)
        return response

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        try:
            self._process.resend()
        except RateLimited:
            messages.error(self.request, _("You asked for many codes in a short time. Wait a minute and try again."))
        else:
            messages.success(
                self.request,
                _("We sent a new code to %(email)s. The earlier code no longer works.") % {"email": self._process.state["email"]},
            )
        return HttpResponseRedirect(self.passthrough_next_url(reverse("account_confirm_login_code")))


sign_in = keeps_next(SignInView.as_view())
request_code = keeps_next(RequestCodeView.as_view())
enter_code = keeps_next(EnterCodeView.as_view())


@never_cache
def no_sign_up(request: HttpRequest) -> HttpResponse:
    """Accounts come with the sounding board: tells how to join it."""
    return render(request, "account/signup_closed.html", {"next": get_next_redirect_url(request)})
