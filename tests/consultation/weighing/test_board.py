"""The board: groups and single remarks, what one chooses to see, and what is done with many at once."""

from __future__ import annotations

import html
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.comments.models import Comment
from consultation.weighing.actions import assign, propose_groups
from consultation.weighing.models import AlikeGroup, Assignment, Decision, Note
from tests.factories.comments import make_comment, make_section

pytestmark = pytest.mark.django_db

BOARD = "/weging/mas/0.1/"
SHORT = ("Drie werkdagen is te kort.", "De termijn van drie werkdagen is te kort.", "Drie werkdagen: veel te kort!")


def words(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def remarks(version, open_round, anna, eva, bram, at):
    section = make_section(version)
    made = [make_comment(who, section, body=body, at=at) for who, body in zip((anna, eva, bram), SHORT, strict=True)]
    return [*made, make_comment(anna, make_section(version, "2.2"), body="Voeg een stroomschema toe.", at=at)]


@pytest.fixture
def group(remarks, version, at):
    propose_groups(version=version, at=at)
    return AlikeGroup.objects.get()


def test_looking_for_what_says_the_same_is_a_job_that_leads_back(remarks, bram, signed_in):
    browser = signed_in(bram)
    assert "4 losse reacties, 4 zonder behandelaar" in words(browser.get(BOARD))
    status = browser.post(f"{BOARD}gelijk/").url
    call_command("run_due", "--once", verbosity=0)
    assert f'href="{BOARD}"' in browser.get(status).content.decode()
    page = words(browser.get(BOARD))
    assert "Nog zonder beslissing: 1 groep, 1 losse reactie, 2 zonder behandelaar." in page
    assert page.count("Groep van 3 (voorstel)") == 1
    assert SHORT[1] not in page, "a group is one row"


def test_a_group_is_open_as_long_as_one_of_it_is(group, remarks, cas, signed_in, at):
    Decision.objects.create(comment=remarks[0], value="overgenomen", reason="Goed.", decided_by=cas, decided_at=at)
    assert "1 groep, 1 losse reactie" in words(signed_in(cas).get(BOARD))
    assert SHORT[0] in words(signed_in(cas).get(BOARD))
    assert SHORT[0] not in words(signed_in(cas).get(f"{BOARD}?toon=concept"))


def test_a_group_whose_oldest_was_withdrawn_still_stands_there(group, remarks, cas, signed_in, at):
    Comment.objects.filter(pk=remarks[0].pk).update(withdrawn_at=at)
    page = words(signed_in(cas).get(BOARD))
    assert SHORT[0] not in page
    assert SHORT[1] in page


def test_a_group_is_answered_at_once_and_leads_to_what_is_left(group, remarks, cas, signed_in):
    browser = signed_in(cas)
    address = f"/weging/groep/{group.pk}/"
    page = browser.get(address).content.decode()
    assert all(text in html.unescape(page) for text in SHORT)
    hidden = dict(re.findall(r'name="(seen_at|group_seen)" value="([^"]*)"', page))
    given = {"group_seen": hidden["group_seen"], "value": "overgenomen", "action": "publish"}
    refused = browser.post(address, given)
    assert refused.status_code == 422
    assert "Leg uit waarom" in words(refused)
    answer = browser.post(address, given | {"reason": "Het worden er vijf."})
    assert answer.url == f"/weging/reactie/{remarks[3].key}/?toon=open#reactie"
    assert Decision.objects.published().count() == 3
    assert "Groep van 3" in words(browser.get(f"{BOARD}?toon=beantwoord"))


def test_what_says_something_else_is_taken_out_and_the_rest_confirmed(group, remarks, bram, signed_in):
    browser = signed_in(bram)
    address = f"/weging/groep/{group.pk}/"
    seen = {"group_seen": group.changed_at.isoformat()}
    assert "Vink eerst de reacties aan" in words(browser.post(address, seen | {"action": "apart"}))
    browser.post(address, seen | {"action": "apart", "reactie": [str(remarks[2].key)]})
    assert "2 reacties die hetzelfde zeggen" in words(browser.get(address))
    stale = browser.post(address, seen | {"action": "confirm"})
    assert stale.status_code == 422
    assert "Een collega wijzigde deze groep" in words(stale)


def test_two_who_answer_one_group_lose_no_words(group, remarks, bram, cas, signed_in, at):
    address = f"/weging/groep/{group.pk}/"
    given = {"group_seen": group.changed_at.isoformat(), "value": "overgenomen", "reason": "Goed punt, dank.", "action": "keep"}
    signed_in(bram).post(address, given)
    answer = signed_in(cas).post(address, given | {"reason": "Mijn eigen antwoord."})
    assert answer.status_code == 422
    assert "Mijn eigen antwoord." in words(answer)
    assert "Wat uw collega besliste overgenomen Goed punt, dank." in words(answer)
    hidden = dict(re.findall(r'name="(seen_at|group_seen)" value="([^"]*)"', answer.content.decode()))
    again = signed_in(cas).post(address, given | hidden | {"reason": "Mijn eigen antwoord."})
    assert again.status_code == 302
    assert set(Decision.objects.values_list("reason", flat=True)) == {"Mijn eigen antwoord."}


def test_many_are_handed_over_and_put_together_from_the_board(remarks, bram, cas, signed_in):
    browser = signed_in(cas)
    ticked = {"reactie": [str(remarks[0].key), str(remarks[3].key)]}
    answer = browser.post(f"{BOARD}samen/?van=niemand", ticked | {"action": "assign", "to": str(bram.pk)})
    assert answer.url == f"{BOARD}?toon=open&van=niemand#inhoud"
    assert set(Assignment.objects.values_list("comment", flat=True)) == {remarks[0].pk, remarks[3].pk}
    assert SHORT[0] not in words(browser.get(f"{BOARD}?van=niemand"))
    assert SHORT[0] in words(browser.get(f"{BOARD}?van={bram.pk}"))
    browser.post(f"{BOARD}samen/", ticked | {"action": "group"})
    assert set(AlikeGroup.objects.get().members.values_list("comment", flat=True)) == {remarks[0].pk, remarks[3].pk}
    nothing = browser.post(f"{BOARD}samen/", {"action": "group"}, follow=True)
    assert "Vink eerst een of meer reacties aan." in words(nothing)


def test_a_row_stands_for_its_group_when_it_is_handed_over(group, remarks, bram, cas, signed_in):
    signed_in(cas).post(f"{BOARD}samen/", {"reactie": [str(remarks[0].key)], "action": "assign", "to": str(bram.pk)})
    assert Assignment.objects.count() == 3


def test_one_sees_what_one_chose(remarks, anna, bram, cas, signed_in, at):
    assign(comments=remarks[3:], to=cas, by=bram, at=at)
    browser = signed_in(cas)
    for query, seen, unseen in (
        ("paragraaf=2.2", "stroomschema", SHORT[0]),
        ("van=mij", "stroomschema", SHORT[0]),
        (f"organisatie={anna.organisation_id}", "stroomschema", SHORT[2]),
        ("soort=inhoudelijk", SHORT[0], None),
        ("soort=vraag", None, SHORT[0]),
        ("paragraaf=bestaat-niet", SHORT[0], None),
        ("laat=on", None, SHORT[0]),
    ):
        page = words(browser.get(f"{BOARD}?{query}"))
        assert seen is None or seen in page, query
        assert unseen is None or unseen not in page, query


def test_a_group_is_found_by_any_of_its_remarks(group, remarks, bram, cas, signed_in):
    browser = signed_in(cas)
    Comment.objects.filter(pk=remarks[2].pk).update(ground="privacy")
    for query in ("grond=privacy", f"organisatie={bram.organisation_id}"):
        rows = browser.get(f"{BOARD}?{query}").context["rows"]
        assert [row.pk for row in rows] == [remarks[0].pk], query
    assert browser.get(f"{BOARD}?grond=privacy&paragraaf=2.2").context["total"] == 0, "of one remark, not of two"


def test_a_note_stands_at_the_remark_for_those_who_weigh_only(remarks, anna, bram, cas, signed_in):
    address = f"/weging/reactie/{remarks[0].key}/"
    empty = signed_in(bram).post(f"{address}notitie/", {"text": " "})
    assert empty.status_code == 422
    signed_in(bram).post(f"{address}notitie/", {"text": "Overleg met Halt."})
    assert "Overleg met Halt." in words(signed_in(cas).get(address))
    assert signed_in(anna).post(f"{address}notitie/", {"text": "Hoi"}).status_code == 404
    assert "Overleg met Halt." not in words(signed_in(anna).get("/handreiking/mas/0.1/2.1/"))
    assert Note.objects.count() == 1
    signed_in(bram).post(f"{address}behandelaar/", {"to": str(cas.pk)})
    assert Assignment.objects.get().to == cas


def test_twenty_groups_cost_no_more_queries_than_two(version, open_round, anna, eva, cas, signed_in, at):
    browser = signed_in(cas)

    def add(number: int) -> None:
        group = AlikeGroup.objects.create(version=version, changed_at=at)
        for person in (anna, eva):
            remark = make_comment(person, make_section(version), body=f"Punt {number}", at=at)
            group.members.create(comment=remark)
            assign(comments=[remark], to=cas, by=cas, at=at)

    def count(address: str) -> int:
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        return len(queries)

    add(0)
    pages = (BOARD, f"/weging/groep/{AlikeGroup.objects.get().pk}/")
    add(1)
    few = [count(address) for address in pages]
    for number in range(2, 20):
        add(number)
    assert [count(address) for address in pages] == few


def test_who_weighs_finds_what_is_left_on_the_overview(remarks, group, cas, bram, anna, signed_in, at):
    overview = words(signed_in(cas).get("/mijn/"))
    assert "Nog zonder beslissing: 1 groep, 1 losse reactie, 2 zonder behandelaar." in overview
    assert "Er is geen ronde voor u open" not in overview
    assign(comments=remarks[3:], to=bram, by=cas, at=at)
    page = signed_in(bram).get("/mijn/")
    assert "Daarvan is er 1 bij u." in words(page)
    assert f"{BOARD}?van=mij" in page.content.decode()
    assert "Nog zonder beslissing" not in words(signed_in(anna).get("/mijn/"))
