"""Signing in through one's organisation (OpenID Connect): whose account a claim opens, and whose it does not."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.core import context
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import Client, RequestFactory

from consultation.people.models import User

pytestmark = pytest.mark.django_db

OURS = "11111111-2222-4333-8444-555555555555"
PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "organisatie",
                "name": "Gemeente Waterlo",
                "client_id": "klankbord",
                "secret": "geheim",
                "settings": {"server_url": f"https://login.waterlo.example/{OURS}/v2.0"},
            }
        ]
    }
}


@pytest.fixture(autouse=True)
def one_provider(settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = PROVIDERS
    settings.OIDC_TENANT = OURS


def come_back(*, user: Any = None, uid: str = "abc", process: str = "login", userinfo: Any = None, **claims: Any) -> HttpResponse:
    """What happens when the organisation's page sends somebody back with these claims; the answer carries its session."""
    request = RequestFactory().get("/account/oidc/organisatie/login/callback/")
    request.session = SessionStore()
    request._messages = FallbackStorage(request)
    request.user = user or AnonymousUser()
    data = {"id_token": {"sub": uid, "tid": OURS, **claims}, **({"userinfo": userinfo} if userinfo else {})}
    login = SocialLogin(user=User(), account=SocialAccount(provider="organisatie", uid=uid, extra_data=data))
    login.state = {"process": process}
    with context.request_context(request):
        response = complete_social_login(request, login)
    response.session = request.session
    return response


def opened(response: HttpResponse) -> str | None:
    return response.session.get("_auth_user_id")


def test_a_verified_address_of_our_tenant_opens_its_account(anna: User) -> None:
    assert opened(come_back(email=anna.email, email_verified=True)) == str(anna.pk)
    assert SocialAccount.objects.get(user=anna).uid == "abc"


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": 1},
        {"email_verified": True, "tid": "99999999-2222-4333-8444-555555555555"},
        {"email_verified": True, "tid": ""},
    ],
)
def test_an_address_that_nobody_vouches_for_opens_nothing(claims: dict[str, Any], anna: User) -> None:
    """An administrator of any Entra tenant can put any address in the mail claim."""
    assert opened(come_back(email=anna.email, **claims)) is None
    assert not SocialAccount.objects.exists()


def test_one_source_does_not_vouch_for_the_address_of_the_other(anna: User) -> None:
    response = come_back(email=anna.email, userinfo={"sub": "abc", "email": "evil@evil.example", "email_verified": True})
    assert opened(response) is None


def test_an_unknown_address_makes_no_account(anna: User) -> None:
    before = User.objects.count()
    assert opened(come_back(email="nieuw@waterlo.example", email_verified=True)) is None
    assert User.objects.count() == before


def test_what_she_linked_herself_opens_her_account_whatever_the_claim_says(anna: User) -> None:
    come_back(user=anna, process="connect", email="heel@anders.example")
    assert opened(come_back(email="heel@anders.example")) == str(anna.pk)


def test_a_link_of_another_tenant_no_longer_opens_it(anna: User) -> None:
    come_back(user=anna, process="connect")
    assert opened(come_back(tid="99999999-2222-4333-8444-555555555555")) is None


def test_a_closed_account_stays_closed(anna: User) -> None:
    come_back(user=anna, process="connect")
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert opened(come_back(email=anna.email, email_verified=True)) is None


def test_the_button_stands_on_the_page_only_where_a_provider_is_configured(visitor: Client, settings) -> None:
    assert "Gemeente Waterlo" in visitor.get("/account/login/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "oidc" not in visitor.get("/account/login/").content.decode()
    assert visitor.get("/account/oidc/organisatie/login/").status_code == 404
