"""How allauth speaks to our accounts: sign-up is closed, mails go through the outbox, an organisation's sign-in is checked."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consultation.delivery.actions import queue_email, trust_again
from consultation.people.models import User
from consultation.people.notices import CODE_MAILS, SECURITY, SECURITY_EVENTS


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an editor, an approved application or an accepted invitation, never by a form of allauth's."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Puts one of allauth's mails in the outbox, so that it is sent, repeated and recorded like all others.

        A mail to an unknown address costs the same as one to a known one: a look-up, a template, a row. The time of
        the answer therefore does not tell which addresses have an account (guarantees G26).
        """
        user = context.get("user") or User.objects.filter(emailaddress__email=email.lower()).first()
        language = user.language if user is not None else translation.get_language() or settings.LANGUAGE_CODE
        kind, extra = SECURITY, {}
        if template_prefix in CODE_MAILS:
            kind = CODE_MAILS[template_prefix]
        else:
            event = SECURITY_EVENTS[template_prefix]
            with translation.override(language):
                extra = {"event_subject": str(event.subject), "event_sentence": str(event.sentence)}
        queue_email(
            kind=kind,
            to_address=email,
            to_name=user.name if user is not None else "",
            language=language,
            context={
                "code": context.get("code", ""),
                "name": user.get_short_name() if user is not None else "",
                "apply_url": settings.BASE_URL + reverse("apply"),
                "account_url": settings.BASE_URL + reverse("account_overview"),
                "happened_at": timezone.now(),
                **extra,
            },
            dedup_key=f"{kind}:{secrets.token_hex(16)}",
            topic=f"account:{user.pk}" if user is not None else "account:unknown",
            user=user,
            at=timezone.now(),
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return settings.LOGIN_REDIRECT_URL

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_overview")

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return redirect("account_inactive")


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Signing in through one's organisation (OpenID Connect, Entra ID).

    An identity provider tells an address; whether it owns that address is another matter. In a multi-tenant Entra an
    attacker's own tenant may put any address into the mail claim ("nOAuth", 2023). So an identity is matched to one
    of our accounts by an address only when the provider says ``email_verified`` and the tenant is ours; in every
    other case the person links it once herself, signed in, at /account/3rdparty/.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        sources = _sources(sociallogin.account.extra_data)
        if settings.OIDC_TENANT and settings.OIDC_TENANT not in [source.get("tid") for source in sources]:
            self._refuse(request, _("Your organisation's sign-in is not known here."))
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        user = _owner_of_verified_claim(sources)
        if user is None:
            self._refuse(
                request,
                _("We could not match this sign-in with an account. Sign in with a code first, then link it under Account."),
            )
        sociallogin.connect(request, user)

    def _refuse(self, request: HttpRequest, message: str) -> None:
        messages.error(request, message)
        raise ImmediateHttpResponse(redirect("account_login"))


def _sources(extra_data: dict[str, Any]) -> list[dict[str, Any]]:
    """The signed id_token and the answer of the userinfo endpoint, apart: a claim of one says nothing of the other's."""
    return [source for source in (extra_data.get("id_token"), extra_data.get("userinfo")) if source] or [extra_data]


def _owner_of_verified_claim(sources: list[dict[str, Any]]) -> User | None:
    """The account whose own verified address one source both names and vouches for."""
    for source in sources:
        if source.get("email_verified") is True and source.get("email"):
            owned = EmailAddress.objects.filter(email=str(source["email"]).lower(), verified=True, user__is_active=True)
            address = owned.select_related("user").first()
            return address.user if address else None
    return None


def trust_confirmed_address(sender: Any, email_address: EmailAddress, **kwargs: Any) -> None:
    """Somebody proved that mail arrives at her address, so what bounced before no longer counts.

    A signal, which this project otherwise does without: allauth offers no other door for this moment.
    """
    trust_again(address=email_address.email, at=timezone.now())


def user_display(user: Any) -> str:
    return str(user)
