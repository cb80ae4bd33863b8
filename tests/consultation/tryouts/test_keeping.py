"""A question of a walk saves itself: always a draft, never over something newer, and not what the guard would ask about."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from consultation.tryouts.models import StepAnswer, Walk
from tests.factories.walking import answer, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(browser, case):
    browser.post(page_of(case))
    return browser


def seen_at(browser, case, step="N1", visit=1) -> str:
    page = browser.get(page_of(case, step, visit)).content.decode()
    return re.search(r'name="seen_at" value="([^"]+)"', page)[1]


def keep(browser, case, seen: str, motivation="Er zijn", **more):
    return browser.post(f"{page_of(case, 'N1', 1)}?vanzelf", {"motivation": motivation, "seen_at": seen, **more})


def test_what_is_half_written_is_kept_as_a_draft_even_when_it_would_do_as_an_answer(begun, case):
    told = keep(begun, case, seen_at(begun, case), choice=0).json()
    assert re.fullmatch(r"\d\d:\d\d", told["saved_at"])
    kept = StepAnswer.objects.get()
    assert (kept.choice, kept.motivation, kept.answered_at) == (0, "Er zijn", None)
    assert "Er zijn</textarea>" in begun.get(page_of(case, "N1", 1)).content.decode()
    again = keep(begun, case, told["fields"]["seen_at"], "Er zijn meldingen.", choice=0)
    assert again.status_code == 200
    assert StepAnswer.objects.get().motivation == "Er zijn meldingen."


def test_a_save_that_comes_behind_the_answer_overwrites_nothing(begun, case):
    seen = seen_at(begun, case)
    answer(begun, case, "N1", 0, "Er zijn meldingen.")
    assert keep(begun, case, seen, choice=0).status_code == 409
    kept = StepAnswer.objects.get()
    assert kept.motivation == "Er zijn meldingen."
    assert kept.answered_at is not None


@pytest.mark.parametrize("more", [{"motivation": "BSN 123456782"}, {"stuck": "De vraag is onduidelijk."}])
def test_what_only_a_button_may_bring_away_stays_in_the_browser(begun, case, more):
    told = keep(begun, case, seen_at(begun, case), **more)
    assert (told.status_code, told.json()) == (422, {})
    assert not StepAnswer.objects.exists()


def test_the_time_is_counted_once_however_often_it_saves_itself(begun, case):
    type(case.tryout).objects.update(measures_time=True)
    seen = seen_at(begun, case)
    shown = Walk.objects.get().begun_at.isoformat()
    keep(begun, case, seen, choice=0, shown_at=shown)
    assert StepAnswer.objects.get().seconds in (None, 0)


def test_who_is_signed_out_is_told_and_led_nowhere(visitor, begun, case):
    seen = seen_at(begun, case)
    data = {"motivation": "Er zijn", "seen_at": seen}
    told = visitor.post(f"{page_of(case, 'N1', 1)}?vanzelf", data, headers={"accept": "application/json"})
    assert told.status_code == 401


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_closed_tab_loses_nothing(case, anna, new_page, sign_in_browser):
    page = new_page(bypass_csp=True)
    sign_in_browser(page, anna)
    page.goto(page_of(case))
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("ja", exact=True).first.check()
    page.locator("textarea[name=motivation]").fill("Er zijn drie meldingen.")
    page.goto("/privacy/")
    page.goto(page_of(case, "N1", 1))
    expect(page.locator("textarea[name=motivation]")).to_have_value("Er zijn drie meldingen.")
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.locator("textarea[name=motivation]")).to_have_value("Er zijn drie meldingen.")
    assert StepAnswer.objects.get().motivation == "Er zijn drie meldingen."
