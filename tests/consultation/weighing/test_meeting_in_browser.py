"""A point on the beamer: one screen, two keys, which can be switched off; nothing for axe at a desk and on a phone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from consultation.weighing.actions import make_agenda
from tests.factories.comments import make_comment, make_section
from tests.factories.texts import make_site
from tests.factories.weighing import make_partner, make_weighing_meeting, object_to
from tests.fixtures.browser import PHONE, axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BEAMER = {"width": 1280, "height": 720}
BOARD = "/weging/mas/0.1/"
REASON = "De wet zegt drie dagen. Een langere termijn houdt op zitting geen stand."


@pytest.fixture
def place(version: Any, open_round: Any, anna: Any, bram: Any, cas: Any, at: Any) -> str:
    """The address of a meeting with two contested remarks, of which partners spoke in earnest."""
    make_site()
    partners = [make_partner("Openbaar Ministerie", person=bram), *(make_partner(one) for one in ("Halt", "Ingrado"))]
    make_partner("Raad voor de Kinderbescherming")
    for body in ("Drie dagen haalt niemand. " * 6, "Waarom drie?"):
        remark = make_comment(anna, make_section(version), body=body, at=at)
        for partner in partners[:2]:
            object_to(remark, by=partner, reason=REASON, at=at)
    meeting = make_weighing_meeting(at=at)
    make_agenda(version=version, meeting=meeting, by=cas, at=at)
    return f"{BOARD}overleg/{meeting.pk}/"


def test_a_point_fits_the_beamer_and_one_key_goes_on(place, cas, new_page, sign_in_browser):
    page = new_page(BEAMER)
    sign_in_browser(page, cas)
    page.goto(f"{place}1/")
    assert page.evaluate("document.documentElement.scrollHeight") <= BEAMER["height"]
    page.keyboard.press("n")
    page.wait_for_url(f"**{place}2/")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**{place}1/")
    page.keyboard.press("?")
    page.get_by_label("Gebruik deze sneltoetsen").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.get_by_role("link", name="Volgende").click()
    page.wait_for_url(f"**{place}2/")
    expect(page.get_by_text("2 van 2")).to_be_visible()


def test_keys_go_from_row_to_row_on_the_board(place, cas, new_page, sign_in_browser):
    page = new_page()
    sign_in_browser(page, cas)
    page.goto(BOARD)
    rows = page.locator("[data-go-row]")
    page.keyboard.press("n")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("n")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("p")
    expect(rows.nth(0)).to_be_focused()


def test_the_details_of_a_meeting_are_asked_for_a_new_one_only(place, version, anna, bram, cas, at, new_page, sign_in_browser):
    remark = make_comment(anna, make_section(version), body="Wie belt de ouders?", at=at)
    object_to(remark, by=bram, reason=REASON, at=at)
    page = new_page()
    sign_in_browser(page, cas)
    page.goto(f"{BOARD}overleg/")
    expect(page.get_by_label("Titel")).to_be_hidden()
    page.get_by_label("Een nieuw overleg van de werkgroep").check()
    expect(page.get_by_label("Titel")).to_be_visible()


@pytest.mark.parametrize("viewport", [BEAMER, PHONE], ids=["beamer", "phone"])
def test_axe_finds_nothing_with_the_forms_open(place, cas, viewport, new_page, sign_in_browser):
    page = new_page(viewport)
    sign_in_browser(page, cas)
    found = []
    for address in (f"{place}1/", place):
        page.goto(address)
        for summary in page.locator("summary").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        found += axe_violations(page)
    assert not found
