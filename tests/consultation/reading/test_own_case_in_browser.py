"""A walk with a case of one's own in a real browser: it comes to a text to take along, and no word of it leaves the browser."""

from __future__ import annotations

import json

import pytest
from docx import Document as WordFile
from playwright.sync_api import expect

from tests.factories.tryouts import make_version_with_steps
from tests.fixtures.browser import DESKTOP, PHONE, axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OWN_CASE = "/handreiking/mas/0.2/afwegingskader/doorlopen/"
NARROW = {"width": 320, "height": 640}
"""A screen of 1280 pixels at 400 %."""

SECRET = "kwartelei"
PERSON, OTHER_PERSON = f"[leerling] {SECRET}1", f"[moeder] {SECRET}2"
MOTIVATION, REASON = f"De school belde drie keer {SECRET}3.", f"Zij werkt mee {SECRET}4."


@pytest.fixture
def with_steps(version, at):
    return make_version_with_steps(label="0.2", at=at)


@pytest.fixture
def open_case(with_steps, anna, new_page, sign_in_browser):
    """`open_case(PHONE)` is anna at the start; ``page.log`` holds every request since the page was there."""

    def open_page(viewport=DESKTOP, address=OWN_CASE, **options):
        page = new_page(viewport, **options)
        sign_in_browser(page, anna)
        page.goto(address, wait_until="networkidle")
        page.log = []
        page.context.on("request", lambda request: page.log.append(request))
        return page

    return open_page


def do(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def answer(page, words, motivation=""):
    page.get_by_role("radio", name=words, exact=True).check()
    if motivation:
        page.get_by_label("Uw motivering").first.fill(motivation)
    do(page, "Volgende")


def asks(page, question):
    """The question that is asked now has the focus on its heading, so that a screen reader tells it."""
    heading = page.get_by_role("heading", level=2, name=question)
    expect(heading).to_be_visible()
    expect(heading).to_be_focused()


def walk_to_the_end(page):
    """Both pupil and mother, each with an outcome; for the mother another one than the method points to."""
    page.get_by_label("Over wie gaat het?").fill(f"{PERSON}\n{OTHER_PERSON}")
    do(page, "Naar de vragen")
    answer(page, "ja", MOTIVATION)
    answer(page, "nee", MOTIVATION)
    answer(page, "beide", MOTIVATION)
    answer(page, "ja", MOTIVATION)
    asks(page, "Het kader wijst 2 uitkomsten aan")
    mother, pupil = card(page, "O3 Uitkomst O3"), card(page, "O2 Uitkomst O2")
    pupil.get_by_role("checkbox", name=PERSON).check()
    mother.get_by_role("checkbox", name=OTHER_PERSON).check()
    mother.get_by_role("radio", name="Ik kies een andere uitkomst en leg uit waarom").check()
    mother.get_by_label("Welke uitkomst?").select_option("O1")
    mother.get_by_label("Waarom past een andere uitkomst beter bij deze zaak?").fill(REASON)


def card(page, title):
    return page.locator(".card", has=page.get_by_role("heading", name=title, exact=True))


def paper(page):
    return page.get_by_role("region", name="Uw motivering")


def kept_in_tab(page):
    return page.evaluate("sessionStorage.getItem('klankbord:eigen-zaak')")


def carried(log):
    """Everything that requests carried: address, headers and body of each, as one text."""
    return json.dumps([[one.url, one.method, one.all_headers(), one.post_data] for one in log], ensure_ascii=False)


def test_a_whole_walk_leaves_no_word_on_the_network_or_anywhere_but_in_the_tab(open_case):
    page = open_case()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("window.print = () => document.documentElement.setAttribute('data-printed', '')")
    walk_to_the_end(page)
    do(page, "Kopieer de tekst")
    expect(page.get_by_text("De tekst is gekopieerd.")).to_be_visible()
    with page.expect_download():
        do(page, "Download als Word-bestand")
    do(page, "Print of bewaar als PDF")
    expect(page.locator("html[data-printed]")).to_have_count(1)
    assert [one.url for one in page.log if not one.url.startswith("blob:")] == [], "after the page came it asks for nothing"

    address = page.url
    page.get_by_role("link", name="O2 staat in 2 Afwegingskader").click()
    page.wait_for_url("**/handreiking/mas/0.2/2/**")
    page.go_back(wait_until="networkidle")
    expect(paper(page)).to_contain_text(REASON)
    page.reload(wait_until="networkidle")
    expect(paper(page)).to_contain_text(REASON)
    page.goto("/handreiking/mas/0.2/", wait_until="networkidle")
    assert len(page.log) > 5
    assert SECRET not in carried(page.log)
    assert not [one for one in page.log if one.method != "GET" and "geopend" not in one.url]

    assert address.endswith(OWN_CASE), "nothing behind the address"
    kept = page.evaluate("JSON.stringify([{ ...localStorage }, document.cookie, history.state])")
    assert SECRET not in kept + json.dumps(page.context.cookies())
    assert SECRET in kept_in_tab(page)


def test_leaving_and_coming_back_ask_for_the_same_with_a_walk_as_without(open_case):
    logs = []
    for walks in (True, False):
        page = open_case()
        if walks:
            walk_to_the_end(page)
        page.goto("/handreiking/mas/0.2/afwegingskader/", wait_until="networkidle")
        page.goto(OWN_CASE, wait_until="networkidle")
        assert paper(page).is_visible() == walks
        told = [(one.method, one.url, one.post_data, one.headers.get("referer")) for one in page.log]
        logs.append(sorted(told, key=str))
    assert logs[0] == logs[1] != []


def test_the_log_would_catch_a_word_and_the_policy_refuses_to_send_it(open_case):
    page = open_case()
    page.evaluate(f"fetch('/gezondheid/?{SECRET}').catch(() => document.documentElement.setAttribute('data-refused', ''))")
    expect(page.locator("html[data-refused]")).to_have_count(1)
    page.evaluate(f"navigator.sendBeacon('/gezondheid/', '{SECRET}')")
    page.wait_for_timeout(200)
    sent = [one for one in page.log if SECRET in carried([one])]
    assert [one for one in sent if one.response()] == []
    page.evaluate(f"new Image().src = '/static/look/icon.svg?{SECRET}'")
    page.wait_for_timeout(200)
    assert SECRET in carried(page.log)


def test_the_text_that_is_copied_shown_and_put_into_word_is_one(open_case):
    page = open_case()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    walk_to_the_end(page)
    do(page, "Kopieer de tekst")
    expect(page.get_by_text("De tekst is gekopieerd.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert copied[0] == "Motivering van de gekozen uitkomst"
    assert copied[2] == f"Betrokkenen: {PERSON}, {OTHER_PERSON}"
    assert copied[4:8] == [
        "Uitkomst: O1 Uitkomst O1",
        f"Voor: {OTHER_PERSON}",
        "Het kader wijst aan: O3 Uitkomst O3",
        f"Waarom een andere uitkomst: {REASON}",
    ]
    with page.expect_download() as download:
        do(page, "Download als Word-bestand")
    assert download.value.suggested_filename == "motivering-mas-0.2.docx"
    word = WordFile(download.value.path())
    assert [one.text for one in word.paragraphs] == [line for line in copied if line]
    styles = [one.style.name for one in word.paragraphs if not one.style.name.startswith("Normal")]
    assert styles[:3] == ["Title", "Heading 1", "Heading 1"]
    assert styles.count("Heading 2") == 4
    assert word.core_properties.title == "Motivering van de gekozen uitkomst"
    assert word.core_properties.author == ""
    shown = paper(page).evaluate("paper => [...paper.children].map((line) => line.textContent)")
    assert shown == [line for line in copied if line]


def test_on_paper_stands_the_motivation_and_nothing_else(open_case):
    page = open_case()
    walk_to_the_end(page)
    page.emulate_media(media="print")
    expect(paper(page)).to_be_visible()
    for gone in ("h1", "header", "footer", ".walk-side", ".walk-screen h2", ".card", ".breadcrumb"):
        for element in page.locator(gone).all():
            assert not element.is_visible(), gone


def test_another_outcome_needs_a_reason_before_the_text_is_taken_along(open_case):
    page = open_case()
    do(page, "Naar de vragen")
    answer(page, "nee", MOTIVATION)
    asks(page, "Het kader wijst deze uitkomst aan")
    page.get_by_role("radio", name="Ik kies een andere uitkomst en leg uit waarom").check()
    do(page, "Kopieer de tekst")
    expect(page.get_by_label("Welke uitkomst?")).to_be_focused()
    expect(page.get_by_label("Welke uitkomst?")).to_have_accessible_description("Kies een uitkomst.")
    page.get_by_label("Welke uitkomst?").select_option("O2")
    do(page, "Print of bewaar als PDF")
    why = page.get_by_label("Waarom past een andere uitkomst beter bij deze zaak?")
    expect(why).to_be_focused()
    assert axe_violations(page) == []
    why.fill(REASON)
    expect(page.get_by_text("Leg uit waarom u een andere uitkomst kiest.")).to_be_hidden()
    expect(paper(page)).to_contain_text("Uitkomst: O2 Uitkomst O2")


def test_going_back_and_answering_differently_loses_nothing_that_was_typed(open_case):
    page = open_case()
    do(page, "Naar de vragen")
    answer(page, "ja", "eerst")
    answer(page, "ja", "daarna")
    answer(page, "ja", "ten slotte")
    trail = page.get_by_role("complementary")
    trail.get_by_role("button", name="N2 Vraag N2?").click()
    asks(page, "Vraag 2 · N2 Vraag N2?")
    expect(page.get_by_label("Uw motivering").first).to_have_value("daarna")
    page.get_by_role("radio", name="nee", exact=True).check()
    expect(trail.get_by_role("button")).to_have_text(
        ["N1 Vraag N1? ja", "N2 Vraag N2? nee", "N4 Vraag N4? Nog niet beantwoord", "Wis alles"]
    )
    page.get_by_role("radio", name="ja", exact=True).check()
    do(page, "Volgende")
    asks(page, "Vraag 3 · N3 Vraag N3?")
    expect(page.get_by_label("Uw motivering").first).to_have_value("ten slotte")
    do(page, "Vorige")
    asks(page, "Vraag 2 · N2 Vraag N2?")
    do(page, "Ga verder waar u was")
    asks(page, "Het kader wijst deze uitkomst aan")


def test_it_tells_why_a_question_comes_and_that_one_was_there_before(open_case):
    page = open_case()
    do(page, "Naar de vragen")
    page.get_by_text("Waarom deze vraag?").click()
    expect(page.get_by_text("Met deze vraag begint elke zaak.")).to_be_visible()
    answer(page, "ja")
    answer(page, "onduidelijk")
    asks(page, "Vraag 3 · N2 Vraag N2?")
    expect(page.get_by_text("Omdat u “onduidelijk” antwoordde op “Vraag N2?” (N2).")).to_be_visible()
    expect(page.get_by_text("U bent hier al eerder geweest.")).to_be_visible()
    answer(page, "nee")
    page.get_by_role("radio", name="beide", exact=True).check()
    expect(page.get_by_text("Dit antwoord leidt naar meer dan één vraag")).to_have_count(0)


def test_everything_is_erased_after_asking_once(open_case):
    page = open_case()
    walk_to_the_end(page)
    do(page, "Wis alles")
    expect(page.get_by_role("button", name="Nee, bewaar het")).to_be_focused()
    do(page, "Nee, bewaar het")
    expect(paper(page)).to_be_visible()
    do(page, "Wis alles")
    do(page, "Ja, wis alles")
    asks(page, "Voordat u begint")
    expect(page.get_by_role("status").filter(has_text="Alles is gewist.")).to_be_visible()
    expect(page.get_by_label("Over wie gaat het?")).to_have_value("")
    assert kept_in_tab(page) is None
    page.reload()
    do(page, "Naar de vragen")
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    assert SECRET not in page.content()


def test_somebody_else_in_the_same_tab_finds_nothing(open_case, bram, sign_in_browser):
    page = open_case()
    walk_to_the_end(page)
    sign_in_browser(page, bram)
    page.goto(OWN_CASE)
    expect(page.get_by_role("heading", name="Voordat u begint")).to_be_visible()
    assert kept_in_tab(page) is None


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE, NARROW], ids=["wide", "phone", "narrow"])
def test_by_keyboard_alone_to_an_outcome_and_axe_finds_nothing_on_the_way(open_case, viewport):
    page = open_case(viewport)
    keys = page.keyboard

    def looks_right():
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]

    def tab_to(locator):
        for _turn in range(40):
            keys.press("Tab")
            if locator.evaluate("element => element === document.activeElement"):
                return
        pytest.fail(f"Tab does not lead to {locator}")

    looks_right()
    tab_to(page.get_by_label("Over wie gaat het?"))
    keys.type("[leerling]")
    tab_to(page.get_by_role("button", name="Naar de vragen"))
    keys.press("Enter")
    asks(page, "Vraag 1 · N1 Vraag N1?")
    tab_to(page.get_by_role("radio", name="ja", exact=True))
    keys.press("Enter")
    expect(page.get_by_text("Kies een antwoord, dan kunt u verder.")).to_be_visible()
    looks_right()
    keys.press("Space")
    tab_to(page.get_by_label("Uw motivering").first)
    keys.type("Omdat het zo is.")
    tab_to(page.get_by_role("button", name="Volgende"))
    keys.press("Enter")
    asks(page, "Vraag 2 · N2 Vraag N2?")
    looks_right()
    tab_to(page.get_by_role("radio", name="ja", exact=True))
    keys.press("Space")
    keys.press("Enter")
    asks(page, "Vraag 3 · N3 Vraag N3?")
    tab_to(page.get_by_role("radio", name="ja", exact=True))
    keys.press("Space")
    keys.press("Enter")
    asks(page, "Het kader wijst deze uitkomst aan")
    expect(page.get_by_role("checkbox", name="[leerling]")).to_be_checked()
    expect(page.get_by_text("Nog niet gemotiveerd: N2, N3.")).to_be_visible()
    looks_right()
    tab_to(page.get_by_role("button", name="Kopieer de tekst"))
    keys.press("Enter")
    expect(page.get_by_role("status").filter(has_text="De tekst is")).to_be_visible()


def test_a_browser_that_does_not_copy_selects_the_text_instead(open_case):
    page = open_case()
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    walk_to_the_end(page)
    do(page, "Kopieer de tekst")
    expect(page.get_by_text("De tekst is geselecteerd.")).to_be_visible()
    assert REASON in page.evaluate("getSelection().toString()")


def test_without_javascript_the_page_says_so_and_shows_the_questions(open_case):
    page = open_case(javascript=False)
    expect(page.get_by_text("Om door de vragen te lopen is JavaScript nodig")).to_be_visible()
    expect(page.get_by_role("heading", name="N4 Vraag N4?")).to_be_visible()
    expect(page.get_by_label("Over wie gaat het?")).to_be_hidden()


def test_two_hundred_questions_are_walked_like_five(open_case, at):
    steps = {f"N{number}": {"ja": f"N{number + 1}", "nee": f"N{max(0, number - 9)}"} for number in range(199)}
    steps |= {"N199": {"ja": "O0", "nee": "N0"}}
    make_version_with_steps(label="0.3", steps=steps, outcomes=["O0"], at=at)
    page = open_case(address="/handreiking/mas/0.3/afwegingskader/doorlopen/")
    do(page, "Naar de vragen")
    page.evaluate(
        """() => {
          for (let turn = 0; turn < 200; turn += 1) {
            document.querySelector('[data-slot="answers"] input').click();
            document.querySelector('[data-do="next"]').click();
          }
        }"""
    )
    asks(page, "Het kader wijst deze uitkomst aan")
    expect(page.locator(".walk-trail li")).to_have_count(201)
    assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]
