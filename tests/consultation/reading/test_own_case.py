"""The page for a case of one's own: who gets it, what it takes along, and that there is nothing on it that could send."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handbook.frameworks import framework_of_version
from tests.factories.frameworks import framework_blocks
from tests.factories.handbook import make_version
from tests.factories.rounds import make_round
from tests.factories.tryouts import make_case, make_tryout, make_version_with_steps

pytestmark = pytest.mark.django_db

FRAMEWORK = "/handreiking/mas/0.2/afwegingskader/"
OWN_CASE = f"{FRAMEWORK}doorlopen/"


@pytest.fixture
def with_steps(version, at):
    return make_version_with_steps(label="0.2", at=at)


def data_of(response) -> dict:
    found = re.search(r'<script id="walk-data" type="application/json">(.*?)</script>', response.content.decode(), re.DOTALL)
    return json.loads(found.group(1))


def main_of(response) -> str:
    return response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


def test_the_framework_page_leads_to_it_and_it_leads_back(anna, signed_in, with_steps):
    client = signed_in(anna)
    assert f'href="{OWN_CASE}"' in client.get(FRAMEWORK).content.decode()
    page = client.get(OWN_CASE)
    assert f'href="{FRAMEWORK}"' in main_of(page)
    assert "Wat u hier kiest en typt, gaat nooit naar Klankbord." in html.unescape(main_of(page))


def test_it_takes_the_whole_framework_and_every_sentence_along(anna, signed_in, with_steps):
    data = data_of(signed_in(anna).get(OWN_CASE))
    framework = framework_of_version(with_steps)
    assert [step["name"] for step in data["framework"]["steps"]] == [step.name for step in framework.steps]
    first, place = data["framework"]["steps"][0], framework.steps[0].place
    assert first["question"] == "Vraag N1?"
    assert first["motivate"] == "Waarom?"
    assert first["answers"][0] == {"text": "ja", "note": "", "targets": ["N2"]}
    assert first["address"] == f"/handreiking/mas/0.2/2/#b-{place.passage}"
    assert data["framework"]["outcomes"][3]["title"] == "Uitkomst O3"
    assert data["words"]["first"] == "Met deze vraag begint elke zaak."
    assert data["file"] == "motivering-mas-0.2"


def test_what_an_outcome_means_comes_without_its_title(anna, signed_in, version, at):
    blocks = framework_blocks({"N1": {"ja": "O1"}}, ["O1"])
    blocks[-1] = type(blocks[-1])(**{**_fields(blocks[-1]), "text": "O1 Uitkomst O1\nU belt de school."})
    make_version(label="0.2", sections={"1": ("Kader", blocks)}, at=at)
    outcome = data_of(signed_in(anna).get(OWN_CASE))["framework"]["outcomes"][0]
    assert (outcome["title"], outcome["text"]) == ("Uitkomst O1", "U belt de school.")


def _fields(block) -> dict:
    return {name: getattr(block, name) for name in type(block).__dataclass_fields__}


def test_nothing_on_it_could_send_a_word(anna, signed_in, with_steps):
    page = main_of(signed_in(anna).get(OWN_CASE))
    assert "<form" not in page
    fields = re.findall(r"<(?:input|textarea|select)\b[^>]*>", page)
    assert len(fields) >= 7
    assert all('autocomplete="off"' in field for field in fields)
    assert [name for field in fields for name in re.findall(r'\bname="([^"]*)"', field)] == ["walk-answer"], "a group of radios"
    assert all('spellcheck="false"' in field for field in fields if field.startswith("<textarea"))
    assert "hx-" not in page
    head = signed_in(anna).get(OWN_CASE).content.decode().split("</head>")[0]
    assert "connect-src 'none'" in head


def test_without_javascript_the_questions_stand_there_in_words(anna, signed_in, with_steps):
    page = main_of(signed_in(anna).get(OWN_CASE))
    bare = page.split("data-walk-bare>", 1)[1].split("data-walk ", 1)[0]
    assert "Om door de vragen te lopen is JavaScript nodig" in bare
    assert "Vraag N4?" in bare
    assert "framework-box" not in bare


def test_without_javascript_the_fictional_cases_are_offered_while_they_can_be_walked(anna, signed_in, with_steps):
    client = signed_in(anna)
    assert "/proberen/" not in main_of(client.get(OWN_CASE))
    tryout = make_tryout(make_round(version=with_steps))
    make_case(tryout)
    bare = main_of(client.get(OWN_CASE)).split("data-walk-bare>", 1)[1].split("data-walk ", 1)[0]
    assert 'href="/proberen/mas/0.2/"' in bare


def test_it_speaks_the_readers_language(anna, signed_in, with_steps):
    client = signed_in(anna)
    client.post("/taal/", {"language": "en", "next": "/"})
    page = client.get(OWN_CASE)
    assert "What you choose and type here never goes to Klankbord" in page.content.decode()
    data = data_of(page)
    assert data["words"]["first"] == "Your case begins with this question."
    assert data["language"] == "en-GB"


def test_who_may_not_read_the_version_does_not_find_it(dewi, visitor, signed_in, with_steps):
    assert signed_in(dewi).get(OWN_CASE).status_code == 404
    assert visitor.get(OWN_CASE).status_code == 302


def test_members_the_working_group_and_editors_walk(anna, bram, cas, signed_in, with_steps):
    for person in (anna, bram, cas):
        assert signed_in(person).get(OWN_CASE).status_code == 200


def test_a_version_without_steps_has_no_such_page_and_no_link_to_it(anna, signed_in, version, at):
    client = signed_in(anna)
    assert client.get("/handreiking/mas/0.1/afwegingskader/doorlopen/").status_code == 404
    make_version(label="0.2", sections={"1": ("Kader", framework_blocks({}, ["O1"]))}, at=at)
    assert client.get(OWN_CASE).status_code == 404
    assert "doorlopen" not in client.get(FRAMEWORK).content.decode()


def test_an_older_version_says_so(anna, signed_in, with_steps, at):
    client = signed_in(anna)
    assert "U leest een oudere versie." not in client.get(OWN_CASE).content.decode()
    make_version_with_steps(label="0.3", at=at)
    assert "U leest een oudere versie." in client.get(OWN_CASE).content.decode()


def test_two_people_and_two_versions_are_kept_apart_in_one_tab(anna, bram, signed_in, with_steps, at):
    later = make_version_with_steps(label="0.3", at=at)
    pages = [
        signed_in(one).get(f"/handreiking/mas/{label}/afwegingskader/doorlopen/")
        for one, label in ((anna, "0.2"), (bram, "0.2"), (anna, later.label))
    ]
    owners = {re.search(r'data-owner="([^"]*)"', page.content.decode()).group(1) for page in pages}
    assert len(owners) == 3


def test_it_costs_as_many_queries_for_one_step_as_for_many(anna, signed_in, with_steps, at):
    make_version(label="0.3", sections={"1": ("Kader", framework_blocks({"N1": {"ja": "O1"}}, ["O1"]))}, at=at)
    client = signed_in(anna)
    counts = []
    for address in (OWN_CASE, "/handreiking/mas/0.3/afwegingskader/doorlopen/"):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 8
