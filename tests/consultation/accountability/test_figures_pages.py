"""The page of figures: all of it for who weighs, for others what editors show, and never a few people."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from consultation.accountability.actions import show_figures
from consultation.accountability.errors import MayNotShowFigures
from consultation.accountability.models import Figure, ShownFigure
from consultation.comments.models import Comment, Reminder
from consultation.people.models import Organisation, User
from consultation.tryouts.grouping import LEAST
from tests.factories.comments import make_section
from tests.factories.figures import add_opening, add_remark
from tests.factories.handbook import make_handbook_page
from tests.factories.people import make_colleagues, make_person
from tests.factories.rounds import make_round
from tests.fixtures.browser import axe_violations

pytestmark = pytest.mark.django_db

PAGE = "/verantwoording/mas/0.1/cijfers/"
FILE = f"{PAGE}cijfers.zip"
READERS, EVERYBODY = ShownFigure.Audience.READERS, ShownFigure.Audience.EVERYBODY


def words(response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def tables(response) -> dict[str, list[list[str]]]:
    """The files in a .zip, as rows."""
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        return {
            name: list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig")), delimiter=";"))
            for name in archive.namelist()
        }


@pytest.fixture
def round(version):
    make_handbook_page(version)
    return make_round(version=version)


@pytest.fixture
def show(round, cas, at):
    def shown(audience: str, *figures: str) -> None:
        show_figures(round=round, audiences=dict.fromkeys(figures or Figure.values, audience), by=cas, at=at)

    return shown


@pytest.fixture
def busy(version, round, anna, at):
    """Ten members beside anna: seven read and commented, three did nothing."""
    section = make_section(version)
    officers = make_colleagues("leerplichtambtenaar", 5, "Gemeente Duinen")
    lawyers = make_colleagues("=jurist()", 5, "OM", Organisation.Kind.PARTNER)
    for person in [anna, *officers, lawyers[0]]:
        add_opening(section, person, at=at)
        add_remark(section, person, at=at, ground="juridisch")
    add_opening(make_section(version, "2.2"), lawyers[1], at=at)
    return section


def test_who_weighs_reads_sentences_first_and_exact_numbers(busy, bram, cas, signed_in):
    for person in (bram, cas):
        page = words(signed_in(person).get(PAGE))
        assert "8 van de 12 leden lazen minstens één paragraaf; 5 zeiden nog niets." in page
        assert "2 van de 4 paragrafen heeft nog niemand gelezen." in page
        assert "Nog niemand: 1 Waarom deze handreiking 2 Van melding naar gesprek reageerde akkoord" in page
        assert "1 paragraaf is wel gelezen, maar niemand zei er iets over." in page
        assert "Er kwamen 7 reacties binnen, het vaakst inhoudelijk: 7 keer." in page
        assert "0 van de 7 reacties hebben een antwoord." in page
        assert "2.1 De melding beoordelen 7 van 12" in page


def test_everybody_else_finds_no_page_until_editors_show_something(busy, anna, dewi, fatih, visitor, signed_in, show):
    for address in (PAGE, FILE):
        assert [signed_in(person).get(address).status_code for person in (anna, dewi, fatih)] == [404, 404, 404]
        assert visitor.get(address).url.startswith("/account/login/")
    show(READERS, Figure.PARTICIPATION)
    page = words(signed_in(anna).get(PAGE))
    assert "Wie meededen" in page
    assert "Per paragraaf" not in page
    assert signed_in(dewi).get(PAGE).status_code == 404
    assert visitor.get(PAGE).status_code == 302
    show(EVERYBODY, Figure.REMARKS)
    page = words(visitor.get(PAGE))
    assert "Waar de reacties over gaan" in page
    assert "Wie meededen" not in page
    show("")
    assert signed_in(anna).get(PAGE).status_code == 404


def test_others_read_of_no_few_people_on_the_page_or_in_the_file(busy, anna, signed_in, show, at):
    for _number in range(LEAST):
        add_remark(busy, origin=Comment.Origin.CONFERENCE, at=at)
    show(READERS)
    browser = signed_in(anna)
    answer = browser.get(PAGE)
    page = words(answer)
    assert "meer dan 6 van de 11 leden lazen minstens één paragraaf; minder dan 5 zeiden nog niets." in page.lower()
    assert "Reageerde 7 van 11" not in page
    assert "8 van" not in page
    assert "2.2 Het gesprek voeren minder dan 5 van 11" in page
    bar = re.search(r'Het gesprek voeren</a>.*?<rect[^>]* width="([\d.]+)"', answer.content.decode(), re.DOTALL)
    assert bar is not None
    assert float(bar[1]) == pytest.approx(100 / 11, abs=0.01), "the bar is as long for four as for one"
    files = tables(browser.get(FILE))
    assert ["las minstens één paragraaf", "meer dan 6"] in files["deelname.csv"]
    assert files["paragrafen.csv"][0] == ["Paragraaf", "Reacties", "Gelezen door"]
    assert ["2.2 Het gesprek voeren", "0", "minder dan 5"] in files["paragrafen.csv"]
    assert files["functies.csv"] == [["Groep", "Mensen"], ["Leerplichtambtenaar", "6"], ["'=jurist()", "5"]]
    assert "Het minst gehoord" not in page
    assert files["van-wie.csv"][1:] == [["leden van de ronde", "7"], ["deelnemers aan een conferentie", "5"]]


def test_others_read_a_column_of_groups_when_it_tells_of_no_few_people_in_any(busy, anna, signed_in, show, at):
    for lawyer in User.objects.filter(function="=jurist()"):
        add_remark(busy, lawyer, at=at)
    show(READERS, Figure.GROUPS)
    rows = tables(signed_in(anna).get(FILE))["functies.csv"]
    assert rows[1:] == [["Leerplichtambtenaar", "6", "6", "6", "0"], ["'=jurist()", "5", "5", "5", "0"]]


def test_who_may_not_read_the_version_learns_no_title_of_it(busy, visitor, show):
    show(EVERYBODY)
    page = words(visitor.get(PAGE))
    assert "2.1 meer dan 6 van 11" in page
    for secret in ("De melding beoordelen", "Waarom deze handreiking", "R1"):
        assert secret not in page
        assert secret not in str(tables(visitor.get(FILE)))


def test_a_blind_round_tells_others_nothing_before_it_closes(busy, round, anna, bram, visitor, signed_in, show, at):
    show(EVERYBODY)
    round.blind = True
    round.save()
    assert signed_in(anna).get(PAGE).status_code == 404
    assert signed_in(anna).get(FILE).status_code == 404
    assert visitor.get(PAGE).status_code == 302
    assert PAGE not in signed_in(anna).get("/handreiking/mas/0.1/").content.decode()
    assert signed_in(bram).get(PAGE).status_code == 200
    round.closes_at = at - timedelta(minutes=1)
    round.save()
    assert "Er kwamen 7 reacties binnen" in words(signed_in(anna).get(PAGE))


def test_groups_under_five_go_together_for_editors_too(busy, version, cas, signed_in):
    make_colleagues("raadsonderzoeker", 3, "Raad", Organisation.Kind.PARTNER)
    make_colleagues("wethouder", 2, "Gemeente Zeewold")
    page = words(signed_in(cas).get(PAGE))
    table = page[page.index("De aantallen in een tabel: Functies, organisaties en regio's") :]
    assert "Het minst gehoord: =jurist(). Van 5 personen reageerden er 1." in page
    assert "Leerplichtambtenaar 6 6 6 0" in table
    assert "Alle anderen 5 0 0 5" in table
    assert "aadsonderzoeker" not in page
    assert "Raad " not in page


def test_a_name_that_begins_like_a_formula_is_text_in_the_file(busy, cas, signed_in):
    heads = [row[0] for row in tables(signed_in(cas).get(FILE))["functies.csv"]]
    assert "'=jurist()" in heads
    assert "=jurist()" not in heads


def test_editors_choose_and_the_audit_trail_tells(busy, round, anna, bram, cas, signed_in, at):
    browser, choice = signed_in(cas), dict.fromkeys(Figure.values, "niemand")
    address = f"{PAGE}tonen/"
    answer = browser.post(address, choice | {"deelname": "lezers", "steun": "iedereen"}, follow=True)
    assert "2 keuzes zijn gewijzigd." in words(answer)
    assert "Ook voor iedereen die deze versie mag lezen" in words(answer)
    assert dict(ShownFigure.objects.values_list("figure", "audience")) == {"deelname": "lezers", "steun": "iedereen"}
    assert "Er is niets gewijzigd." in words(
        browser.post(address, choice | {"deelname": "lezers", "steun": "iedereen"}, follow=True)
    )
    assert "1 keuze is gewijzigd." in words(browser.post(address, choice | {"steun": "iedereen"}, follow=True))
    entries = ModelLogEntry.objects.filter(action="klankbord.accountability.show_figures").order_by("pk")
    assert [(one.user, one.data["figure"], one.data["after"]) for one in entries] == [
        (cas, "deelname", "lezers"),
        (cas, "steun", "iedereen"),
        (cas, "deelname", ""),
    ]
    assert "Kies bij elke groep cijfers" in words(browser.post(address, {"deelname": "allen"}, follow=True))
    for person in (anna, bram):
        assert signed_in(person).post(address, choice).status_code == 404
    with pytest.raises(MayNotShowFigures, match="Alleen de redactie"):
        show_figures(round=round, audiences={"deelname": "iedereen"}, by=bram, at=at)
    assert ShownFigure.objects.count() == 1


def test_the_course_marks_reminders_and_the_closing(busy, round, cas, signed_in, at):
    closes_on = timezone.localdate(round.closes_at)
    Reminder.objects.create(round=round, days=2, closing_on=closes_on, planned_at=at, handled_at=at, told=3)
    Reminder.objects.create(round=round, days=7, closing_on=closes_on, planned_at=at, handled_at=at, missed=True)
    answer = signed_in(cas).get(PAGE)
    page = answer.content.decode()
    assert page.count('class="course-reminder"') == 1
    assert page.count('class="course-closing"') == 1
    assert "Stippellijn: een herinnering" in re.findall(r'role="img" aria-label="([^"]+)"', page)[0]
    rows = tables(signed_in(cas).get(FILE))["verloop.csv"]
    assert [row[1] for row in rows[1:] if "herinnering" in row[2]] == ["7"]
    assert "sluiting" in rows[-1][2]


def test_a_version_without_a_round_has_no_figures(version, cas, signed_in):
    assert signed_in(cas).get(PAGE).status_code == 404


def test_the_ways_to_the_figures(busy, round, anna, cas, signed_in, settings, show):
    settings.STAFF_SECOND_FACTOR = False
    editor, link = signed_in(cas), f'href="{PAGE}"'
    for address in ("/weging/mas/0.1/", f"/beheer/rondes/{round.pk}/", "/beheer/", "/handreiking/mas/0.1/"):
        assert link in editor.get(address).content.decode(), address
    member = signed_in(anna)
    assert link not in member.get("/handreiking/mas/0.1/").content.decode()
    show(READERS, Figure.COURSE)
    assert link in member.get("/handreiking/mas/0.1/").content.decode()


def test_heat_stands_beside_each_section_for_who_weighs(busy, version, anna, cas, signed_in, at):
    add_remark(make_section(version, "2.2"), anna, at=at)
    heat = r'class="spread-bar heat".*?<rect width="(\d+)"'
    page = signed_in(cas).get("/handreiking/mas/0.1/").content.decode()
    assert re.findall(heat, page) == ["0", "0", "100", "14"]
    assert not re.findall(heat, signed_in(anna).get("/handreiking/mas/0.1/").content.decode())


def test_twenty_members_and_remarks_cost_no_more_queries_than_two(version, round, anna, cas, signed_in, show, at):
    show(READERS)
    sections = [make_section(version, number) for number in ("1", "2", "2.1", "2.2")]
    clients = [signed_in(cas), signed_in(anna)]

    def add(number: int) -> None:
        for _one in range(number):
            person = make_person(organisation=f"Gemeente {Organisation.objects.count()}")
            for section in sections:
                add_opening(section, person, at=at)
                add_remark(section, person, at=at, kind=Comment.Kind.QUESTION)

    def counts() -> list[int]:
        found = []
        for client in clients:
            client.get(PAGE)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(PAGE).status_code == 200
            found.append(len(queries))
        return found

    add(2)
    few = counts()
    add(18)
    assert counts() == few


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_on_a_narrow_screen_the_tables_open_by_keyboard_and_axe_finds_nothing(busy, cas, new_page, sign_in_browser):
    page = new_page({"width": 320, "height": 640})
    sign_in_browser(page, cas)
    page.goto(PAGE)
    for summary in page.locator("summary:has-text('De aantallen in een tabel')").all():
        summary.focus()
        page.keyboard.press("Enter")
    assert page.get_by_role("table", name="Naar soort").is_visible()
    assert page.get_by_role("table", name="Reacties door de weken heen").is_visible()
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.get_by_role("combobox", name="Wie meededen").select_option("iedereen")
    page.get_by_role("button", name="Bewaar wie wat ziet").click()
    page.get_by_text("1 keuze is gewijzigd.").wait_for()
