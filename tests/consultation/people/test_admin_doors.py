"""Nothing under /beheer/ opens without a second factor that this very session showed."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from consultation.people.models import User
from tests.consultation.people.test_sign_in import CONFIRM, ask

pytestmark = pytest.mark.django_db

ADMIN = "beheer/"
SAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": "00000000-0000-4000-8000-000000000000"}


@pytest.fixture(autouse=True)
def second_factor_required(settings) -> None:
    settings.STAFF_SECOND_FACTOR = True
    cache.clear()


def admin_addresses() -> list[str]:
    """Every address under /beheer/, with a sample in the place of each parameter."""
    found = {address for address in _walk(get_resolver().url_patterns, "") if address.startswith(ADMIN)}
    return sorted(f"/{address}" for address in found)


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    for entry in patterns:
        route = prefix + _sample(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, route)
        else:
            yield route


def _sample(pattern) -> str:
    route = str(pattern)
    for name in pattern.converters:
        kind = next((kind for kind in SAMPLES if f"<{kind}:{name}>" in route), "str")
        route = route.replace(f"<{kind}:{name}>", SAMPLES[kind]).replace(f"<{name}>", "x")
    return route.replace("^", "").replace("$", "").replace(".*/", "x/").replace("\\", "").replace("(.*)/", "x/")


def test_the_walk_finds_the_admin() -> None:
    addresses = admin_addresses()
    assert len(addresses) > 150
    assert {"/beheer/", "/beheer/login/", "/beheer/sprite/", "/beheer/users/"} <= set(addresses)


def test_a_visitor_gets_nothing_there(visitor: Client) -> None:
    opened = [address for address in admin_addresses() if visitor.get(address).status_code == 200]
    assert opened == []


def test_an_editor_without_second_factor_gets_nothing_there(cas: User, signed_in) -> None:
    browser = signed_in(cas)
    opened = [address for address in admin_addresses() if browser.get(address).status_code == 200]
    assert opened == []


def test_and_posting_opens_nothing_either(cas: User, signed_in, visitor: Client) -> None:
    for browser in (signed_in(cas), visitor):
        assert [address for address in admin_addresses() if browser.post(address).status_code == 200] == []


def test_posting_to_the_old_door_gives_no_session(cas: User, visitor: Client) -> None:
    cas.set_password("een lang en eigen wachtwoord")
    cas.save()
    visitor.post("/beheer/login/", {"username": cas.email, "password": "een lang en eigen wachtwoord"})
    visitor.post("/beheer/login/?next=/beheer/", {"email": cas.email, "password": "een lang en eigen wachtwoord"})
    assert "_auth_user_id" not in visitor.session


def test_wagtail_resets_no_password(cas: User, visitor: Client, mailoutbox) -> None:
    visitor.post("/beheer/password_reset/", {"email": cas.email})
    assert mailoutbox == []


def test_an_editor_without_second_factor_is_led_to_setting_one_up(cas: User, signed_in) -> None:
    response = signed_in(cas).get("/beheer/")
    assert response["Location"] == "/account/2fa/?next=%2Fbeheer%2F"


def test_a_session_from_before_the_factor_is_asked_for_it(cas: User, signed_in) -> None:
    """The loophole: the account has a factor, this session never showed it."""
    browser = signed_in(cas)
    secret = add_app(cas)
    response = browser.get("/beheer/")
    assert response["Location"] == "/account/2fa/reauthenticate/?next=%2Fbeheer%2F"
    browser.post(response["Location"], {"code": code_of(secret)})
    assert browser.get("/beheer/").status_code == 200


def test_who_signs_in_with_code_and_app_enters(cas: User, visitor: Client) -> None:
    secret = add_app(cas)
    code = ask(visitor, cas.email, "/beheer/")
    step = visitor.post(CONFIRM, {"code": code, "next": "/beheer/"})
    assert step["Location"] == "/account/2fa/authenticate/"
    assert "_auth_user_id" not in visitor.session
    trust = visitor.post(step["Location"], {"code": code_of(secret)})
    assert trust["Location"] == "/account/2fa/trust/"
    assert visitor.post(trust["Location"], {"action": "trust"})["Location"] == "/beheer/"
    assert visitor.get("/beheer/").status_code == 200
    assert visitor.cookies["mfa_trusted"]["max-age"] == 30 * 24 * 3600


def test_a_trusted_browser_signs_in_with_a_code_alone(cas: User, visitor: Client) -> None:
    secret = add_app(cas)
    visitor.post(CONFIRM, {"code": ask(visitor, cas.email)})
    visitor.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    visitor.post("/account/2fa/trust/", {"action": "trust"})
    visitor.post("/account/logout/")
    visitor.post(CONFIRM, {"code": ask(visitor, cas.email)})
    assert visitor.get("/beheer/").status_code == 200


def test_a_member_is_refused_and_not_sent_round_in_circles(anna: User, signed_in) -> None:
    assert signed_in(anna).get("/beheer/").status_code == 403


def test_an_old_session_cannot_add_a_factor_of_its_own(cas: User, signed_in) -> None:
    """Else who finds an open browser adds a passkey and is an editor for good."""
    browser = signed_in(cas)
    for address in ("/account/2fa/totp/activate/", "/account/2fa/webauthn/add/", "/account/password/set/", "/account/email/"):
        assert browser.get(address).status_code == 403, address
        assert browser.post(address, {"code": "123456", "email": "x@y.example", "action_add": ""}).status_code == 403, address


def test_a_fresh_sign_in_may(cas: User, signed_in) -> None:
    browser = signed_in(cas)
    session = browser.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "code", "at": time.time() - 60}]
    session["account_authentication_methods_user"] = str(cas.pk)
    session.save()
    assert browser.get("/account/2fa/totp/activate/").status_code == 200


def test_without_the_setting_the_demo_needs_no_factor(cas: User, signed_in, settings) -> None:
    settings.STAFF_SECOND_FACTOR = False
    assert signed_in(cas).get("/beheer/").status_code == 200


def add_app(user: User) -> str:
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    assert Authenticator.objects.filter(user=user).count() == 2
    return secret


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_only_a_button_signs_out_of_the_admin(cas, signed_in, settings) -> None:
    """Wagtail's own address takes the cookie away on any GET, which a picture in somebody's page could send."""
    settings.STAFF_SECOND_FACTOR = False
    browser = signed_in(cas)
    assert b"<button" in browser.get("/beheer/logout/").content
    assert "_auth_user_id" in browser.session
    assert browser.cookies["sessionid"].value
    browser.post("/beheer/logout/")
    assert "_auth_user_id" not in browser.session
