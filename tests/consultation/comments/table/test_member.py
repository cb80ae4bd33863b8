"""The table that a member takes home: her remarks, room for more, nothing that she may not read; unchanged it makes nothing."""

from __future__ import annotations

import io
from typing import Any

import docx
import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultation.comments.actions import Place, Wording, post_comment, withdraw_comment
from consultation.comments.models import Comment
from consultation.comments.table.member import Filling, member_rows
from consultation.comments.table.reading import open_table
from consultation.people.models import User
from consultation.rounds.models import Round
from handbook.models import Version
from tests.consultation.comments.word.conftest import hand_in  # noqa: F401 (a fixture)
from tests.consultation.comments.word.test_views import keep, text_of
from tests.factories.comments import accept_rules, make_comment, make_draft, make_section
from tests.factories.handbook import make_handbook_page
from tests.factories.tables import HEADS

ADDRESS = "/handreiking/mas/0.1/tabel/"


@pytest.fixture
def browser(anna: User, signed_in: Any, version: Version, open_round: Round) -> Client:
    make_handbook_page(version)
    return signed_in(anna)


@pytest.fixture
def remarks(version: Version, open_round: Round, anna: User, eva: User, at: Any) -> dict[str, Comment]:
    """Of anna a posted one on some words and a draft, of eva a posted one and a draft."""
    first = make_section(version, "2.1")
    place = Place(first, first.passages.get(ordinal=1)).about("drie werkdagen")
    wording = Wording(body="=Te kort", proposed="vijf werkdagen")
    made = {"mine": post_comment(user=accept_rules(anna, at), place=place, wording=wording, at=at)}
    made["draft"] = make_draft(anna, make_section(version, "2.2"), body="Half af van Anna", at=at)
    made["hers"] = make_comment(eva, first, body="Van Eva.", at=at)
    made["her_draft"] = make_draft(eva, first, body="Half af van Eva", at=at)
    return made


def bodies(rows: Any) -> list[tuple[str, str]]:
    return [(one.section.split(" ")[0], one.body) for one in rows]


def test_a_member_takes_her_remarks_along_and_a_free_row_at_each_section(browser, remarks, version):
    answer = browser.get(f"{ADDRESS}xlsx/")
    assert answer["Content-Disposition"] == 'attachment; filename="reacties-mas-0.1.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    page = book.active
    rows = [[cell.value or "" for cell in line] for line in page.iter_rows()]
    assert rows[0][:8] == HEADS
    assert [(line[2].split(" ")[0], line[6]) for line in rows[1:]] == [
        ("1", ""),
        ("2", ""),
        ("2.1", "=Te kort"),
        ("2.1", ""),
        ("2.2", "Half af van Anna"),
        ("2.2", ""),
    ]
    assert rows[4][9] == str(make_section(version, "2.1").key)
    assert book.properties.description == "klankbord-table/1 mas 0.1"
    assert page.column_dimensions["C"].number_format == "@", "what is typed as 2.3 stays text"
    assert sorted(str(one.sqref)[0] for one in page.data_validations.dataValidation) == ["E", "F"]


def test_the_empty_one_has_free_rows_only(browser, remarks):
    content = browser.get(f"{ADDRESS}docx/?inhoud=leeg").content
    (table,) = docx.Document(io.BytesIO(content)).tables
    assert [cell.text for cell in table.rows[0].cells] == HEADS
    assert [line.cells[2].text.split(" ")[0] for line in table.rows[1:]] == ["1", "2", "2.1", "2.2"]
    assert open_table(content).rows == ()


@pytest.mark.parametrize("file_format", ["xlsx", "docx"])
def test_given_back_as_it_was_it_makes_nothing_and_filled_in_it_makes_drafts(browser, remarks, hand_in, file_format):  # noqa: F811
    content = browser.get(f"{ADDRESS}{file_format}/").content
    assert "2 rijen staan hier al" in text_of(hand_in(browser, content))
    filled = io.BytesIO()
    if file_format == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        book.active["G5"], book.active["D5"] = "Nieuw.", "2.1-3"
        book.save(filled)
    else:
        document = docx.Document(io.BytesIO(content))
        document.tables[0].cell(4, 6).text, document.tables[0].cell(4, 3).text = "Nieuw.", "2.1-3"
        document.save(filled)
    keep(browser, hand_in(browser, filled.getvalue()))
    made = Comment.objects.get(body="Nieuw.")
    assert (made.section.number, made.passage.ordinal) == ("2.1", 3)


def test_with_those_of_others_she_gets_what_she_may_read_at_that_moment(browser, remarks, version, anna, at):
    status = browser.post(ADDRESS, {"format": "xlsx"}).url
    call_command("run_due", "--once", verbosity=0)
    table = open_table(b"".join(browser.get(f"{status}bestand/").streaming_content))
    assert [one.body for one in table.rows] == ["Van Eva.", "=Te kort", "Half af van Anna"]
    assert "Half af van Eva" not in [one.body for one in table.rows]
    Round.objects.update(blind=True)
    blind = Version.objects.get(pk=version.pk)
    assert [body for _number, body in bodies(member_rows(blind, user=anna, filling=Filling.ALL, at=at)) if body] == [
        "=Te kort",
        "Half af van Anna",
    ]


def test_what_was_withdrawn_is_not_in_it(remarks, version, anna, at):
    withdraw_comment(user=anna, comment=remarks["mine"], at=at)
    assert [body for _number, body in bodies(member_rows(version, user=anna, filling=Filling.OWN, at=at)) if body] == [
        "Half af van Anna"
    ]


def test_who_may_not_read_the_version_finds_no_table(browser, remarks, dewi, signed_in, visitor):
    assert signed_in(dewi).get(f"{ADDRESS}xlsx/").status_code == 404
    assert signed_in(dewi).post(ADDRESS, {"format": "xlsx"}).status_code == 404
    assert visitor.get(f"{ADDRESS}xlsx/").url.startswith("/account/login/")
    assert browser.get(f"{ADDRESS}exe/").status_code == 404
    assert browser.post(ADDRESS, {"format": "exe"}).status_code == 404


def test_the_queries_do_not_depend_on_how_many_remarks_there_are(remarks, version, anna, eva, at):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            list(member_rows(version, user=anna, filling=Filling.ALL, at=at))
        return len(queries)

    few = count()
    for _turn in range(20):
        make_comment(eva, make_section(version), at=at)
    assert count() == few
