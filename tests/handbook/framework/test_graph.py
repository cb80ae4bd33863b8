"""The framework is read out of the passages of a text, with where each step and outcome stands."""

from __future__ import annotations

from handbook.exchange.document import Block, Document, Section
from handbook.framework.graph import Answer, Place, framework_of_document, targets_of
from tests.factories.frameworks import framework_blocks


def test_steps_and_outcomes_come_in_reading_order_with_their_section():
    text = Block("paragraph", "<p>Tekst.</p>", "Tekst.")
    blocks = framework_blocks({"N1": {"ja": "N2 + O1"}, "N2": {"nee": "O1"}}, ["O1"])
    sections = (Section("Inleiding", 1, (text,)), Section("Kader", 1, (text, *blocks), key="sleutel", number="2"))
    framework = framework_of_document(Document("Handboek", sections))
    place = Place("2", "sleutel", "Kader")
    assert [(step.name, step.question, step.motivate, step.place) for step in framework.steps] == [
        ("N1", "Vraag N1?", "Waarom?", place),
        ("N2", "Vraag N2?", "Waarom?", place),
    ]
    assert framework.steps[0].answers == (Answer("ja", ("N2", "O1")),)
    assert [(outcome.name, outcome.title, outcome.text) for outcome in framework.outcomes] == [
        ("O1", "Uitkomst O1", "O1 Uitkomst O1")
    ]
    assert framework.first is framework.steps[0]


def test_a_text_without_steps_and_outcomes_has_no_framework():
    text = Block("paragraph", "<p>Tekst.</p>", "Tekst.")
    framework = framework_of_document(Document("Handboek", (Section("Een", 1, (text,)),)))
    assert not framework
    assert framework.first is None


def test_a_target_names_each_place_once():
    assert targets_of("N6a + N7+N6a") == ("N6a", "N7")
    assert targets_of("") == ()
