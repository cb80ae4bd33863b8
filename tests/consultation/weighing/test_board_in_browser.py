"""The board in a browser: side by side or the list alone, all of it by keys, where the focus stands, nothing for axe."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from consultation.weighing.actions import assign, decide, make_group
from consultation.weighing.models import Decision, Position
from tests.factories.comments import make_section
from tests.factories.crowds import make_crowd
from tests.factories.texts import make_site
from tests.factories.weighing import make_partner, object_to
from tests.fixtures.browser import DESKTOP, PHONE, axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOARD = "/weging/mas/0.1/"


@pytest.fixture
def forty(version: Any, open_round: Any, anna: Any, bram: Any, cas: Any, at: Any) -> list[Any]:
    """Forty remarks, three with Bram, whose organisation weighs along and objects to one; the last two are a group."""
    make_site()
    make_partner("Openbaar Ministerie", person=bram)
    make_partner("Raad voor de Kinderbescherming")
    remarks = make_crowd(anna, make_section(version), remarks=40, at=at)
    assign(comments=remarks[20:23], to=bram, by=cas, at=at)
    object_to(remarks[35], by=bram, at=at)
    decide(comment=remarks[0], value="overgenomen", reason="Ja.", by=cas, at=at)
    make_group(comments=remarks[38:], by=cas, at=at)
    return remarks


def test_by_keys_alone_from_the_filter_to_the_next_remark(forty, bram, new_page, sign_in_browser):
    page = new_page()
    sign_in_browser(page, bram)
    page.goto(BOARD)
    page.get_by_label("Wie kijkt ernaar").first.focus()
    page.keyboard.type("ik")
    page.get_by_role("button", name="Toon deze").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**van=mij**")
    page.keyboard.press("n")
    expect(page.locator("[data-go-row]").first).to_be_focused()
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{forty[21].key}/**")
    expect(page.get_by_text("2 van 3", exact=True)).to_be_visible()
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator("[data-go-row][aria-current]")).to_contain_text(forty[21].body)

    # Where the organisation stands.
    page.keyboard.press("Tab")
    page.get_by_label("akkoord", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Bewaar het standpunt").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#standpunten")
    expect(page.get_by_role("heading", name="Waar de partners staan")).to_be_focused()
    assert Position.objects.get(comment=forty[21]).value == "akkoord"

    # The answer, and on to the next of the three that are hers, and not of all forty.
    page.keyboard.press("b")
    expect(page.get_by_role("heading", name="De beslissing")).to_be_focused()
    page.get_by_label("overgenomen", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_label("Waarom?").focus()
    page.keyboard.type("Dat is waar.")
    page.get_by_role("button", name="Bewaar de beslissing").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{forty[22].key}/**")
    expect(page.locator("h1")).to_be_focused()
    expect(page.get_by_text("2 van 2", exact=True)).to_be_visible()
    assert Decision.objects.get(comment=forty[21]).reason == "Dat is waar."
    page.keyboard.press("p")
    page.wait_for_url(f"**/{forty[20].key}/**")
    page.keyboard.press("l")
    page.wait_for_url(f"**{BOARD}?toon=open&van=mij&page=1#r-{forty[20].pk}")


def test_a_phone_shows_the_list_or_the_remark_and_leads_back_to_the_same_place(forty, cas, new_page, sign_in_browser):
    page = new_page(PHONE, javascript=False)
    sign_in_browser(page, cas)
    page.goto(f"{BOARD}?page=2")
    page.locator("[data-go-row]").filter(has_text=forty[35].body).click()
    page.wait_for_url(f"**/{forty[35].key}/**")
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    expect(page.locator(".board-list")).to_be_hidden()
    page.get_by_role("link", name="Terug naar de lijst").click()
    page.wait_for_url("**page=2#r-*")
    expect(page.locator(f"#r-{forty[35].pk}")).to_be_in_viewport()


def test_the_row_in_hand_is_in_sight_in_its_list(forty, cas, new_page, sign_in_browser):
    page = new_page()
    sign_in_browser(page, cas)
    page.goto(f"/weging/reactie/{forty[25].key}/?toon=open#reactie")
    expect(page.locator("[data-go-row][aria-current]")).to_be_in_viewport()
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    assert page.evaluate("scrollY") == 0


def test_what_one_typed_waits_while_one_looks_at_another(forty, cas, new_page, sign_in_browser):
    page = new_page()
    sign_in_browser(page, cas)
    page.goto(f"/weging/reactie/{forty[20].key}/?toon=open")
    page.get_by_label("niet overgenomen", exact=True).check()
    page.get_by_label("Waarom?").fill("De wet laat het niet toe.")
    page.locator("[data-go-row]").filter(has_text=forty[21].body).click()
    page.wait_for_url(f"**/{forty[21].key}/**")
    expect(page.get_by_label("Waarom?")).to_have_value("")
    page.go_back()
    page.reload()
    expect(page.get_by_label("Waarom?")).to_have_value("De wet laat het niet toe.")
    expect(page.get_by_label("niet overgenomen", exact=True)).to_be_checked()
    expect(page.get_by_text("Wij hebben teruggezet wat u typte.")).to_be_visible()
    page.get_by_role("button", name="Bewaar, verstuur nog niet").click()
    page.wait_for_url(f"**/{forty[21].key}/**")
    assert Decision.objects.get(comment=forty[20]).reason == "De wet laat het niet toe."
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.includes('weeg'))") == []


@pytest.mark.parametrize(
    ("viewport", "narrower", "scheme"), [(DESKTOP, 1024, "light"), (PHONE, 320, "dark")], ids=["desk", "phone"]
)
def test_axe_finds_nothing_and_nothing_sticks_out(forty, cas, viewport, narrower, scheme, new_page, sign_in_browser):
    page = new_page(viewport, color_scheme=scheme)
    sign_in_browser(page, cas)
    group = forty[38].grouped.group_id
    found = []
    for address in (
        f"{BOARD}?toon=alles&page=2",
        f"{BOARD}?soort=vraag",
        f"/weging/reactie/{forty[35].key}/?toon=omstreden",
        f"/weging/groep/{group}/?toon=open",
    ):
        page.set_viewport_size(viewport)
        page.goto(address)
        found += [f"{address} {one}" for one in axe_violations(page)]
        for width in (viewport["width"], narrower):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, width)
    assert not found
