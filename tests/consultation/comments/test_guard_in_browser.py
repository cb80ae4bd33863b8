"""The guard while one writes: it names the words under the field, and what is not decided about does not leave the browser."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from consultation.comments.models import Comment
from tests.factories.comments import accept_rules, make_section
from tests.factories.handbook import make_handbook_page
from tests.factories.texts import make_site
from tests.fixtures.browser import DESKTOP, PHONE, axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BSN, PHONE_NUMBER = "123456782", "06-12345678"


@pytest.fixture
def open_form(version, open_round, anna, new_page, sign_in_browser, at):
    """`open_form(PHONE)` is anna with an empty form; ``page.sent`` holds what the page sent of it."""
    make_site()
    make_handbook_page(version)
    accept_rules(anna, at)

    def open_page(viewport=DESKTOP, **options):
        page = new_page(viewport, **options)
        page.sent = []
        page.on("request", lambda request: page.sent.append(request.post_data or "") if request.method == "POST" else None)
        sign_in_browser(page, anna)
        page.goto(reverse("comment-post", args=[make_section(version).pk]))
        return page

    return open_page


def body(page):
    return page.locator("textarea[name=body]")


def row(page, words):
    return page.locator(".guarding li").filter(has_text=words)


def press(page, name, *, at=None):
    (at or page).get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["1280", "390"])
def test_the_words_are_named_and_replaced_under_the_field(viewport, open_form):
    page = open_form(viewport)
    body(page).fill(f"Kevin de V. belde met {PHONE_NUMBER}.")
    expect(row(page, PHONE_NUMBER)).to_contain_text("lijkt op een telefoonnummer")
    expect(page.locator(".guarding li")).to_have_count(2)
    expect(page.get_by_role("status").filter(has_text="Dit kan over een persoon gaan")).to_contain_text(PHONE_NUMBER)
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    press(page, "Vervang door [leerling]")
    press(page, "Vervang door [telefoonnummer]")
    expect(body(page)).to_have_value("[leerling] belde met [telefoonnummer].")
    expect(body(page)).to_be_focused()
    expect(page.locator(".guarding").first).to_be_hidden()
    expect(page.locator("[data-saved]")).to_contain_text("Opgeslagen om")
    assert Comment.objects.get().body == "[leerling] belde met [telefoonnummer]."


def test_what_is_not_decided_about_does_not_leave_and_is_not_lost(open_form):
    page = open_form()
    body(page).fill(f"Bel {PHONE_NUMBER}.")
    expect(page.locator("[data-saved]")).to_contain_text("Alleen in deze browser bewaard.")
    assert page.sent == []
    page.reload()
    expect(body(page)).to_have_value(f"Bel {PHONE_NUMBER}.")
    expect(row(page, PHONE_NUMBER)).to_be_visible()
    expect(page.locator("[data-saved]")).to_contain_text("Alleen in deze browser bewaard.")
    assert page.sent == []
    assert not Comment.objects.exists()
    press(page, "Vervang door [telefoonnummer]")
    expect(page.locator("[data-saved]")).to_contain_text("Opgeslagen om")
    assert Comment.objects.get().body == "Bel [telefoonnummer]."
    assert not any(PHONE_NUMBER in sent for sent in page.sent)


def test_what_only_looks_like_a_name_is_named_and_saved(open_form):
    page = open_form()
    body(page).fill("Kevin de V. bleef thuis.")
    expect(row(page, "Kevin de V.")).to_be_visible()
    expect(page.locator("[data-saved]")).to_contain_text("Opgeslagen om")
    assert Comment.objects.get().body == "Kevin de V. bleef thuis."


def test_she_says_that_it_is_no_personal_data_and_posts_without_being_asked_again(open_form):
    page = open_form()
    body(page).fill(f"Vermeld het nummer van Halt: {PHONE_NUMBER}.")
    press(page, "Dit is geen persoonsgegeven")
    expect(page.locator(".guarding").first).to_be_hidden()
    expect(page.locator("[data-saved]")).to_contain_text("Opgeslagen om")
    press(page, "Plaats")
    page.wait_for_url("**/handreiking/**")
    assert Comment.objects.get(posted_at__isnull=False).body == f"Vermeld het nummer van Halt: {PHONE_NUMBER}."


def test_a_number_that_could_be_a_bsn_wants_to_be_explained(open_form):
    page = open_form()
    body(page).fill(f"Zie nummer {BSN}.")
    press(page, "Dit is geen BSN")
    field = page.get_by_label("Wat is dit voor nummer, als het geen BSN is?")
    expect(field).to_be_focused()
    expect(row(page, BSN)).to_be_visible()
    assert not any(BSN in sent for sent in page.sent)
    assert axe_violations(page) == []
    field.fill("een rolnummer")
    expect(row(page, BSN)).to_be_hidden()
    press(page, "Plaats")
    page.wait_for_url("**/handreiking/**")
    assert Comment.objects.get(posted_at__isnull=False).body == f"Zie nummer {BSN}."


def test_what_the_server_asks_about_is_not_asked_twice(open_form):
    page = open_form()
    body(page).fill(f"Bel {PHONE_NUMBER} en {BSN}.")
    press(page, "Dit is geen persoonsgegeven", at=row(page, PHONE_NUMBER))
    press(page, "Plaats")
    asked = page.locator("#guard")
    expect(asked).to_contain_text(BSN)
    expect(asked).not_to_contain_text(PHONE_NUMBER)
    expect(page.locator(".guarding li")).to_have_count(0)
    asked.get_by_role("checkbox").check()
    asked.locator("input[name=explanation]").fill("een rolnummer")
    press(page, "Plaats")
    page.wait_for_url("**/handreiking/**")
    assert Comment.objects.get(posted_at__isnull=False).body == f"Bel {PHONE_NUMBER} en {BSN}."


def test_the_same_words_are_replaced_everywhere_and_letters_of_two_units_move_nothing(open_form):
    page = open_form()
    body(page).fill(f"😀 {PHONE_NUMBER} en 🧒🏽 {PHONE_NUMBER} 😀")
    press(page, "Vervang door [telefoonnummer]")
    expect(body(page)).to_have_value("😀 [telefoonnummer] en 🧒🏽 [telefoonnummer] 😀")


def test_a_text_of_which_the_guard_did_not_come_stays_in_the_browser(open_form):
    page = open_form()
    page.route("**/guard*.js", lambda route: route.abort())
    page.reload()
    body(page).fill("Een gewone zin.")
    expect(page.locator(".saved-failed")).to_contain_text("Bewaard in deze browser")
    assert page.sent == []


def test_a_proposal_that_is_still_the_text_of_the_handbook_is_nobodys_secret(version, open_form):
    page = open_form()
    section = make_section(version)
    passage = section.passages.get(ordinal=1)
    page.goto(reverse("comment-post", args=[section.pk]) + f"?plek={passage.passage_id}&voorstel=1")
    proposal = page.locator("textarea[name=proposal]")
    proposal.fill(f"Bel {PHONE_NUMBER}")
    expect(row(page, PHONE_NUMBER)).to_be_visible()
    page.evaluate("document.querySelector('[name=prefilled]').value = document.querySelector('[name=proposal]').value")
    proposal.blur()
    expect(row(page, PHONE_NUMBER)).to_be_hidden()


def test_the_button_of_the_refusal_replaces_the_words_in_the_form_in_place(open_form, open_round, version):
    page = open_form()
    page.goto("/handreiking/mas/0.1/2.1/")
    page.locator("[data-comment]").first.click()
    form = page.locator("[data-remark-form]")
    form.locator("textarea[name=body]").fill(f"Leerling Kevin, BSN {BSN}.")
    press(page, "Plaats", at=form)
    press(page, "Vervang de woorden", at=form)
    expect(form.locator("textarea[name=body]")).to_have_value("Leerling [leerling], BSN [bsn].")
    press(page, "Plaats", at=form)
    expect(page.get_by_text("Uw reactie is geplaatst.")).to_be_visible()
    assert Comment.objects.posted().get().body == "Leerling [leerling], BSN [bsn]."
