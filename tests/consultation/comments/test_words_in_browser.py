"""Commenting on words in a real browser: chosen with a mouse, a finger or the keyboard; underlined once they are posted."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from consultation.comments.actions import Place, Wording, post_comment
from consultation.comments.models import Comment
from consultation.comments.quoting import quote_in
from handbook.exchange.making import make_block
from tests.factories.comments import accept_rules, make_section
from tests.factories.handbook import make_handbook_page, make_version
from tests.factories.rounds import make_round
from tests.factories.texts import make_site
from tests.fixtures.browser import DESKTOP, PHONE, axe_violations
from tests.fixtures.children import await_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "/handreiking/mas/0.1/1/"
PARAGRAPH = "Bel 😀 de school en bel daarna de ouders, maar bel niet de leerling."
LIST = make_block("list", "<ul><li>bel de school</li><li>bel de <em>ouders</em></li><li>bel de school weer</li></ul>")

# Where words begin and end on the screen, maybe on two lines; `turn` tells which of the same words.
FIND = """([at, words, turn]) => {
  const walker = document.createTreeWalker(document.querySelectorAll('.passage-text')[at], NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data } = walker.currentNode;
    for (let start = data.indexOf(words); start >= 0; start = data.indexOf(words, start + 1)) {
      if (turn--) continue;
      const range = document.createRange();
      range.setStart(walker.currentNode, start);
      range.setEnd(walker.currentNode, start + words.length);
      const lines = [...range.getClientRects()];
      const middle = (line) => line.top + line.height / 2;
      return [lines[0].left, middle(lines[0]), lines.at(-1).right, middle(lines.at(-1))];
    }
  }
}"""


# Keeps what is told to a screen reader, also what is gone again.
TOLD = """() => {
  const place = document.querySelector('[data-copied]');
  window.told = [];
  new MutationObserver(() => window.told.push(place.textContent)).observe(place, { childList: true });
}"""


@pytest.fixture
def section(db):
    make_site()
    version = make_version(sections={"1": ("Bellen", [PARAGRAPH, LIST])})
    make_round(version=version)
    make_handbook_page(version)
    cache.clear()
    return make_section(version, "1")


@pytest.fixture
def open_section(section, anna, new_page, sign_in_browser, at):
    """`open_section(PHONE)` is anna on the page of the section."""
    accept_rules(anna, at)

    def open_page(viewport=DESKTOP, **options):
        page = new_page(viewport, **options)
        sign_in_browser(page, anna)
        page.goto(ADDRESS)
        return page

    return open_page


def select(page, words, *, to=None, at=0, to_at=None, turn=0):
    """Drag the mouse over words, or from these to others."""
    # Words move on the screen when their own letters come in.
    page.evaluate("document.fonts.ready.then(() => undefined)")
    # Pressed on words that are selected, the mouse would drag these.
    page.evaluate("getSelection().removeAllRanges()")
    left, top, right, bottom = page.evaluate(FIND, [at, words, turn])
    if to is not None:
        _left, _top, right, bottom = page.evaluate(FIND, [at if to_at is None else to_at, to, 0])
    page.mouse.move(left + 1, top)
    page.mouse.down()
    page.mouse.move(right - 1, bottom, steps=5)
    page.mouse.up()


def react(page):
    page.locator("[data-selection-bar]").get_by_role("button", name="Reageer").click()
    return page.locator("[data-remark-form]")


def post(page, form, body="Zo gaat het niet."):
    form.locator("textarea[name=body]").fill(body)
    form.get_by_role("button", name="Plaats").click()
    page.wait_for_url("**reactie=**")
    return quote_in(Comment.objects.get(posted_at__isnull=False).selectors)


def quote(user, section, words, at, body="Liever niet.", passage=1):
    place = Place(section, section.passages.get(ordinal=passage)).about(words)
    return post_comment(user=accept_rules(user, at), place=place, wording=Wording(body), at=at)


def test_words_chosen_with_the_mouse_are_posted_underlined_and_lead_to_their_remark(open_section):
    page = open_section()
    select(page, "daarna de ouders")
    form = react(page)
    expect(form.locator("[data-quote-shown]")).to_have_text("daarna de ouders")
    expect(form.locator("textarea[name=quote]")).to_be_hidden()
    assert axe_violations(page) == []
    assert post(page, form).exact == "daarna de ouders"
    page.goto(ADDRESS)
    mark = page.get_by_role("link", name="daarna de ouders")
    mark.hover()
    assert page.evaluate("getComputedStyle(document.querySelector('.quoted'), '::after').content").startswith('"Anna')
    mark.click()
    remark = page.locator("[data-remark]")
    expect(remark).to_be_focused()
    expect(remark).to_have_class(re.compile("remark-active"))


def test_of_the_same_words_those_are_quoted_that_were_selected(open_section):
    page = open_section()
    select(page, "bel", turn=1)
    quoted = post(page, react(page))
    assert (quoted.exact, quoted.start) == ("bel", PARAGRAPH.index("bel niet"))


def test_words_over_the_items_of_a_list_are_one_quote(open_section):
    page = open_section()
    select(page, "de school", to="ouders", at=1)
    assert post(page, react(page)).exact == "de school\nbel de ouders"
    assert page.locator(".quoted").all_text_contents() == ["de school", "bel de ", "ouders"]


def test_the_same_words_in_a_later_item_are_found_there(open_section, section):
    page = open_section()
    select(page, "bel de school weer", to="school weer", at=1)
    quoted = post(page, react(page))
    assert section.text[quoted.start :].startswith("bel de school weer")


def test_a_selection_over_two_passages_is_cut_at_the_first_and_says_so(open_section):
    page = open_section()
    select(page, "niet de leerling")
    told = page.locator("[data-selection-cut]")
    expect(page.locator("[data-selection-bar]")).to_be_visible()
    expect(told).to_be_empty()
    select(page, "niet de leerling", to="bel de school", to_at=1)
    expect(told).to_have_text("Alleen de woorden in de eerste passage tellen.")
    assert post(page, react(page)).exact == "niet de leerling."


def test_the_keyboard_finds_the_bar_in_the_passage_and_escape_drops_it(open_section):
    page = open_section()
    select(page, "daarna de ouders")
    bar = page.locator("[data-selection-bar]")
    expect(bar).to_be_visible()
    for _stop in ("the passage's number", "the bar"):
        page.keyboard.press("Tab")
    expect(bar.get_by_role("button", name="Reageer")).to_be_focused()
    assert axe_violations(page) == []
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    select(page, "daarna de ouders")
    expect(bar).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator("[data-quote-shown]")).to_have_text("daarna de ouders")


def test_the_link_leads_to_the_words(open_section, section):
    page = open_section(permissions=["clipboard-read", "clipboard-write"])
    page.evaluate(TOLD)  # it is told for two seconds, which a busy machine may sleep through
    select(page, "daarna de ouders")
    page.locator("[data-selection-bar]").get_by_role("button", name="Link").click()
    await_until(lambda: "Gekopieerd" in page.evaluate("window.told"))
    passage = section.passages.get(ordinal=1).passage_id
    address = page.evaluate("navigator.clipboard.readText()")
    assert address.endswith(f"{ADDRESS}#b-{passage}:~:text=daarna%20de%20ouders")


def test_by_keyboard_the_first_and_the_last_word_are_stepped_to(open_section):
    page = open_section()
    page.locator("[data-comment]").first.focus()
    page.keyboard.press("Enter")
    form = page.locator("[data-remark-form]")
    expect(form.locator("textarea[name=body]")).to_be_focused()
    first, last = form.get_by_role("spinbutton", name="Eerste woord"), form.get_by_role("spinbutton", name="Laatste woord")
    for _press in range(20):
        page.keyboard.press("Shift+Tab")
        if last.evaluate("word => word === document.activeElement"):
            break
    expect(last).to_be_focused()
    expect(last).to_have_attribute("aria-valuetext", "leerling.")
    page.keyboard.press("Home")
    expect(last).to_have_attribute("aria-valuetext", "Bel")
    page.keyboard.press("PageUp")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(last).to_have_attribute("aria-valuetext", "ouders,")
    page.keyboard.press("Shift+Tab")
    expect(first).to_be_focused()
    for _press in range(5):
        page.keyboard.press("ArrowRight")
    expect(first).to_have_attribute("aria-valuetext", "bel")
    expect(form.get_by_text("Gekozen: bel daarna de ouders")).to_have_count(1)
    expect(form.locator("textarea[name=quote]")).to_have_value("bel daarna de ouders")
    form.locator("[data-proposal] summary").click()
    expect(form.locator("textarea[name=proposal]")).to_have_value("bel daarna de ouders")
    assert axe_violations(page) == []
    quoted = post(page, form)
    assert (quoted.exact, quoted.start) == ("bel daarna de ouders", PARAGRAPH.index("bel daarna"))
    assert Comment.objects.get().proposed == ""


def test_what_one_types_moves_the_steppers_and_all_words_are_the_whole_passage(open_section):
    page = open_section()
    page.locator("[data-comment]").first.click()
    form = page.locator("[data-remark-form]")
    field, first = form.locator("textarea[name=quote]"), form.get_by_role("spinbutton", name="Eerste woord")
    field.fill("niet de leerling")
    expect(first).to_have_text("niet")
    first.focus()
    page.keyboard.press("Home")
    expect(field).to_have_value("")
    field.fill("woorden die er niet staan")
    form.get_by_role("button", name="Plaats").click()
    expect(page.get_by_role("alert").first).to_be_focused()
    expect(first).to_have_text("Bel")


def test_with_a_finger_the_bar_stands_at_the_foot_and_a_mark_opens_the_sheet(open_section, section, eva, at):
    comment = quote(eva, section, "daarna de ouders", at)
    page = open_section(PHONE, has_touch=True, is_mobile=True)
    select(page, "bel niet")
    bar = page.locator("[data-selection-bar]")
    expect(bar).to_be_visible()
    box = bar.bounding_box()
    assert PHONE["height"] - 100 < box["y"] < box["y"] + box["height"] < PHONE["height"]
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    form = react(page)
    expect(form.locator("[data-quote-shown]")).to_have_text("bel niet")
    form.get_by_text("Kies andere woorden").tap()
    form.locator("[data-stepper=last] [data-step='1']").tap()
    expect(form.locator("[data-quote-shown]")).to_have_text("bel niet de")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert axe_violations(page, within="[data-remark-form]") == []
    form.get_by_text("Annuleer").tap()
    page.locator("a[data-quoted]").tap()
    remark = page.locator("dialog[open]").locator(f"#r-{comment.key}")
    expect(remark).to_be_visible()
    expect(remark).to_have_class(re.compile("remark-active"))


def test_where_quotes_overlap_it_is_denser_and_each_press_brings_the_next_remark(open_section, section, eva, bram, at):
    one, two = quote(eva, section, "daarna de ouders", at), quote(bram, section, "daarna de ouders", at)
    quote(eva, section, "de ouders, maar bel", at, body="Ook dit.")
    page = open_section()
    marks = page.locator(".quoted")
    assert marks.all_text_contents() == ["daarna ", "de ouders", ", maar bel"]
    styles = marks.evaluate_all("all => all.map(one => getComputedStyle(one).textDecorationStyle)")
    assert styles == ["dashed", "solid", "dotted"]
    colours = marks.evaluate_all("all => all.map(one => getComputedStyle(one).textDecorationColor)")
    assert len(set(colours)) == 1
    assert axe_violations(page) == []
    for comment in (one, two, one):
        marks.first.click()
        expect(page.locator(f"#r-{comment.key}")).to_be_focused()


def test_what_does_not_arrive_is_told_and_stays(open_section):
    page = open_section()
    select(page, "daarna de ouders")
    form = react(page)
    form.locator("textarea[name=body]").fill("Zo gaat het niet.")
    page.route("**/reageren/**", lambda route: route.abort())
    form.get_by_role("button", name="Plaats").click()
    expect(form.locator("[data-failed]")).to_contain_text("Uw tekst staat er nog.")
    page.unroute("**/reageren/**")
    assert post(page, form).exact == "daarna de ouders"


def test_posting_after_the_session_ended_leads_to_signing_in_and_back_to_the_text(open_section, sign_in_browser, anna):
    page = open_section()
    select(page, "daarna de ouders")
    form = react(page)
    form.locator("textarea[name=body]").fill("Zo gaat het niet.")
    page.context.clear_cookies(name="sessionid")
    form.get_by_role("button", name="Plaats").click()
    page.wait_for_url("**/account/login/**")
    back = page.url.partition("next=")[2]
    assert "reageren" in back
    sign_in_browser(page, anna)
    page.goto(ADDRESS)
    select(page, "daarna de ouders")
    form = react(page)
    expect(form.locator("textarea[name=body]")).to_have_value("Zo gaat het niet.")
    assert post(page, form).exact == "daarna de ouders"


def test_drafts_on_two_quotes_of_a_passage_stay_apart(open_section):
    page = open_section()
    select(page, "daarna de ouders")
    form = react(page)
    saved = form.locator("input[name=seen_at]")
    form.locator("textarea[name=body]").fill("Over de ouders.")
    expect(saved).not_to_have_value("")
    page.goto(ADDRESS)
    select(page, "bel niet")
    expect(react(page).locator("textarea[name=body]")).to_have_value("")
    page.goto(ADDRESS)
    select(page, "daarna de ouders")
    expect(react(page).locator("textarea[name=body]")).to_have_value("Over de ouders.")
    assert quote_in(Comment.objects.get().selectors).exact == "daarna de ouders"
