"""Many remarks at once: one answer for what is ticked, and a partner that agrees with many; nobody's text is lost by it."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.jobs.models import Job
from consultation.weighing.actions import Stance, decide, decide_many, give_position, make_group
from consultation.weighing.batches import BatchPlan, Which, look_ahead
from consultation.weighing.errors import ReasonMissing
from consultation.weighing.models import AnswerTemplate, Decision, Position
from consultation.weighing.positions import unanimous
from consultation.weighing.weighed import one_of_each_group, remarks_of
from tests.factories.comments import make_comment, make_section

pytestmark = pytest.mark.django_db

LIST = "/weging/mas/0.1/beantwoorden/"
AGREE = "/weging/mas/0.1/instemmen/"
NOTED = {"value": "ter kennisgeving", "reason": "Dank voor {nummer} bij {paragraaf}."}


def words(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def seen_on(page) -> str:
    return re.search(r'name="gezien" value="([^"]*)"', page.content.decode())[1]


@pytest.fixture
def remarks(version, open_round, anna, eva, at):
    return [make_comment((anna, eva)[n % 2], make_section(version), body=f"Punt {n} over de jeugdarts.", at=at) for n in range(4)]


def test_what_is_ticked_gets_one_answer_with_its_own_number_and_nobody_hears_it(remarks, cas, signed_in):
    browser = signed_in(cas)
    page = browser.get(f"{LIST}?alles=1")
    assert page.content.decode().count(" checked") == 4
    answer = browser.post(LIST, NOTED | {"gezien": seen_on(page), "reactie": [str(one.key) for one in remarks[:3]]})
    assert answer.url == LIST
    assert "Bewaard voor 3 reacties" in words(browser.get(LIST))
    told = dict(Decision.objects.values_list("comment", "reason"))
    assert told == {one.pk: f"Dank voor R{one.number} bij 2.1." for one in remarks[:3]}
    assert not Decision.objects.published().exists()


def test_a_group_that_is_ticked_is_answered_whole(remarks, cas, signed_in, at):
    make_group(comments=remarks[:3], by=cas, at=at)
    browser = signed_in(cas)
    page = browser.get(LIST)
    assert all(one.body in words(page) for one in remarks), "what is answered can be read"
    browser.post(LIST, NOTED | {"gezien": seen_on(page), "reactie": str(remarks[0].key)})
    assert set(Decision.objects.values_list("comment", flat=True)) == {one.pk for one in remarks[:3]}


def test_what_a_colleague_decided_or_grouped_meanwhile_stays_and_is_named(remarks, bram, cas, signed_in, at):
    browser = signed_in(cas)
    seen = seen_on(browser.get(LIST))
    decide(comment=remarks[0], value="overgenomen", reason="Ja.", by=bram, at=at)
    make_group(comments=remarks[1:3], by=bram, at=at + timedelta(days=400))
    keys = [str(one.key) for one in remarks]
    page = words(browser.post(LIST, NOTED | {"gezien": seen, "reactie": keys}, follow=True))
    assert "Bewaard voor 1 reactie." in page
    assert f"2 reacties blijven zoals ze waren, want ze veranderden nadat u de lijst opende: R{remarks[0].number}, R" in page
    assert Decision.objects.get(comment=remarks[0]).reason == "Ja."
    assert set(Decision.objects.values_list("comment", flat=True)) == {remarks[0].pk, remarks[3].pk}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"reactie": []}, "Vink eerst een of meer reacties aan"),
        ({"reason": "Zie {bijlage}."}, "{bijlage}"),
        ({"reason": " "}, "Leg uit waarom"),
        ({"gezien": "gisteren"}, "Bekijk de lijst"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_keeps_ticks_and_words(remarks, cas, signed_in, given, said):
    browser = signed_in(cas)
    sent = NOTED | {"gezien": seen_on(browser.get(LIST)), "reactie": [str(one.key) for one in remarks[:2]]} | given
    page = browser.post(LIST, sent)
    assert page.status_code == 422
    assert said in words(page)
    assert page.content.decode().count('name="reactie"') == 4
    kept = [key for key in sent["reactie"] if re.search(rf'value="{key}" checked', page.content.decode())]
    assert kept == sent["reactie"]
    assert sent["reason"].strip() in words(page)
    assert not Decision.objects.exists()


def test_a_template_comes_behind_what_was_typed_and_the_ticks_stay(remarks, cas, signed_in):
    template = AnswerTemplate.objects.create(name="Dank", value="ter kennisgeving", text="Dank voor {nummer}.")
    sent = {"action": "template", "sjabloon": str(template.pk), "reason": "Goed punt.", "reactie": str(remarks[1].key)}
    page = signed_in(cas).post(LIST, sent)
    assert "Goed punt. Dank voor {nummer}." in words(page)
    assert re.findall(r'name="reactie" value="([^"]*)" checked', page.content.decode()) == [str(remarks[1].key)]
    assert re.search(r'value="ter kennisgeving"[^>]*checked', page.content.decode())


def test_words_narrow_the_list_and_the_board_leads_to_what_was_ticked(remarks, version, anna, cas, signed_in, at):
    other = make_comment(anna, make_section(version), body="Een typefout in dit kopje.", at=at)
    browser = signed_in(cas)
    page = words(browser.get(f"{LIST}?woorden=Jeugdarts+punt"))
    assert remarks[3].body in page
    assert other.body not in page
    assert other.body in words(browser.get("/weging/mas/0.1/?woorden=typefout"))
    make_group(comments=[remarks[0], other], by=cas, at=at)
    assert remarks[0].body in words(browser.get(f"{LIST}?woorden=typefout")), "a group is found by the words of any of it"
    there = browser.post("/weging/mas/0.1/samen/", {"action": "answer", "reactie": str(remarks[0].key)}).url
    page = browser.get(there)
    assert other.body in words(page), "with its group"
    assert remarks[3].body not in words(page)
    assert f'value="{remarks[0].key}" checked' in page.content.decode()


def test_a_partner_agrees_with_many_and_never_over_her_own_objection(remarks, bram, partner, cas, signed_in, at):
    make_group(comments=remarks[:2], by=cas, at=at)
    decided = [decide(comment=one, value="overgenomen", reason=f"Antwoord {one.number}.", by=cas, at=at) for one in remarks]
    give_position(comment=remarks[3], stance=Stance("bezwaar", "juridisch", "De wet zegt drie."), by=bram, at=at)
    browser = signed_in(bram)
    page = browser.get(f"{AGREE}?alles=1")
    assert page.content.decode().count('name="reactie"') == 2, "a group once, and nothing of which the partner spoke"
    assert decided[2].reason in words(page)
    browser.post(AGREE, {"gezien": seen_on(page), "reactie": [str(one.key) for one in remarks]})
    assert dict(Position.objects.values_list("comment", "value")) == {
        remarks[0].pk: "akkoord",
        remarks[2].pk: "akkoord",
        remarks[3].pk: "bezwaar",
    }
    assert "Uw organisatie heeft zich over elk voorgesteld antwoord uitgesproken." in words(browser.get(AGREE))
    assert signed_in(cas).get(AGREE).status_code == 404, "an editor of no partner agrees with nothing"


def test_agreeing_leaves_an_answer_that_changed_meanwhile(remarks, bram, partner, cas, signed_in, at):
    decide(comment=remarks[0], value="overgenomen", reason="Ja.", by=cas, at=at - timedelta(hours=1))
    browser = signed_in(bram)
    seen = seen_on(browser.get(AGREE))
    first = Decision.objects.get(comment=remarks[0])
    later = at + timedelta(days=400)
    decide(comment=remarks[0], value="niet overgenomen", reason="Toch niet.", seen_at=first.decided_at, by=cas, at=later)
    page = words(browser.post(AGREE, {"gezien": seen, "reactie": str(remarks[0].key)}, follow=True))
    assert f"1 reactie blijft zoals die was, want die veranderde nadat u de lijst opende: R{remarks[0].number}." in page
    assert not Position.objects.exists()


def test_of_a_group_on_which_all_agree_every_author_hears(remarks, version, bram, partner, cas, at):
    make_group(comments=remarks[:3], by=cas, at=at)
    decide_many(
        comments=remarks_of(version).filter(pk=remarks[0].pk).select_related("grouped"), **NOTED, seen_at=at, by=cas, at=at
    )
    give_position(comment=remarks[0], stance=Stance("akkoord"), by=bram, at=at)
    assert unanimous(one_of_each_group(remarks_of(version))).count() == 1
    plan = BatchPlan(key=remarks[0].key, seen_at=at, which=Which.UNANIMOUS)
    assert set(look_ahead(version, plan).ready) == {one.pk for one in remarks[:3]}


def test_a_position_on_a_group_is_given_on_its_page(remarks, bram, partner, cas, signed_in, at):
    group = make_group(comments=remarks[:2], by=cas, at=at)
    browser = signed_in(bram)
    page = browser.get(f"/weging/groep/{group.pk}/").content.decode()
    assert f'action="/weging/reactie/{remarks[0].key}/standpunt/?' in page
    answer = browser.post(f"/weging/reactie/{remarks[0].key}/standpunt/", {"own-value": "akkoord"})
    assert answer.url == f"/weging/groep/{group.pk}/#standpunten"


def test_an_answer_without_words_is_refused(remarks, cas, at):
    with pytest.raises(ReasonMissing):
        decide_many(comments=remarks, value="overgenomen", reason=" ", seen_at=at, by=cas, at=at)


def test_fifty_on_a_page_cost_as_many_queries_as_four(remarks, version, anna, cas, signed_in, at):
    browser = signed_in(cas)

    def count() -> int:
        browser.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            browser.get(LIST)
        return len(queries)

    make_group(comments=remarks[:2], by=cas, at=at)
    few = count()
    more = [make_comment(anna, make_section(version), body=f"Nog {n}.", at=at) for n in range(12)]
    make_group(comments=more[:3], by=cas, at=at)
    make_group(comments=more[3:6], by=cas, at=at)
    assert count() == few


def test_more_than_a_request_carries_is_a_job_that_says_what_it_did(remarks, version, anna, cas, signed_in, at):
    more = [make_comment(anna, make_section(version), body=f"Nog {n}.", at=at) for n in range(26)]
    make_group(comments=more, by=cas, at=at)
    browser = signed_in(cas)
    seen = seen_on(browser.get(LIST))
    status = browser.post(LIST, NOTED | {"gezien": seen, "reactie": [str(one.key) for one in (more[0], remarks[0])]}).url
    assert status.startswith("/taken/")
    assert not Decision.objects.exists()
    again = NOTED | {"gezien": seen, "reactie": [str(one.key) for one in (more[0], remarks[0])]}
    assert browser.post(LIST, again).url == status, "the same press is the same job"
    assert browser.post(LIST, again | {"reason": "Anders gezegd."}).url != status
    Job.objects.latest("queued_at", "pk").delete()
    call_command("run_due", "--once", verbosity=0)
    page = browser.get(status)
    assert "Bewaard voor 27 reacties." in words(page)
    assert f'href="{LIST}"' in page.content.decode()
    assert set(Decision.objects.values_list("comment", flat=True)) == {one.pk for one in (*more, remarks[0])}
