"""/mijn/gegevens/ in a browser: readable at every width, without a script, by keyboard, and axe finds nothing."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.conf import settings as project
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from consultation.comments.models import Comment
from consultation.jobs.running import run_jobs
from consultation.people.models import User
from tests.factories.comments import make_comment, make_section
from tests.factories.rounds import make_round
from tests.factories.texts import make_site
from tests.fixtures.browser import DESKTOP, PHONE, axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW = {"width": 320, "height": 640}
PAGES = ["/mijn/gegevens/", "/mijn/gegevens/wissen/", "/mijn/gegevens/gewist/", "/privacy/"]
ADMIN = ["/beheer/reports/bewaartermijnen/", "/beheer/reports/persoonsgegevens/"]


@pytest.fixture
def enter(live_server: Any) -> Any:
    """``enter(page, anna)``: the page's browser signed in just now with a code."""

    def enter(page: Any, user: User) -> None:
        client = Client()
        client.force_login(user)
        session = client.session
        session["account_authentication_methods"] = [{"method": "code", "at": time.time(), "email": user.email}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
        page.context.add_cookies([{"name": project.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url}])

    return enter


@pytest.fixture
def remark(anna: User, version: Any, at: Any) -> Comment:
    cache.clear()
    make_site()
    make_round(version=version)
    return make_comment(anna, make_section(version), "Dit kan korter.", at=at)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE, NARROW], ids=["wide", "phone", "narrow"])
def test_axe_finds_nothing_and_nothing_sticks_out(new_page: Any, enter: Any, remark: Comment, anna: User, viewport: Any) -> None:
    page = new_page(viewport, bypass_csp=True, reduced_motion="reduce")
    enter(page, anna)
    found = []
    for address in PAGES:
        page.goto(address)
        found += [f"{address}: {line}" for line in axe_violations(page)]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{address}: {wide} pixels too wide"] if wide > 0 else []
    assert found == []


def test_axe_finds_nothing_in_the_admin(new_page: Any, enter: Any, anna: User, fatih: User, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = False
    page = new_page(DESKTOP, bypass_csp=True)
    enter(page, fatih)
    found = []
    for address in ADMIN:
        page.goto(address)
        found += [f"{address}: {line}" for line in axe_violations(page, within="main")]
    page.fill("main [name=email]", anna.email)
    page.click("main button[type=submit]")
    expect(page.locator("main")).to_contain_text("Uw account.")
    found += [f"found: {line}" for line in axe_violations(page, within="main")]
    page.click("text=Downloaden als JSON")
    found += [f"mistake: {line}" for line in axe_violations(page, within="main")]
    assert found == []


def test_a_member_erases_herself_by_keyboard_and_without_a_script(new_page: Any, enter: Any, remark: Comment, anna: User) -> None:
    page = new_page(PHONE, javascript=False)
    enter(page, anna)
    page.goto("/mijn/gegevens/")
    page.get_by_role("link", name="Mijn gegevens wissen").press("Enter")
    page.get_by_role("button", name="Mijn gegevens wissen").press("Enter")
    expect(page.locator("main")).to_contain_text("Zet hier een vinkje")
    page.get_by_label("Ik begrijp dat dit niet terug te draaien is").press("Space")
    page.get_by_role("button", name="Mijn gegevens wissen").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw gegevens worden gewist")
    run_jobs(at=timezone.now())
    assert not User.objects.filter(pk=anna.pk).exists()
    assert Comment.objects.get().submitter.user is None
