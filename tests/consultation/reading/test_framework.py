"""The decision framework of a version on a page of its own, for who may read the version, and nothing of it without steps."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.comments.actions import note_opening
from handbook.frameworks import framework_of_version
from handbook.models import Section
from tests.factories.frameworks import METHOD, framework_blocks
from tests.factories.handbook import make_version
from tests.fixtures.browser import DESKTOP, PHONE, axe_violations

pytestmark = pytest.mark.django_db

FRAMEWORK = "/handreiking/mas/0.2/afwegingskader/"
LINK = f'href="{FRAMEWORK}"'


@pytest.fixture
def with_steps(version, at):
    sections = {"1": ("Waarom", ["Elke leerling telt."]), "2": ("Afwegingskader", ["Vooraf.", *framework_blocks()])}
    return make_version(label="0.2", sections=sections, at=at)


def words(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_the_page_shows_the_picture_and_the_same_in_words(anna, signed_in, with_steps):
    answer = signed_in(anna).get(FRAMEWORK)
    page = answer.content.decode()
    assert page.count('class="framework-box"') == 9
    assert "5 stappen en 4 uitkomsten. Het begint bij N1." in page
    said = words(answer)
    assert "N4 Vraag N4? nee: N2 Vraag N2? leerling: N5 Vraag N5? ouders: O3 Uitkomst O3 beide: N5 Vraag N5?" in said
    assert "N5 Vraag N5? en O3 Uitkomst O3" in said
    assert "Schrijf op: Waarom?" in said


def test_each_box_leads_to_its_passage(anna, signed_in, with_steps):
    page = signed_in(anna).get(FRAMEWORK).content.decode()
    for node in framework_of_version(with_steps).nodes:
        address = f"/handreiking/mas/0.2/2/#b-{node.place.passage}"
        assert page.count(f'href="{address}"') == 2, "in the picture and in words"
        assert f'id="b-{node.place.passage}"' in signed_in(anna).get("/handreiking/mas/0.2/2/").content.decode()


def test_it_speaks_the_readers_language(anna, signed_in, with_steps):
    client = signed_in(anna)
    dutch = client.get(FRAMEWORK).content.decode()
    client.post("/taal/", {"language": "en", "next": "/"})
    english = client.get(FRAMEWORK).content.decode()
    assert "It begins at N1." in english
    assert "Het begint bij N1." in dutch


def test_a_draft_has_no_such_page_for_somebody_outside_the_group(dewi, visitor, signed_in, with_steps):
    assert signed_in(dewi).get(FRAMEWORK).status_code == 404
    assert visitor.get(FRAMEWORK).status_code == 302


def test_members_the_working_group_and_editors_see_it(anna, bram, cas, signed_in, with_steps):
    for person in (anna, bram, cas):
        assert signed_in(person).get(FRAMEWORK).status_code == 200


def test_only_a_version_with_steps_has_the_page_and_the_link_to_it(anna, signed_in, with_steps):
    client = signed_in(anna)
    assert LINK in client.get("/handreiking/mas/0.2/").content.decode()
    assert "afwegingskader" not in client.get("/handreiking/mas/0.1/").content.decode().lower()
    assert client.get("/handreiking/mas/0.1/afwegingskader/").status_code == 404


def queries_of(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", ["", "2/"])
def test_steps_cost_no_query_on_the_page_of_a_version_or_a_section(anna, signed_in, with_steps, at, page):
    make_version(label="0.3", sections={"1": ("Waarom", ["Tekst."]), "2": ("Hoe", ["Tekst.", "Nog meer."])}, at=at)
    client = signed_in(anna)
    assert queries_of(client, f"/handreiking/mas/0.2/{page}") == queries_of(client, f"/handreiking/mas/0.3/{page}")


def test_the_page_costs_as_many_queries_for_one_step_as_for_many(anna, signed_in, with_steps, at):
    make_version(label="0.3", sections={"1": ("Kader", framework_blocks({"N1": {"ja": "O1"}}, ["O1"]))}, at=at)
    client = signed_in(anna)
    assert queries_of(client, FRAMEWORK) == queries_of(client, "/handreiking/mas/0.3/afwegingskader/") <= 8


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE, {"width": 320, "height": 640}], ids=["wide", "phone", "narrow"])
def test_the_picture_scrolls_in_its_own_frame_by_keyboard_and_axe_finds_nothing(
    anna, with_steps, new_page, sign_in_browser, viewport
):
    page = new_page(viewport)
    sign_in_browser(page, anna)
    page.goto(FRAMEWORK)
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    frame = page.get_by_role("region", name="In één beeld")
    assert frame.evaluate("frame => frame.scrollWidth > frame.clientWidth"), "the picture keeps its size"
    frame.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(400)
    assert frame.evaluate("frame => frame.scrollLeft") > 0
    page.get_by_role("link", name="Stap N5").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/handreiking/mas/0.2/2/#b-*")


def test_the_changes_of_a_version_tell_what_differs_in_its_framework(anna, signed_in, with_steps, at):
    steps = {**METHOD, "N3": {**METHOD["N3"], "ja": "O2"}}
    sections = {"1": ("Waarom", ["Elke leerling telt."]), "2": ("Afwegingskader", ["Vooraf.", *framework_blocks(steps)])}
    make_version(label="0.3", sections=sections, at=at)
    client = signed_in(anna)
    sentence = "Het antwoord “ja” van N3 leidt nu naar O2. Het leidde naar O1."
    assert sentence in client.get("/handreiking/mas/0.3/wijzigingen/").content.decode()
    assert sentence in client.get("/handreiking/mas/0.3/wijzigingen/?sinds=0.2&weergave=naast").content.decode()
    assert "kader-titel" not in client.get("/handreiking/mas/0.3/wijzigingen/?sinds=gelezen").content.decode()
    assert "Er is nu een afwegingskader." in client.get("/handreiking/mas/0.3/wijzigingen/?sinds=0.1").content.decode()


def test_since_somebody_read_it_the_framework_is_compared_as_far_as_she_read(anna, signed_in, with_steps, at):
    note_opening(user=anna, section=Section.objects.get(version=with_steps, number="2"), at=at)
    steps = {**METHOD, "N3": {**METHOD["N3"], "ja": "O2"}}
    renamed = [*framework_blocks(steps), *framework_blocks({"N9": {"ja": "O1"}}, [])]
    sections = {
        "1": ("Waarom", framework_blocks({"N0": {"ja": "N1"}}, [])),
        "2": ("Afwegingskader", ["Vooraf.", *renamed]),
    }
    make_version(label="0.3", sections=sections, at=at)
    page = signed_in(anna).get("/handreiking/mas/0.3/wijzigingen/?sinds=gelezen").content.decode()
    assert "Het antwoord “ja” van N3 leidt nu naar O2. Het leidde naar O1." in page
    assert "N9" in page.partition('id="kader-titel"')[2].partition("</section>")[0]
    assert "N0" not in page.partition('id="kader-titel"')[2].partition("</section>")[0], "she never opened that section"


def test_versions_that_ask_the_same_or_nothing_say_nothing_of_it(anna, signed_in, with_steps, at):
    sections = {"1": ("Waarom", ["Elke leerling telt mee."]), "2": ("Afwegingskader", ["Vooraf.", *framework_blocks()])}
    make_version(label="0.3", sections=sections, at=at)
    client = signed_in(anna)
    assert "kader-titel" not in client.get("/handreiking/mas/0.3/wijzigingen/").content.decode()
    assert "kader-titel" not in client.get("/handreiking/mas/0.1/wijzigingen/").content.decode()
