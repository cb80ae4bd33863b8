"""Tables that LibreOffice filled in, sorted, merged and saved: at least 98 of 100 rows stand at their words, none at others.

How the files were made: ``filled/README.md``.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from consultation.comments.table.reading import open_table
from consultation.comments.table.remarks import remarks_of_table
from consultation.comments.word.remarks import WordRemark
from consultation.comments.word.version_text import VersionText
from handbook.exchange.plaintext import clean_line, fold_words
from tests.factories.long_version import make_long_version
from tests.factories.rounds import make_round

FILLED = Path(__file__).with_name("filled")
LEAST = 0.98

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def typed() -> dict[str, tuple[str, str] | None]:
    """What was typed: the comment, with its section and the words that it must come to."""
    told = json.loads((FILLED / "typed.json").read_text())
    return {clean_line(comment): place and tuple(place) for comment, place in told.items()}


@pytest.fixture(params=["sheet.xlsx", "lost.xlsx", "paper.docx"])
def read(request, anna, at) -> tuple[str, list[WordRemark]]:
    version = make_long_version()
    make_round(version=version)
    table = open_table((FILLED / request.param).read_bytes())
    assert table is not None
    assert (table.handbook, table.label) == ("mas", "0.1")
    found = remarks_of_table(table, text=VersionText.of(version), user=anna, at=at)
    assert not found.left_out
    return request.param, found.remarks


def came_to(remark: WordRemark) -> tuple[str, str] | None:
    """The section and the words where the remark stands; None for a remark without a sure place."""
    if remark.place is None:
        return None
    words = next((one["exact"] for one in remark.place.selectors if one["type"] == "TextQuoteSelector"), "")
    passage = remark.place.passage
    return remark.place.section.number, words or (passage.text if passage is not None else "")


def test_every_row_comes_back_and_stands_at_its_words_or_is_listed(read, typed):
    name, remarks = read
    rows = {clean_line(remark.wording.body.split("”\n\n")[-1]): remark for remark in remarks}
    if name == "paper.docx":
        typed = {body: place for body, place in typed.items() if "Reactie" in body}
    assert rows.keys() == typed.keys()
    right, wrong, listed = [], [], []
    for body, place in typed.items():
        found = came_to(rows[body])
        if found is None:
            listed.append(body)
        elif place is not None and found[0] == place[0] and fold_words(place[1]) in fold_words(found[1]):
            right.append(body)
        else:
            wrong.append((body, place, found))
    assert not wrong
    assert len(right) >= LEAST * sum(place is not None for place in typed.values()), listed
    assert [body for body in listed if typed[body] is None] == ["Reactie zonder plek."]
