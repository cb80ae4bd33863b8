"""The pages on agreement: sentences first, figures behind them, and nobody's name."""

from __future__ import annotations

import html
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from consultation.people.models import Organisation
from consultation.tryouts.models import StepAnswer, Stuck
from tests.factories import tryouts as factory
from tests.factories.comments import make_comment
from tests.factories.frameworks import METHOD
from tests.factories.handbook import make_handbook_page
from tests.factories.people import make_colleagues
from tests.factories.rounds import make_round
from tests.factories.tryouts import make_case, make_many_walks, make_version_with_steps, make_walk
from tests.fixtures.browser import DESKTOP, PHONE, axe_violations

pytestmark = pytest.mark.django_db

TO_O1 = {"N1": "ja", "N2": "ja", "N3": "ja"}
TO_O3 = {"N1": "ja", "N2": "nee", "N4": "ouders"}
TO_O2_AND_O3 = {"N1": "ja", "N2": "nee", "N4": "beide", "N5": "ja"}


def words(response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.fixture
def tryout():
    return factory.make_tryout(make_round(version=make_version_with_steps()))


@pytest.fixture
def case(tryout):
    return make_case(tryout)


@pytest.fixture
def page(bram, signed_in):
    """What bram reads at an address."""
    client = signed_in(bram)

    def read(address: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 200
        return words(answer)

    return read


def whole(tryout) -> str:
    return "/".join(["/proberen", *tryout.place, "overeenstemming", ""])


class TestTheStory:
    def test_a_sentence_for_people_without_statistics_stands_first(self, page, tryout, case):
        make_many_walks(case, TO_O1, 12)
        make_many_walks(case, TO_O3, 6)
        make_many_walks(case, TO_O2_AND_O3, 2)
        said = page(whole(tryout))
        assert "Er is 20 keer een casus tot het einde doorlopen" in said
        assert "12 van 20 kozen Uitkomst O1 (O1), 6 Uitkomst O3 (O3), 2 Uitkomst O2 (O2) en Uitkomst O3 (O3); " in said
        assert "ze gaan uiteen bij vraag N2." in said
        assert "Mensen gaan het meest uiteen bij vraag N2: “Vraag N2?”" in said
        assert said.index("12 van 20 kozen") < said.index("Stap voor stap")
        step = said[said.index("N2 Vraag N2?", said.index("Stap voor stap")) :]
        assert step.startswith("N2 Vraag N2? Verdeeld 60% (12 van 20) koos hetzelfde als de meerderheid, in 1 casus.")

    def test_everybody_alike_never_parts(self, page, tryout, case):
        make_many_walks(case, TO_O1, 7)
        said = page(whole(tryout))
        assert "Alle 7 kozen Uitkomst O1 (O1)." in said
        assert "In elke casus koos minstens driekwart dezelfde uitkomst." in said
        assert "uiteen" not in said

    def test_the_number_stands_behind_the_words_and_is_explained(self, page, tryout, case):
        make_many_walks(case, TO_O1, 9)
        make_many_walks(case, TO_O3, 1)
        other = make_case(tryout, title="Een andere zaak")
        make_many_walks(other, TO_O3, 7)
        make_many_walks(other, TO_O1, 3)
        said = page(whole(tryout))
        assert "De meesten zijn het eens 80% (16 van 20) koos hetzelfde als de meerderheid in die casus, over 2 casussen." in said
        assert "Krippendorffs alfa 0,34." in said
        assert "Bron: K. Krippendorff" in said

    def test_a_case_leads_to_its_steps_and_tells_who_left_the_method(self, page, tryout, case):
        make_many_walks(case, TO_O1, 6)
        make_many_walks(case, TO_O3, 2)
        make_many_walks(case, TO_O1, 1, chosen={"O1": "O3"})
        said = page(f"{whole(tryout)}1/")
        assert "6 van 9 kozen Uitkomst O1 (O1), 3 Uitkomst O3 (O3); ze gaan uiteen bij vraag N2." in said
        assert "1 keer leidde de methode naar Uitkomst O1 (O1) en werd Uitkomst O3 (O3) gekozen." in said
        assert "O1 → O3 Zij wordt volgende maand achttien." in said
        assert "2 van 9 kwamen niet bij deze vraag." in said
        assert "N2 Vraag N2? De meesten zijn het eens Hier gaan mensen uiteen ja 7 van 9" in said

    def test_what_people_wrote_stands_by_its_answer_without_a_name(self, page, tryout, case, anna, eva):
        make_many_walks(case, TO_O1, 5, motivation="De school deed genoeg", users=[anna])
        make_many_walks(case, TO_O3, 2, motivation="Er is niet gebeld", users=[eva])
        said = page(f"{whole(tryout)}1/N2/")
        yes, no = said.index("ja (5)"), said.index("nee (2)")
        assert yes < said.index("De school deed genoeg 0") < no < said.index("Er is niet gebeld 1")
        assert anna.name not in said
        assert eva.name not in said

    def test_texts_come_a_few_a_page_and_every_one_once(self, page, tryout, case):
        make_many_walks(case, TO_O1, 19, motivation="Omdat")
        make_many_walks(case, TO_O3, 3, motivation="Toch")
        texts = []
        for number in (1, 2, 3):
            texts += re.findall(r"(?:Omdat|Toch) \d+", page(f"{whole(tryout)}1/N2/?page={number}"))
        assert sorted(texts) == sorted([f"Omdat {number}" for number in range(19)] + [f"Toch {number}" for number in range(3)])

    def test_the_figures_come_along_as_a_spreadsheet_without_those_of_a_small_case(self, signed_in, bram, page, tryout, case):
        make_many_walks(case, TO_O1, 6)
        make_many_walks(case, TO_O3, 2)
        make_many_walks(make_case(tryout, title="=Klein"), TO_O2_AND_O3, 4)
        assert "Cijfers als rekenblad" in page(whole(tryout))
        answer = signed_in(bram).get(f"{whole(tryout)}tabel.xlsx")
        assert answer["Content-Disposition"] == 'attachment; filename="overeenstemming-0.1.xlsx"'
        outcomes, answers = load_workbook(io.BytesIO(answer.content)).worksheets
        title = "Vaak ziek op maandag"
        assert list(outcomes.values)[1:] == [(title, "Uitkomst O1 (O1)", 6, 8), (title, "Uitkomst O3 (O3)", 2, 8)]
        rows = list(answers.values)
        assert rows[0] == ("Casus", "Stap", "Vraag", "Antwoord", "Aantal", "Van hoeveel")
        assert (title, "N2", "Vraag N2?", "onduidelijk", 0, 8) in rows
        assert {row[0] for row in rows[1:]} == {title}

    def test_who_got_stuck_is_read_with_a_link_to_the_remark(self, signed_in, bram, page, tryout, case, anna, at):
        make_many_walks(case, TO_O1, 5)
        walk = make_walk(case, anna, {"N1": "ja"})
        section = tryout.round.version.sections.get(number="2")
        comment = make_comment(anna, section, "Ik weet niet wat licht verzuim is.", at=at)
        Stuck.objects.create(walk=walk, step="N2", comment=comment)
        assert "1 liep hier vast" in page(whole(tryout))
        answer = signed_in(bram).get(f"{whole(tryout)}1/N2/").content.decode()
        assert "Ik weet niet wat licht verzuim is." in answer
        assert f'href="/handreiking/mas/0.1/2/?reactie={comment.key}#r-{comment.key}"' in answer

    def test_the_middle_time_is_told_when_it_was_measured_of_enough_people(self, page, tryout, case):
        make_many_walks(case, TO_O1, 5)
        StepAnswer.objects.filter(step="N2").update(seconds=80)
        assert "korter over dan" not in page(f"{whole(tryout)}1/N2/"), "this try-out does not measure"
        type(tryout).objects.update(measures_time=True)
        assert "De helft deed er korter over dan 1 minuut en 20 seconden" in page(f"{whole(tryout)}1/N2/")
        StepAnswer.objects.filter(step="N2", walk=case.walks.first()).update(seconds=None)
        assert "korter over dan" not in page(f"{whole(tryout)}1/N2/")


class TestTheVersionBefore:
    def test_it_is_told_in_words_whether_people_agree_more_and_what_changed(self, page, tryout, case):
        make_many_walks(case, TO_O1, 11)
        make_many_walks(case, TO_O3, 9)
        steps = {**METHOD, "N2": {"ja": "N3", "nog niet": "N2", "nee": "N4"}}
        later = factory.make_tryout(make_round(version=make_version_with_steps(label="0.2", steps=steps)))
        again = make_case(later, key=case.key)
        make_many_walks(again, TO_O1, 19)
        make_many_walks(again, TO_O3, 1)
        said = page(whole(later))
        assert "Bij N2 zijn mensen het vaker eens dan in versie 0.1." in said
        assert "Mensen zijn het vaker eens dan in versie 0.1: nu 95% (19 van 20), toen 55% (11 van 20)." in said
        assert "Het antwoord “onduidelijk” van N2 is nu “nog niet”." in said
        assert "De tekst van deze stap is gelijk gebleven." in said
        assert "Vergeleken met versie 0.1 over 1 casus die in beide stond." in said

    def test_without_a_case_in_both_it_says_that_they_cannot_be_compared(self, page, tryout, case):
        make_many_walks(case, TO_O1, 11)
        later = factory.make_tryout(make_round(version=make_version_with_steps(label="0.2")))
        make_many_walks(make_case(later), TO_O1, 11)
        assert "Vergelijken kan dus niet." in page(whole(later))


class TestWhoMayRead:
    @pytest.mark.parametrize(
        ("who", "status"),
        [("bram", 200), ("cas", 200), ("anna", 404), ("eva", 404), ("dewi", 404), ("fatih", 404), ("olga", 404)],
    )
    def test_the_working_group_and_the_editors_only(self, request, signed_in, tryout, case, who, status):
        make_many_walks(case, TO_O1, 5)
        client = signed_in(request.getfixturevalue(who))
        for address in (whole(tryout), f"{whole(tryout)}tabel.xlsx", f"{whole(tryout)}1/", f"{whole(tryout)}1/N2/"):
            assert client.get(address).status_code == status

    def test_a_visitor_signs_in_first(self, visitor, tryout):
        assert visitor.get(whole(tryout)).status_code == 302

    def test_one_that_is_not_opened_and_what_is_not_there_are_not_found(self, signed_in, bram, tryout, case):
        client = signed_in(bram)
        for address in ("/proberen/mas/9.9/overeenstemming/", f"{whole(tryout)}2/", f"{whole(tryout)}1/N99/"):
            assert client.get(address).status_code == 404
        type(tryout).objects.update(opened_at=None)
        assert client.get(whole(tryout)).status_code == 404

    def test_it_is_reached_from_the_framework_and_the_weighing_board(self, signed_in, bram, cas, anna, tryout, case):
        make_handbook_page(tryout.round.version)
        link = f'href="{whole(tryout)}"'
        for address in ("/handreiking/mas/0.1/afwegingskader/", "/weging/mas/0.1/"):
            assert link in signed_in(bram).get(address).content.decode()
            assert link in signed_in(cas).get(address).content.decode()
        assert link not in signed_in(anna).get("/handreiking/mas/0.1/afwegingskader/").content.decode()
        type(tryout).objects.update(opened_at=None)
        assert link not in signed_in(bram).get("/weging/mas/0.1/").content.decode()

    def test_members_of_a_blind_round_see_nothing_of_it_after_it_closed(self, signed_in, anna, at):
        closed = make_round(
            version=make_version_with_steps(), blind=True, opens_at=at - timedelta(days=9), closes_at=at - timedelta(days=1)
        )
        tryout = factory.make_tryout(closed)
        make_many_walks(make_case(tryout), TO_O1, 9)
        assert signed_in(anna).get(whole(tryout)).status_code == 404


def test_pages_cost_as_many_queries_for_25_walks_as_for_2500(signed_in, bram, tryout, case):
    earlier, client = case, signed_in(bram)
    later = factory.make_tryout(make_round(version=make_version_with_steps(label="0.2")), measures_time=True)
    again = make_case(later, key=earlier.key)
    walkers = make_colleagues("leerplichtambtenaar", 8, "Gemeente Duinen") + make_colleagues(
        "jurist", 8, "OM", Organisation.Kind.PARTNER
    )

    def queries() -> list[int]:
        found = []
        for address in (whole(later), f"{whole(later)}1/", f"{whole(later)}1/N2/"):
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            found.append(len(captured))
        return found

    for one in (earlier, again):
        make_many_walks(one, TO_O1, 16, users=walkers, motivation="Omdat")
        make_many_walks(one, TO_O3, 8, motivation="Toch")
        make_many_walks(one, TO_O1, 1, chosen={"O1": "O3"})
    few = queries()
    for one in (earlier, again):
        make_many_walks(one, TO_O1, 1475, motivation="Omdat")
        make_many_walks(one, TO_O3, 900, motivation="Toch")
        make_many_walks(one, TO_O1, 100, chosen={"O1": "O3"})
    further = make_case(later, title="Een tweede")
    make_many_walks(further, TO_O2_AND_O3, 25)
    assert again.walks.count() == 2500
    assert queries() == few
    assert max(few) <= 24


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE, {"width": 320, "height": 640}], ids=["wide", "phone", "narrow"])
def test_the_pages_hold_on_every_width_and_axe_finds_nothing(bram, tryout, case, new_page, sign_in_browser, viewport):
    walkers = make_colleagues("leerplichtambtenaar", 6, "Gemeente Duinen") + make_colleagues(
        "jurist", 6, "OM", Organisation.Kind.PARTNER
    )
    make_many_walks(case, TO_O1, 6, users=walkers[:6], motivation="Omdat de school genoeg deed")
    make_many_walks(case, TO_O3, 6, users=walkers[6:], motivation="Omdat")
    make_many_walks(make_case(tryout, title="Een zaak met een heel lange naam, zoals mensen die nu eenmaal geven"), TO_O1, 2)
    page = new_page(viewport)
    sign_in_browser(page, bram)
    for address in (whole(tryout), f"{whole(tryout)}1/", f"{whole(tryout)}1/N2/", f"{whole(tryout)}2/"):
        page.goto(address)
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.goto(whole(tryout))
    page.get_by_role("link", name="1. Vaak ziek op maandag").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/overeenstemming/1/")
