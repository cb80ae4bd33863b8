"""Remarks on earlier versions beside the newer text, and where one's own stand now."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import expect

from consultation.comments.actions import (
    Place,
    Wording,
    confirm_placement,
    note_opening,
    place_comments,
    post_comment,
    withdraw_comment,
)
from consultation.comments.quoting import selectors_at
from consultation.weighing.actions import decide
from consultation.weighing.models import Decision
from tests.factories.comments import accept_rules, make_comment, make_section
from tests.factories.handbook import SECTIONS, make_version
from tests.factories.rounds import make_round
from tests.fixtures.browser import DESKTOP, PHONE

pytestmark = pytest.mark.django_db

QUOTE = "binnen drie werkdagen"
NEWER = "/handreiking/mas/0.2/2.1/"


def words(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def remark(eva, version, open_round, at):
    """Eva's, on three words of 2.1-1 of version 0.1."""
    section = make_section(version)
    start = section.text.index(QUOTE)
    place = Place(
        section, section.passages.get(ordinal=1), selectors=tuple(selectors_at(section.text, start, start + len(QUOTE)))
    )
    return post_comment(user=accept_rules(eva, at), place=place, wording=Wording(body="Dat haalt niemand."), at=at)


@pytest.fixture
def publish(version, open_round, at):
    """``publish(first="…")`` brings version 0.2, with another first passage of 2.1 or (empty) without it."""

    def make(first: str | None = SECTIONS["2.1"][1][0]):
        passages = [*([first] if first else []), *SECTIONS["2.1"][1][1:]]
        sections = {**SECTIONS, "2.1": (SECTIONS["2.1"][0], passages)}
        newer = make_version(label="0.2", handbook_key=version.handbook_key, sections=sections, at=at)
        place_comments(version=newer, at=at)
        make_round(version=newer)
        return newer

    return make


def test_a_remark_on_the_version_before_stands_folded_beside_the_text_and_leads_to_where_it_was_made(
    remark, publish, anna, signed_in
):
    publish()
    page = words(signed_in(anna).get(NEWER))
    assert "1 open reactie op een eerdere versie" in page
    assert "Dat haalt niemand." in page
    assert "Gemaakt bij versie 0.1, 2.1-1." in page
    assert f'href="/handreiking/mas/0.1/2.1/?reactie={remark.key}#r-{remark.key}"' in page
    assert "gewijzigd" not in page.split('id="eerder"')[1].split("</details>")[0]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["1280", "390"])
def test_its_address_unfolds_it_and_leads_to_it(viewport, remark, publish, anna, new_page, sign_in_browser):
    publish()
    page = new_page(viewport)
    sign_in_browser(page, anna)
    page.goto(f"{NEWER}?reactie={remark.key}")
    expect(page.locator(f"#r-{remark.key}")).to_be_in_viewport()
    expect(page.locator(f"#r-{remark.key}")).to_be_focused()
    expect(page.locator("#remark-sheet")).to_be_hidden()


def test_open_ones_and_answered_ones_are_folded_apart(remark, publish, anna, eva, cas, signed_in, at):
    other = make_comment(eva, remark.section, "Deze is beantwoord.", at=at)
    decide(comment=other, value=Decision.Value.ADOPTED, reason="Overgenomen in 2.1.", publish=True, by=cas, at=at)
    publish()
    earlier = words(signed_in(anna).get(NEWER)).split('id="eerder"')[1]
    still_open, answered = earlier.split("1 beantwoorde reactie op een eerdere versie")
    assert "1 open reactie op een eerdere versie" in still_open
    assert ("Dat haalt niemand." in still_open, "Deze is beantwoord." in still_open) == (True, False)
    assert "Overgenomen in 2.1." in answered


def test_what_is_not_the_same_says_so_with_the_difference(remark, publish, anna, signed_in):
    publish("Lees de melding binnen vijf schooldagen.")
    earlier = words(signed_in(anna).get(NEWER)).split('id="eerder"')[1]
    assert "De tekst is na deze reactie gewijzigd." in earlier
    assert "<del>" in earlier
    assert "schooldagen" in earlier


def test_one_reads_it_here_and_acts_where_it_was_made(remark, publish, anna, signed_in):
    publish()
    earlier = words(signed_in(anna).get(NEWER)).split('id="eerder"')[1].split("</details>")[0]
    assert f"/reacties/{remark.key}/" not in earlier


def test_withdrawn_ones_and_those_without_a_place_do_not_stand_there(remark, publish, eva, anna, signed_in, at):
    publish(first=None)
    assert 'id="eerder"' not in words(signed_in(anna).get(NEWER))
    other = make_comment(eva, make_section(remark.version, "2.2"), at=at)
    place_comments(version=remark.placements.get().version, at=at)
    withdraw_comment(user=eva, comment=other, at=at)
    assert 'id="eerder"' not in words(signed_in(anna).get("/handreiking/mas/0.2/2.2/"))


def test_a_place_that_a_person_gave_says_who_gave_it(remark, publish, cas, anna, signed_in, at):
    newer = publish(first=None)
    section = make_section(newer, "2.2")
    confirm_placement(placement=remark.placements.get(), section=section, by=cas, at=at)
    assert "De redactie heeft deze reactie hier neergezet." in words(signed_in(anna).get("/handreiking/mas/0.2/2.2/"))


@pytest.mark.parametrize(
    ("first", "sentence"),
    [
        (SECTIONS["2.1"][1][0], "In versie 0.2 is deze tekst ongewijzigd, bij 2.1-1."),
        ("Lees de melding binnen vijf schooldagen.", "In versie 0.2 is deze tekst gewijzigd, bij 2.1-1."),
        (None, "In versie 0.2 staan deze woorden er niet meer; wat eromheen stond, staat bij 2.1-1."),
    ],
)
def test_my_comments_tell_where_each_stands_now(remark, publish, eva, signed_in, first, sentence):
    publish(first)
    assert sentence in words(signed_in(eva).get("/mijn/reacties/"))


def test_a_version_that_one_may_not_read_is_not_named(remark, publish, eva, signed_in):
    publish().readers.clear()
    assert "In versie 0.2" not in words(signed_in(eva).get("/mijn/reacties/"))


def test_fifty_earlier_remarks_cost_no_more_queries_than_one(remark, publish, eva, anna, signed_in, at):
    newer = publish()
    client = signed_in(anna)
    client.get(NEWER)
    with CaptureQueriesContext(connection) as few:
        client.get(NEWER)
    for _number in range(20):
        make_comment(eva, make_section(remark.version), body="Nog een.", at=at)
    place_comments(version=newer, at=at)
    with CaptureQueriesContext(connection) as many:
        page = words(client.get(NEWER))
    assert len(few) == len(many) <= 15
    assert "21 open reacties op eerdere versies" in page


def test_a_new_version_opens_with_the_account_of_the_one_before(remark, publish, eva, cas, anna, signed_in, at):
    make_comment(eva, make_section(remark.version, "2.2"), body="Ook dit.", at=at)
    decide(comment=remark, value="overgenomen", reason="U hebt gelijk.", publish=True, by=cas, at=at)
    note_opening(user=eva, section=make_section(remark.version), at=at)
    publish("Lees de melding binnen vijf schooldagen.")
    page = words(signed_in(eva).get("/handreiking/mas/0.2/"))
    assert "Van uw 2 reacties op versie 0.1: 1 overgenomen, 1 nog open." in page
    assert "1 van de 4 paragrafen is gewijzigd sinds u die las." in page
    assert "Van uw" not in words(signed_in(anna).get("/handreiking/mas/0.2/"))


def test_an_answer_that_was_not_sent_counts_as_open(remark, publish, eva, cas, signed_in, at):
    decide(comment=remark, value="overgenomen", reason="U hebt gelijk.", by=cas, at=at)
    publish()
    assert "Van uw reactie op versie 0.1: 1 nog open." in words(signed_in(eva).get("/handreiking/mas/0.2/"))
