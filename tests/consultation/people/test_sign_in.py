"""Signing in with a code from the mail, and the address that one wanted kept to the end."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.delivery.models import Email
from consultation.people.actions import deactivate_person
from consultation.people.models import User

pytestmark = pytest.mark.django_db

LOGIN, REQUEST, CONFIRM = "/account/login/", "/account/login/code/", "/account/login/code/confirm/"
DEEP = "/handreiking/mas/0.2/2.3/?reactie=7"
CODE = re.compile(r"[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}")


@pytest.fixture(autouse=True)
def no_limits_from_other_tests() -> None:
    cache.clear()


def ask(browser: Client, email: str, next: str = "") -> str:
    """Asks for a code and returns it as the mail's subject tells it."""
    browser.post(REQUEST, {"email": email, "next": next})
    found = CODE.search(Email.objects.latest("id").subject)
    return found.group() if found else ""


def is_signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def test_a_code_from_the_mail_signs_in(anna: User, visitor: Client) -> None:
    code = ask(visitor, anna.email)
    response = visitor.post(CONFIRM, {"code": code, "remember": "on"})
    assert is_signed_in(visitor)
    assert response["Location"] == settings.LOGIN_REDIRECT_URL


def test_the_code_stands_in_subject_text_and_html_of_a_transactional_mail_in_her_language(dewi: User, visitor: Client) -> None:
    dewi.language = "en"
    dewi.save()
    code = ask(visitor, dewi.email)
    mail = Email.objects.get(user=dewi)
    assert code in mail.subject
    assert code in mail.text
    assert code in mail.html
    assert mail.subject.startswith(f"{code} is your code")
    assert not mail.bulk


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: f"  {code.replace('-', ' ')} ",
        lambda code: code.replace("-", "\u00a0\u2013 "),
    ],
)
def test_the_code_may_be_pasted_in_any_shape(change, anna: User, visitor: Client) -> None:
    code = ask(visitor, anna.email)
    visitor.post(CONFIRM, {"code": change(code)})
    assert is_signed_in(visitor)


def test_the_field_tells_the_browser_that_it_takes_a_code(anna: User, visitor: Client) -> None:
    ask(visitor, anna.email)
    assert 'autocomplete="one-time-code"' in visitor.get(CONFIRM).content.decode()


def test_the_code_works_for_fifteen_minutes(anna: User, visitor: Client) -> None:
    code = ask(visitor, anna.email)
    with time_machine.travel(timezone.now() + timedelta(minutes=14, seconds=50), tick=False):
        visitor.post(CONFIRM, {"code": code})
        assert is_signed_in(visitor)


def test_and_no_longer(anna: User, visitor: Client) -> None:
    code = ask(visitor, anna.email)
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1), tick=False):
        visitor.post(CONFIRM, {"code": code})
        assert not is_signed_in(visitor)


def test_five_wrong_codes_end_the_attempt(anna: User, visitor: Client) -> None:
    code = ask(visitor, anna.email)
    for _attempt in range(5):
        visitor.post(CONFIRM, {"code": "BBBB-BBBB"})
    visitor.post(CONFIRM, {"code": code})
    assert not is_signed_in(visitor)


def test_the_deep_link_survives(anna: User, visitor: Client) -> None:
    page = visitor.get(LOGIN, {"next": DEEP}).content.decode()
    assert 'name="next" value="/handreiking/mas/0.2/2.3/?reactie=7"' in page
    response = visitor.post(REQUEST, {"email": anna.email, "next": DEEP})
    assert "next=" in response["Location"]
    assert "reactie=7" in visitor.get(response["Location"]).content.decode()
    code = CODE.search(Email.objects.latest("id").subject).group()
    assert visitor.post(CONFIRM, {"code": code, "next": DEEP})["Location"] == DEEP


def test_the_deep_link_survives_a_wrong_code_a_new_code_and_too_many_attempts(anna: User, visitor: Client) -> None:
    ask(visitor, anna.email, DEEP)
    wrong = visitor.post(CONFIRM, {"code": "BBBB-BBBB", "next": DEEP})
    assert "reactie=7" in wrong.content.decode()
    again = visitor.post(CONFIRM, {"action": "resend", "next": DEEP})
    assert "reactie%3D7" in again["Location"]
    for _attempt in range(4):
        last = visitor.post(CONFIRM, {"code": "BBBB-BBBB", "next": DEEP})
    assert "reactie%3D7" in last["Location"]


def test_the_deep_link_survives_a_code_that_expired_while_she_looked_at_her_phone(anna: User, visitor: Client) -> None:
    code = ask(visitor, anna.email, DEEP)
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        response = visitor.post(CONFIRM, {"code": code, "next": DEEP})
    assert response["Location"].startswith((LOGIN, REQUEST))
    assert "reactie%3D7" in response["Location"]
    assert "reactie%3D7" in visitor.get(response["Location"])["Location"] or response["Location"].startswith(LOGIN)


def test_a_link_opened_while_a_code_is_on_its_way_leads_to_the_new_place(anna: User, visitor: Client) -> None:
    code = ask(visitor, anna.email)
    page = visitor.get(LOGIN, {"next": DEEP}).content.decode()
    assert f"{CONFIRM}?next=" in page
    assert visitor.post(CONFIRM, {"code": code, "next": DEEP})["Location"] == DEEP


def test_the_address_can_be_corrected_after_a_code_was_asked_for(anna: User, visitor: Client) -> None:
    ask(visitor, "ana@waterlo.example")
    code = ask(visitor, anna.email)
    visitor.post(CONFIRM, {"code": code})
    assert is_signed_in(visitor)


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "https:evil.example"])
def test_no_redirect_to_another_host(elsewhere: str, anna: User, visitor: Client) -> None:
    code = ask(visitor, anna.email, elsewhere)
    assert visitor.post(CONFIRM, {"code": code, "next": elsewhere})["Location"] == settings.LOGIN_REDIRECT_URL


def test_a_new_code_replaces_the_first_and_the_page_says_so(anna: User, visitor: Client) -> None:
    first = ask(visitor, anna.email)
    page = visitor.post(CONFIRM, {"action": "resend"}, follow=True).content.decode()
    assert anna.email in page
    assert Email.objects.count() == 2
    visitor.post(CONFIRM, {"code": first})
    assert not is_signed_in(visitor)
    visitor.post(CONFIRM, {"code": CODE.search(Email.objects.latest("id").subject).group()})
    assert is_signed_in(visitor)


def test_her_own_device_stays_signed_in_for_thirty_days_and_a_shared_one_until_it_closes(anna: User) -> None:
    own, shared = Client(), Client()
    own.post(CONFIRM, {"code": ask(own, anna.email), "remember": "on"})
    shared.post(CONFIRM, {"code": ask(shared, anna.email)})
    assert own.session.get_expiry_age() == 30 * 24 * 3600
    assert not own.session.get_expire_at_browser_close()
    assert shared.session.get_expire_at_browser_close()


def test_an_unknown_address_gets_the_same_answer_and_a_mail_that_says_so(anna: User) -> None:
    def answer(email: str) -> tuple[int, str, str]:
        browser = Client()
        response = browser.post(REQUEST, {"email": email})
        page = browser.get(response["Location"]).content.decode()
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page).replace(email, "ADDRESS")
        return response.status_code, response["Location"], page

    assert answer(anna.email) == answer("niemand@nergens.example")
    assert Email.objects.filter(to_address="niemand@nergens.example", user=None).count() == 1


def test_an_unknown_address_costs_as_many_queries(anna: User, django_assert_max_num_queries) -> None:
    def count(email: str) -> int:
        with django_assert_max_num_queries(60) as queries:
            Client().post(REQUEST, {"email": email})
        return len(queries)

    assert abs(count(anna.email) - count("niemand@nergens.example")) <= 3


def test_a_closed_account_gets_no_code(anna: User, fatih: User, visitor: Client, at) -> None:
    deactivate_person(user=anna, by=fatih, at=at)
    assert ask(visitor, anna.email) == ""


def test_nobody_signs_up_by_oneself(visitor: Client) -> None:
    page = visitor.get("/account/signup/")
    assert reverse("apply") in page.content.decode()
    before = User.objects.count()
    visitor.post("/account/signup/", {"email": "nieuw@gemeente.example", "password1": "correct horse battery"})
    assert User.objects.count() == before


def test_a_password_signs_in_when_one_was_chosen(anna: User, visitor: Client) -> None:
    anna.set_password("een lang en eigen wachtwoord")
    anna.save()
    response = visitor.post(LOGIN, {"login": anna.email, "password": "een lang en eigen wachtwoord", "next": DEEP})
    assert response["Location"] == DEEP
    assert is_signed_in(visitor)


def test_a_wrong_password_says_the_same_for_every_address(anna: User, visitor: Client) -> None:
    pages = [
        visitor.post(LOGIN, {"login": email, "password": "mis"}).content.decode() for email in (anna.email, "x@nergens.example")
    ]
    assert all("is-invalid" in page or 'role="alert"' in page for page in pages)
    assert not is_signed_in(visitor)
