"""A block's markup, text and data say the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from handbook.exchange.document import BLOCK_TYPES
from handbook.exchange.making import blocks_from_html, display_html, make_block
from handbook.exchange.sanitise import plain_text
from tests.factories.documents import blocks


@settings(max_examples=60, deadline=None)
@given(block=blocks())
def test_what_a_reader_sees_is_the_text(block):
    if block.type != "figure":
        assert plain_text(display_html(block)) == block.text


@settings(max_examples=60, deadline=None)
@given(block=blocks())
def test_making_a_block_again_changes_nothing(block):
    assert make_block(block.type, block.html, data=block.data) == block


def test_a_callout_has_its_title_in_its_text():
    block = make_block("callout", "<p>Bel eerst.</p>", data={"title": "Let op", "onbekend": 1})
    assert (block.html, block.text, block.data) == ("<p>Bel eerst.</p>", "Let op\nBel eerst.", {"title": "Let op"})


def test_a_step_tells_its_question_answers_and_what_to_motivate():
    answers = [{"answer": "ja", "target": "N5"}, {"answer": "onduidelijk", "target": "N4", "note": "Vraag de jeugdarts."}]
    data = {
        "id": "N4",
        "question": "Is er een zorgvraag?",
        "help": "<p>Kijk breed.</p>",
        "answers": answers,
        "motivate": "Waarom?",
    }
    text = make_block("step", data=data).text
    assert text == "N4 Is er een zorgvraag?\nKijk breed.\nja → N5\nonduidelijk → N4: Vraag de jeugdarts.\nWaarom?"


def test_a_figure_tells_its_alternative_text_and_caption():
    block = make_block("figure", data={"name": "route.png", "alt": "Drie routes", "caption": "De routes"})
    assert block.text == "Drie routes\nDe routes"
    assert '<img src="route.png" alt="Drie routes">' in block.html


@pytest.mark.parametrize("block_type", BLOCK_TYPES)
def test_a_block_can_be_made_of_nothing(block_type):
    assert make_block(block_type).type == block_type


def test_a_law_links_to_the_web_only():
    assert make_block("law", data={"label": "Lpw", "url": "javascript:alert(1)"}).data["url"] == ""


def test_a_rich_text_becomes_passages():
    made = blocks_from_html("<p>een</p><ul><li>a</li></ul><h3>kop</h3><p>twee</p>", source="blok-1")
    assert [(block.type, block.text) for block in made] == [
        ("paragraph", "een"),
        ("list", "a"),
        ("heading", "kop"),
        ("paragraph", "twee"),
    ]
    assert {block.source for block in made} == {"blok-1"}


def test_an_answer_leads_to_several_places_at_once_however_they_are_typed():
    answers = [{"answer": "beide", "target": " N6a+N 7 + "}, {"answer": "nee", "target": "+"}]
    block = make_block("step", data={"id": "N6 + 1", "question": "Wie?", "answers": answers})
    assert [answer["target"] for answer in block.data["answers"]] == ["N6a + N-7", ""]
    assert block.data["id"] == "N6---1", "a plus stands between names and in none"
