"""Differences are told in words that read well, and lose nothing."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.diff import DELETE, EQUAL, INSERT, Change, diff_blocks, diff_sections, diff_words
from handbook.exchange.making import make_block
from handbook.exchange.matching import match_sections
from tests.factories.documents import paragraph, section

_texts = st.lists(
    st.sampled_from(["de", "school", "meldt", "verzuim", " ", " ", "\n", "\t", ".", ",", "16", "–"]), max_size=30
).map("".join)


@settings(max_examples=200, deadline=None)
@given(old=_texts, new=_texts)
def test_the_stretches_make_up_both_texts(old, new):
    changes = diff_words(old, new)
    assert "".join(change.text for change in changes if change.op != INSERT) == old
    assert "".join(change.text for change in changes if change.op != DELETE) == new
    assert all(change.text for change in changes)
    assert all(one.op != other.op for one, other in pairwise(changes))


def told(old: str, new: str) -> str:
    """The difference written with brackets."""
    marks = {EQUAL: "%s", DELETE: "[-%s-]", INSERT: "{+%s+}"}
    return "".join(marks[change.op] % change.text for change in diff_words(old, new))


def test_one_word_changed_is_one_word_told():
    assert told("Na 16 uur meldt de school.", "Na 12 uur meldt de school.") == "Na [-16-]{+12+} uur meldt de school."


def test_an_added_sentence_is_told_as_a_sentence():
    old = "De school meldt het. De ouder reageert."
    new = "De school meldt het. De school belt. De ouder reageert."
    assert told(old, new) == "De school meldt het. {+De school belt. +}De ouder reageert."


def test_stray_words_between_large_changes_are_taken_into_the_change():
    old = "Bij luxeverzuim maakt de ambtenaar altijd proces-verbaal op."
    new = "Eerst onderzoekt de leerplichtambtenaar samen met ouders wat er speelt."
    assert told(old, new).count("[-") == 1


def test_passages_are_aligned_by_their_ids():
    old = [paragraph("1: De school meldt."), paragraph("2: De ouder reageert.")]
    new = [paragraph("1: Iets geheel anders."), paragraph("3: Nieuw."), paragraph("2: De ouder reageert.")]
    assert [change.op for change in diff_blocks(old, new)] == ["changed", "inserted", "equal"]


def test_passages_without_ids_are_aligned_by_likeness():
    old = [paragraph("De school meldt het verzuim na zestien uur."), paragraph("Weg ermee.")]
    new = [paragraph("De school meldt het verzuim altijd na zestien uur.")]
    changes = diff_blocks(old, new)
    assert [change.op for change in changes] == ["changed", "deleted"]
    assert Change(INSERT, "altijd ") in changes[0].words


def test_a_passage_that_changed_places_is_moved():
    one, two, three = (paragraph(f"{n}: Alinea nummer {n} over verzuim.") for n in (1, 2, 3))
    assert [(change.op, change.new) for change in diff_blocks([one, two, three], [two, three, one])] == [
        ("equal", two),
        ("equal", three),
        ("moved", one),
    ]


def test_white_space_case_and_markup_are_no_change():
    old = [make_block("paragraph", "<p>De <em>school</em>  meldt</p>")]
    assert [change.op for change in diff_blocks(old, [make_block("paragraph", "<p>de school meldt</p>")])] == ["equal"]


def test_another_image_with_the_same_words_is_a_change():
    figures = [make_block("figure", data={"name": "a.png", "alt": "Route", "sha256": digest}) for digest in ("1", "2")]
    assert [change.op for change in diff_blocks(figures[:1], figures[1:])] == ["changed"]


def test_sections_are_told_in_new_order_with_the_removed_ones_where_they_stood():
    old = [section("Een", "Over melden van verzuim."), section("Weg", "Dit vervalt hierna."), section("Drie", "Over hulp.")]
    new = [section("Een", "Over melden van verzuim."), section("Drie", "Over hulp en zorg."), section("Vier", "Nieuw hoofdstuk.")]
    changes = diff_sections(old, new, match_sections(old, new))
    assert [(change.kind, change.old, change.new) for change in changes] == [
        ("kept", 0, 0),
        ("removed", 1, None),
        ("changed", 2, 1),
        ("created", None, 2),
    ]
    assert [change.changed_blocks for change in changes] == [0, 1, 1, 1]


def test_a_renamed_section_tells_its_title_in_words():
    text = "De school meldt het verzuim bij de leerplichtambtenaar van de gemeente."
    old, new = [section("Melden", text)], [section("Melden door de school", text)]
    (change,) = diff_sections(old, new, match_sections(old, new))
    assert change.title == (Change(EQUAL, "Melden"), Change(INSERT, " door de school"))
