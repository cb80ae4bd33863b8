"""Writing in a real browser: the page saves by itself, and everything works without a script as well."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Locale, Page

from consultation.comments.models import Comment
from consultation.comments.quoting import quote_in
from handbook.models import HandbookPage
from home.models import HomePage
from home.standing import ensure_site
from tests.factories.comments import accept_rules, make_section
from tests.fixtures.browser import AXE, AXE_TAGS, DESKTOP, PHONE, axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def section(version, open_round):
    # The flush after the last test with real transactions took the page tree away.
    Locale.objects.get_or_create(language_code="nl")
    if Page.get_first_root_node() is None:
        Page.add_root(instance=Page(title="Root", slug="root"))
    ensure_site()
    page = HandbookPage(title=version.title, slug=version.slug, key=version.handbook_key, summary="Kort gezegd.")
    HomePage.objects.get().add_child(instance=page)
    return make_section(version)


@pytest.fixture
def address(section):
    return reverse("comment-post", args=[section.pk])


def test_the_page_saves_while_one_types_into_one_draft(address, anna, new_page, sign_in_browser, at):
    accept_rules(anna, at)
    page = new_page(DESKTOP)
    sign_in_browser(page, anna)
    page.goto(address)
    field, note = page.locator("textarea[name=body]"), page.locator("[data-saved]")
    for text in ("De termijn is te kort.", "Drie dagen is te kort.", "Drie dagen haalt niemand."):
        token = page.locator("input[name=seen_at]")
        before = token.input_value()
        field.fill(text)
        expect(token).not_to_have_value(before)
    assert "Opgeslagen" in note.text_content() or "Bewaard" in note.text_content()
    assert list(Comment.objects.values_list("body", flat=True)) == ["Drie dagen haalt niemand."]
    page.reload()
    assert field.input_value() == "Drie dagen haalt niemand."
    page.get_by_role("button", name="Plaats").click()
    page.wait_for_url("**/handreiking/**")
    assert Comment.objects.get().posted_at is not None


def test_a_text_typed_after_the_session_ended_is_there_again(address, anna, new_page, sign_in_browser, at):
    accept_rules(anna, at)
    page = new_page(DESKTOP)
    sign_in_browser(page, anna)
    page.goto(address)
    page.context.clear_cookies(name="sessionid")
    page.locator("textarea[name=body]").fill("Dit mag niet verloren gaan.")
    expect(page.locator(".saved-failed")).to_be_visible()
    sign_in_browser(page, anna)
    page.goto(address)
    assert page.locator("textarea[name=body]").input_value() == "Dit mag niet verloren gaan."


SELECT = """words => {
  const walker = document.createTreeWalker(document.querySelector('.passage-text'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const start = walker.currentNode.data.indexOf(words);
    if (start < 0) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, start);
    range.setEnd(walker.currentNode, start + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return;
  }
}"""


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["1280", "390"])
def test_selected_words_are_commented_on_and_lead_to_their_remark(viewport, section, anna, new_page, sign_in_browser, at):
    accept_rules(anna, at)
    page = new_page(viewport)
    sign_in_browser(page, anna)
    page.goto(f"/handreiking/mas/0.1/{section.number}/")
    page.evaluate(SELECT, "binnen drie werkdagen")
    bar = page.locator("[data-selection-bar]")
    expect(bar).to_be_visible()
    bar.get_by_role("button", name="Stel tekst voor").click()
    form = page.locator("[data-remark-form]")
    expect(form.locator("textarea[name=quote]")).to_have_value("binnen drie werkdagen")
    expect(form.locator("textarea[name=proposal]")).to_have_value("binnen drie werkdagen")
    form.locator("textarea[name=body]").fill("Dat haalt niemand.")
    form.locator("textarea[name=proposal]").fill("binnen vijf werkdagen")
    form.get_by_role("button", name="Plaats").click()
    page.wait_for_url("**/handreiking/**reactie=**")
    comment = Comment.objects.get(posted_at__isnull=False)
    assert quote_in(comment.selectors).exact == "binnen drie werkdagen"
    assert comment.proposed == "binnen vijf werkdagen"
    page.goto(f"/handreiking/mas/0.1/{section.number}/")
    mark = page.locator("a[data-quoted]")
    expect(mark).to_have_text("binnen drie werkdagen")
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#r-{comment.key}")).to_be_focused()
    assert axe_violations(page) == []


def test_what_is_refused_comes_back_in_its_place_with_the_words_in_it(section, anna, new_page, sign_in_browser, at):
    accept_rules(anna, at)
    page = new_page(DESKTOP)
    sign_in_browser(page, anna)
    address = f"/handreiking/mas/0.1/{section.number}/"
    page.goto(address)
    page.locator("[data-comment]").first.click()
    form = page.locator("[data-remark-form]")
    form.locator("textarea[name=quote]").fill("binnen acht werkdagen")
    form.locator("textarea[name=body]").fill("Dat haalt niemand.")
    form.get_by_role("button", name="Plaats").click()
    expect(page.get_by_role("alert")).to_contain_text("Deze woorden staan niet in deze passage.")
    assert page.url.endswith(address)
    expect(form.locator("textarea[name=body]")).to_have_value("Dat haalt niemand.")
    form.locator("textarea[name=quote]").fill("")
    form.get_by_role("button", name="Plaats").click()
    page.wait_for_url("**reactie=**")
    assert Comment.objects.get(posted_at__isnull=False).body == "Dat haalt niemand."


def test_without_a_script_the_words_are_typed_and_wrong_ones_are_told(section, anna, new_page, sign_in_browser, at):
    accept_rules(anna, at)
    page = new_page(PHONE, javascript=False)
    sign_in_browser(page, anna)
    passage = section.passages.get(ordinal=1)
    page.goto(reverse("comment-post", args=[section.pk]) + f"?plek={passage.passage_id}")
    page.locator("textarea[name=quote]").fill("binnen acht werkdagen")
    page.locator("textarea[name=body]").fill("Dat haalt niemand.")
    page.get_by_role("button", name="Plaats").click()
    expect(page.get_by_text("Deze woorden staan niet in deze passage.").first).to_be_visible()
    assert page.locator("textarea[name=body]").input_value() == "Dat haalt niemand."
    page.locator("textarea[name=quote]").fill("Binnen  drie werkdagen")
    page.get_by_role("button", name="Plaats").click()
    comment = Comment.objects.get(posted_at__isnull=False)
    assert quote_in(comment.selectors).exact == "binnen drie werkdagen"
    assert page.locator("a[data-quoted]").text_content() == "binnen drie werkdagen"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["1280", "390"])
def test_the_whole_of_it_works_without_a_script_and_axe_finds_nothing(viewport, address, anna, new_page, sign_in_browser):
    page = new_page(viewport, javascript=False)
    sign_in_browser(page, anna)
    page.goto(address)
    page.locator("textarea[name=body]").fill("Bij Kevin de V. (BSN 123456782) bleef het stil.")
    page.get_by_role("button", name="Plaats").click()
    expect(page.locator("input[name=house_rules]")).to_be_visible()
    page.locator("input[name=house_rules]").check()
    page.get_by_role("button", name="Plaats").click()
    expect(page.get_by_text("Kevin de V.").first).to_be_visible()
    _no_fault(page, new_page, viewport)
    page.get_by_role("button", name="Vervang de woorden").click()
    expect(page.locator("textarea[name=body]")).to_have_value("Bij [leerling] (BSN [bsn]) bleef het stil.")
    page.get_by_role("button", name="Plaats").click()
    assert "/handreiking/" in page.url
    assert Comment.objects.get(posted_at__isnull=False).body == "Bij [leerling] (BSN [bsn]) bleef het stil."


def _no_fault(page, new_page, viewport):
    """axe on this very markup, in a page that runs scripts."""
    looked_at = new_page(viewport, bypass_csp=True)
    looked_at.goto("/")
    looked_at.set_content(page.content())
    looked_at.add_script_tag(path=str(AXE))
    found = looked_at.evaluate("tags => axe.run({runOnly: tags}).then(done => done.violations)", AXE_TAGS)
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    width = looked_at.evaluate("document.documentElement.scrollWidth")
    assert width <= viewport["width"]
