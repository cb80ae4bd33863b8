"""A table given back: rows stand at their words, nothing comes twice, and what is somebody else's stays theirs."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultation.comments.actions import Place, Wording, post_comment
from consultation.comments.models import Comment
from consultation.comments.quoting import quote_in
from consultation.people.models import User
from consultation.rounds.models import Round
from handbook.models import Version
from tests.consultation.comments.word.conftest import ADDRESS, hand_in  # noqa: F401 (a fixture)
from tests.consultation.comments.word.test_views import keep, text_of
from tests.factories.comments import accept_rules, make_comment, make_draft, make_section
from tests.factories.handbook import make_handbook_page
from tests.factories.tables import paper, row, sheet

LABELLED = "klankbord-table/1 mas 0.1"


@pytest.fixture
def browser(anna: User, signed_in: Any, version: Version, open_round: Round) -> Client:
    make_handbook_page(version)
    return signed_in(anna)


@pytest.fixture
def give(browser: Client, hand_in: Any) -> Any:  # noqa: F811
    """Give rows back as a spreadsheet, and look."""

    def give(*rows: Any, **kwargs: Any) -> Any:
        return hand_in(browser, sheet(rows, **kwargs), name="tabel.xlsx")

    return give


def drafts() -> list[tuple[str, int | None, str, str]]:
    """Section, ordinal of the passage, quote and text of all drafts, in the order of the text."""
    found = Comment.objects.filter(posted_at=None).select_related("section", "passage").order_by("section__position", "pk")
    return [
        (
            one.section.number,
            one.passage and one.passage.ordinal,
            quoted.exact if (quoted := quote_in(one.selectors)) else "",
            one.body or one.proposed,
        )
        for one in found
    ]


@pytest.mark.parametrize("make", [sheet, paper])
def test_rows_become_drafts_at_their_words(browser, hand_in, make):  # noqa: F811
    rows = [
        row("2.2 Het gesprek voeren", "2.2-1", "Ook zonder ouders?", kind="vraag"),
        row("2.1", "binnen drie werkdagen", "Te kort.", proposed="binnen vijf werkdagen", kind="Inhoud", ground="praktijk"),
        row("Waarom deze handreiking", "", "Mooi begin."),
        row("", "Vat samen wat u hebt gehoord", "Op papier?"),
    ]
    shown = hand_in(browser, make(rows), name="tabel")
    assert "4 reacties met hun plek" in text_of(shown)
    assert not Comment.objects.exists()
    assert "4 concepten zijn bewaard." in text_of(keep(browser, shown))
    assert drafts() == [
        ("1", None, "", "Mooi begin."),
        ("2.1", 1, "binnen drie werkdagen", "Te kort."),
        ("2.2", 1, "", "Ook zonder ouders?"),
        ("2.2", 2, "Vat samen wat u hebt gehoord", "Op papier?"),
    ]
    short = Comment.objects.get(body="Te kort.")
    assert (short.proposed, short.kind, short.ground) == ("binnen vijf werkdagen", "inhoudelijk", "uitvoerbaarheid")
    assert {one.origin for one in Comment.objects.all()} == {Comment.Origin.TABLE}


def test_what_has_no_sure_place_is_listed_with_its_section_and_keeps_its_words(browser, give, version):
    shown = give(row("2.1", "binnen dertig kalenderdagen na ontvangst", "Te lang."), row("", "", "Zomaar iets."))
    assert "2 zonder zekere plek" in text_of(shown)
    section = make_section(version, "2.1")
    name, other = re.findall(r'name="(plek-[^"]+)"', shown.content.decode())
    assert re.search(rf'<option value="{section.pk}" selected>', shown.content.decode())
    keep(browser, shown, **{name: str(section.pk), other: ""})
    assert drafts() == [("2.1", None, "", "“binnen dertig kalenderdagen na ontvangst”\n\nTe lang.")]


def test_words_in_another_section_than_the_row_names_are_told_and_not_placed(give):
    shown = text_of(give(row("2.2", "Lees de melding binnen drie werkdagen", "Te kort.")))
    assert "1 zonder zekere plek" in shown
    assert "Deze woorden staan in 2.1 De melding beoordelen, en niet in de paragraaf die de rij noemt." in shown


def test_words_of_a_subsection_are_found_from_the_chapter_and_slips_of_the_pen_are_told(give):
    shown = text_of(give(row("2", "Les de meldng binnen drie werkdagen", "Te kort.")))
    assert "Reactie bij 2.1-1" in shown
    assert "Deze woorden staan daar net iets anders." in shown


def test_what_a_spreadsheet_made_of_a_number_is_a_number_again(browser, give):
    keep(browser, give(row(date(2026, 1, 2), "", "Datum."), row(2.2, "", "Getal."), row(2, "", "Heel.")))
    assert [one[0::3] for one in drafts()] == [("2", "Heel."), ("2.1", "Datum."), ("2.2", "Getal.")]


def test_the_hidden_key_helps_where_the_number_is_gone_and_what_she_typed_comes_first(browser, give, version):
    keys = {number: str(make_section(version, number).key) for number in ("2.1", "2.2")}
    heads = ["Paragraaf", "Passage", "Reactie", "section"]
    rows = [["", "", "Zonder nummer.", keys["2.1"]], ["2.2", "", "Gekopieerde rij.", keys["2.1"]]]
    keep(browser, give(*rows, heads=heads))
    assert [one[0::3] for one in drafts()] == [("2.1", "Zonder nummer."), ("2.2", "Gekopieerde rij.")]


def test_an_unknown_kind_or_ground_is_told_with_what_was_taken_instead(browser, give):
    shown = give(row("2.1", "", "Hm.", kind="filosofisch", ground="ruimtevaart"))
    assert "De soort “filosofisch” kennen we niet: we nemen “inhoudelijk”." in text_of(shown)
    assert "De grond “ruimtevaart” kennen we niet: we nemen hem zonder grond." in text_of(shown)
    keep(browser, shown)
    assert Comment.objects.get().kind == Comment.Kind.SUBSTANCE


def test_the_same_file_twice_makes_nothing_twice(browser, give):
    rows = [row("2.1", "binnen drie werkdagen", "Te kort."), row("2.2", "", "Te kort."), row("", "nergens te vinden", "Waar?")]
    shown = give(*rows)
    (name,) = re.findall(r'name="(plek-[^"]+)"', shown.content.decode())
    section = re.findall(r'<option value="(\d+)">2.2', shown.content.decode())[0]
    keep(browser, shown, **{name: section})
    assert Comment.objects.count() == 3
    again = text_of(give(*rows))
    assert "3 rijen staan hier al" in again
    assert "Er staat niets nieuws in deze tabel." in again


class TestRemarksThatStandAlready:
    HEADS = ("Nr.", "Paragraaf", "Passage", "Reactie", "Voorstel", "key")

    def line(self, remark: Comment, *, body: str | None = None, key: bool = True, number: bool = True) -> list[str]:
        return [
            f"R{remark.number}" if number and remark.number else "",
            remark.section.number,
            "",
            remark.body if body is None else body,
            remark.proposed,
            str(remark.key) if key else "",
        ]

    @pytest.mark.parametrize("known_by", [{}, {"key": False}, {"key": False, "number": False}])
    def test_an_unchanged_row_makes_nothing(self, give, anna, version, at, known_by):
        mine = make_comment(anna, make_section(version), body="Regel een.\n\nRegel twee.", at=at)
        shown = text_of(give(self.line(mine, body="Regel een. \nRegel  twee.", **known_by), heads=self.HEADS))
        assert "1 rij staat hier al, net zoals in het bestand." in shown
        assert 'name="mee"' not in shown

    def test_a_changed_row_becomes_a_new_draft_and_says_so(self, browser, give, anna, version, at):
        mine = make_comment(anna, make_section(version), body="Te kort.", at=at)
        draft = make_draft(anna, make_section(version), body="Half af", at=at)
        shown = give(self.line(mine, body="Veel te kort."), self.line(draft, body="Heel af"), heads=self.HEADS)
        assert f"U hebt de tekst van R{mine.number} veranderd. Dit wordt een nieuw concept" in text_of(shown)
        assert "U hebt de tekst van een concept veranderd." in text_of(shown)
        keep(browser, shown)
        assert sorted(one[3] for one in drafts()) == ["Half af", "Heel af", "Veel te kort."]
        mine.refresh_from_db()
        assert mine.body == "Te kort."
        again = give(self.line(mine, body="Veel te kort."), self.line(draft, body="Heel af"), heads=self.HEADS)
        assert "2 rijen staan hier al" in text_of(again)

    @pytest.mark.parametrize("known_by", [{}, {"key": False}, {"key": False, "number": False}])
    def test_rows_of_others_are_left_out_and_it_is_said(self, give, eva, version, at, known_by):
        hers = make_comment(eva, make_section(version), body="Van Eva.", at=at)
        changed = {} if known_by.get("number") is False else {"body": "Door Anna veranderd."}
        shown = text_of(give(self.line(hers, **changed, **known_by), heads=self.HEADS))
        assert "1 rij is van iemand anders en blijft weg." in shown
        assert 'name="mee"' not in shown

    def test_in_a_blind_round_a_number_tells_nothing_of_how_many_remarks_there_are(self, give, eva, version, open_round, at):
        hers = make_comment(eva, make_section(version), body="Van Eva.", at=at)
        Round.objects.update(blind=True)
        tried = [
            give(["R" + number, "2.1", "", "Bestaat dit?", "", ""], heads=self.HEADS) for number in (str(hers.number), "999")
        ]
        told = [re.sub(r"/word/[^/]+/|name=\"csrf[^>]+>|value=\"[^\"]+\"", "", text_of(one)) for one in tried]
        assert "1 rij is van iemand anders" in told[0]
        assert told[0] == told[1]
        guessed = give(["", "2.1", "", "Van Eva.", "", ""], heads=self.HEADS)
        assert "Reactie bij 2.1" in text_of(guessed), "her own words by chance: nothing tells that somebody said the same"

    def test_a_draft_of_somebody_else_is_not_hers(self, give, eva, version, at):
        hers = make_draft(eva, make_section(version), body="Half af van Eva", at=at)
        assert "1 rij is van iemand anders" in text_of(give(self.line(hers, body="Geprobeerd"), heads=self.HEADS))


def test_a_table_of_another_version_says_which(give):
    assert "Dit bestand gaat over versie 0.2." in text_of(give(row("2.1", "", "x"), about="klankbord-table/1 mas 0.2"))
    assert "een andere handreiking (verzuim)" in text_of(give(row("2.1", "", "x"), about="klankbord-table/1 verzuim 0.1"))
    assert "1 reactie met haar plek" in text_of(give(row("2.1", "", "x"), about=LABELLED))


def test_a_table_without_a_filled_row_and_a_file_without_a_head_say_so(give):
    assert "In deze tabel staat geen rij met een reactie" in text_of(give(row("2.1")))
    assert "In deze tabel staat geen rij met een reactie" in text_of(give(["a", "b"], heads=["Naam", "Adres"]))


def test_a_text_that_is_too_long_comes_back_with_its_reason_and_the_rest_is_kept(browser, give):
    answer = keep(browser, give(row("2.1", "", "lang " * 2_100), row("2.2", "", "Kort.")))
    assert answer.status_code == 422
    assert "te lang" in text_of(answer)
    assert drafts() == [("2.2", None, "", "Kort.")]


def test_the_queries_do_not_depend_on_how_many_rows_there_are(browser, give, anna, version, at):
    address = [give(*(row("2.1", "", f"Nieuw {n}") for n in range(count))).redirect_chain[-1][0] for count in (1, 40)]
    counts = []
    for one in address:
        with CaptureQueriesContext(connection) as queries:
            browser.get(one)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_answer_to_a_question_of_the_round_is_hers_too(give, anna, version, open_round, at):
    question = open_round.questions.create(text="Is dit werkbaar?", ordinal=1)
    section = make_section(version, "1")
    place = Place(section, question=question)
    made = post_comment(user=accept_rules(anna, at), place=place, wording=Wording(body="Ja hoor."), at=at)
    shown = text_of(give([f"R{made.number}", "1", "", "Ja hoor.", "", ""], heads=TestRemarksThatStandAlready.HEADS))
    assert "1 rij staat hier al" in shown


def test_the_page_offers_the_table_and_takes_it_back_at_one_place(browser):
    page = text_of(browser.get(ADDRESS))
    for words in ("/handreiking/mas/0.1/tabel/xlsx/", "/handreiking/mas/0.1/tabel/docx/", "?inhoud=leeg", 'accept=".docx,.xlsx"'):
        assert words in page
