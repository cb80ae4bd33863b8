"""The foot of a section and the card of the overview lead to the same place."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from consultation.comments.actions import note_opening, set_review
from handbook.models import Section
from tests.factories.comments import make_section

pytestmark = pytest.mark.django_db


def card(browser) -> str:
    page = browser.get("/mijn/").content.decode()
    return re.search(r'href="(/handreiking/[^"]+)"[^>]*><span[^>]*>(?:Lees verder|Begin met lezen)', page)[1]


def foot(browser, number: str) -> tuple[str, str] | None:
    page = browser.get(f"/handreiking/mas/0.1/{number}/").content.decode()
    found = re.search(r'<p><a href="([^"]+)">(Ga verder waar u was:|Lees verder:) ', page)
    return (found[1], found[2]) if found else None


def test_where_one_was_reading_is_one_place(anna, signed_in, version, open_round, at):
    browser = signed_in(anna)
    assert foot(browser, "1") is None, "who has read nothing goes on nowhere"
    section = make_section(version, "2.1")
    note_opening(user=anna, section=section, passage_id=section.passages.get(ordinal=1).passage_id, at=at)
    assert foot(browser, "1") == (card(browser), "Ga verder waar u was:")
    assert foot(browser, "2.1") is None, "she is there"


def test_behind_a_section_that_she_is_done_with_both_name_the_next_that_is_left(anna, signed_in, version, open_round, at):
    browser = signed_in(anna)
    last = make_section(version, "2.1")
    note_opening(user=anna, section=last, at=at)
    set_review(user=anna, section=last, value="akkoord", at=at + timedelta(minutes=1))
    numbers = list(Section.objects.filter(version=version).order_by("position").values_list("number", flat=True))
    elsewhere = next(number for number in reversed(numbers) if number != "2.1")
    assert foot(browser, elsewhere) == (card(browser), "Lees verder:")
