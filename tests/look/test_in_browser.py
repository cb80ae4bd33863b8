"""The section page in a real browser, on the style guide's invented content."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.fixtures.browser import DESKTOP, PHONE, axe_violations
from tests.fixtures.children import await_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SECTION = "/styleguide/paragraaf/"
TABLET = {"width": 1000, "height": 900}
ZOOMED = {"width": 320, "height": 640}
"""A 1280-pixel window at 400 %."""


def tops(page: Any, selector: str) -> list[dict[str, float]]:
    return page.evaluate(
        "s => [...document.querySelectorAll(s)].map(e => e.getBoundingClientRect()).map(({top, bottom}) => ({top, bottom}))",
        selector,
    )


def focused(page: Any) -> str:
    return page.evaluate("document.activeElement.id")


@pytest.mark.endurance
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, TABLET, PHONE], ids=["wide", "middle", "small"])
@pytest.mark.parametrize("path", ["/styleguide/", SECTION, f"{SECTION}?reageer=p2&voorstel=1"])
def test_axe_finds_nothing(new_page, path, viewport, scheme):
    page = new_page(viewport, color_scheme=scheme, bypass_csp=True)
    page.goto(path)
    assert axe_violations(page) == []


@pytest.mark.parametrize("path", ["/styleguide/", SECTION, f"{SECTION}?reageer=p2&voorstel=1"])
def test_nothing_is_wider_than_the_screen_at_400_percent(new_page, path):
    page = new_page(ZOOMED)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= ZOOMED["width"]


def test_the_page_breaks_no_rule_of_the_policy(new_page):
    page = new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security Policy" in message.text else None)
    page.goto(f"{SECTION}?reageer=p2&voorstel=1")
    page.click("[data-remarks-of=p2]")
    page.keyboard.press("?")
    assert refused == []


def test_the_remark_in_hand_stands_at_its_passage_and_none_overlap(page):
    page.goto(SECTION)
    page.click("[data-remarks-of=p2]")
    page.wait_for_timeout(300)
    assert focused(page) == "r-3"
    [remark], [passage] = tops(page, "#r-3"), tops(page, "#b-p2")
    assert abs(remark["top"] - passage["top"]) <= 60
    cards = tops(page, "[data-remarks-list] > article")
    assert all(above["bottom"] <= below["top"] for above, below in pairwise(cards))


def test_what_has_the_focus_in_a_remark_stays_in_sight(new_page):
    """The remark opens and moves to its passage when the focus comes in, after the browser scrolled to where it was."""
    page = new_page({"width": 1280, "height": 360})
    page.goto(SECTION)
    page.focus("[data-remarks-list] a[href]")
    in_sight = "(e => e.top >= 0 && e.bottom <= innerHeight)(document.activeElement.getBoundingClientRect())"
    while page.evaluate("!!document.activeElement.closest('[data-remarks-list]')"):
        await_until(lambda: page.evaluate(in_sight))
        page.keyboard.press("Tab")


def test_what_stands_under_a_folded_remark_works_at_the_first_press(page):
    page.goto(SECTION)
    link = page.locator(".remark:not(.remark-active):has(.replies) > .remark-foot a[href]").first
    words = link.inner_text()
    page.evaluate("addEventListener('click', e => { window.hit = e.target.closest('a')?.innerText; e.preventDefault() }, true)")
    link.click()
    assert page.evaluate("window.hit") == words


def test_a_whole_review_is_done_by_keyboard_alone(page):
    page.goto(SECTION)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page) == "b-p2"
    page.keyboard.press("r")
    page.wait_for_selector("#f-p2 textarea")
    assert page.evaluate("document.activeElement.name") == "body"
    page.keyboard.type("r n j ?")
    assert page.input_value("#f-p2 textarea[name=body]") == "r n j ?"
    page.locator("#f-p2 [data-close-form]").press("Enter")
    assert focused(page) == "b-p2"
    page.keyboard.press("n")
    assert focused(page) == "r-1"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.remarksOf") == ""


def test_the_shortcuts_can_be_switched_off_and_stay_off(page):
    page.goto(SECTION)
    page.keyboard.press("?")
    page.uncheck("[data-keys-switch]")
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("j")
    assert focused(page) == ""
    page.click("[data-sheet-open=keys]")
    assert not page.is_checked("[data-keys-switch]")


def test_on_a_phone_the_remarks_open_as_a_sheet_and_go_back_to_their_place(new_page):
    page = new_page(PHONE, has_touch=True, is_mobile=True)
    page.goto(SECTION)
    page.locator("[data-remarks-of=p2]").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    page.tap("[data-remarks-of=p2]")
    assert page.inner_text("#remark-sheet h2") == "3 reacties bij 2.3-2"
    assert page.locator("#remark-sheet article").count() == 3
    page.keyboard.press("Escape")
    remarks, order = "[...document.querySelectorAll('[data-remarks-list] > article')].map(e => e.id)", [1, 2, 3, 4, 5, 6]
    await_until(lambda: page.evaluate(remarks) == [f"r-{number}" for number in order])
    assert page.evaluate("scrollY") == before


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["wide", "small"])
def test_without_a_script_text_remarks_and_contents_are_all_there(new_page, viewport):
    page = new_page(viewport, javascript=False)
    page.goto(SECTION)
    for element in ("#b-p7", "#r-6", "#reacties-title", ".section-review button", ".contents summary"):
        assert page.locator(element).first.is_visible()
    if viewport is DESKTOP:
        assert page.locator(".contents-list a").first.is_visible()


def test_typed_text_survives_a_closed_tab_once(page):
    page.goto(f"{SECTION}?reageer=p1")
    page.fill("textarea[name=body]", "Dit mag niet weg zijn.")
    page.goto("/styleguide/")
    page.goto(f"{SECTION}?reageer=p1")
    assert page.input_value("textarea[name=body]") == "Dit mag niet weg zijn."
    assert page.inner_text("[data-saved]") == "Wij hebben teruggezet wat u typte."


def test_a_proposed_text_is_shown_as_a_difference_while_typing(page):
    page.goto(f"{SECTION}?reageer=p2&voorstel=1")
    page.fill("[data-diff] textarea", "De leerplichtambtenaar weegt direct of hulp voorgaat.")
    assert page.inner_text("[data-diff-new] del").endswith("zo spoedig mogelijk")
    assert page.inner_text("[data-diff-new] ins").endswith("direct")


def test_the_reader_goes_through_the_contents_on_a_small_screen(new_page):
    page = new_page(PHONE)
    page.goto(SECTION)
    assert not page.locator(".contents-list").is_visible()
    page.click(".contents summary")
    assert page.locator(".contents-list [aria-current=page]").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".contents-list").is_visible()


def test_print_shows_the_text_and_behind_it_the_remarks_in_full(page):
    page.goto(SECTION)
    page.emulate_media(media="print")
    assert page.locator("#r-3 .reply").is_visible()
    assert page.locator("#r-3 .remark-number").is_visible()
    assert not page.locator(".site-nav").is_visible()
    assert not page.locator(".passage-tools").first.is_visible()
    text, remarks = tops(page, ".section-text")[0], tops(page, ".remarks")[0]
    assert remarks["top"] >= text["bottom"]
