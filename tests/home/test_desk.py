"""The overview of an editor says what waits for her, with the ways there, in as many queries for much as for little."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.comments.actions import place_comments, report_comment
from consultation.comments.models import Placement
from tests.factories.comments import make_comment, make_section
from tests.factories.handbook import make_version
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2]))


def test_an_editor_reads_what_waits_and_never_that_no_round_is_open_for_her(anna, eva, cas, signed_in, version, open_round, at):
    browser = signed_in(cas)
    quiet = words(browser.get("/mijn/"))
    assert "Er wacht nu niets op u." in quiet
    assert "Er staat geen ronde voor u open" not in quiet
    comment = make_comment(anna, make_section(version), at=at)
    report_comment(user=eva, comment=comment, reason="Dit hoort hier niet.", at=at)
    page = browser.get("/mijn/")
    assert "1 gemelde reactie" in words(page)
    assert re.search(rf"{re.escape(str(version))} (nog )?\d+ dag(en)?( over)? · 1 reactie", words(page)), words(page)[:900]
    for address in ("/beheer/reacties/?state=gemeld", f"/beheer/rondes/{open_round.pk}/"):
        assert f'href="{address}"' in page.content.decode()
        assert browser.get(address).status_code == 200


def test_members_and_those_who_weigh_have_no_such_desk(anna, bram, signed_in, open_round):
    for person in (anna, bram):
        assert 'id="bureau-titel"' not in signed_in(person).get("/mijn/").content.decode()


def test_much_costs_as_many_queries_as_little(anna, cas, signed_in, version, open_round, at):
    browser = signed_in(cas)
    browser.get("/mijn/")
    section = make_section(version)
    make_comment(anna, section, at=at)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get("/mijn/").status_code == 200
        return len(seen)

    few = queries()
    for number in range(4):
        report_comment(user=make_person(), comment=make_comment(make_person(), section, f"{number}", at=at), reason="x", at=at)
    newer = make_version(label="0.2", handbook_key=version.handbook_key, sections={"1": ("Nieuw", ["Anders."])}, at=at)
    place_comments(version=newer, at=at)
    assert Placement.objects.to_look_at().exists()
    assert queries() == few
