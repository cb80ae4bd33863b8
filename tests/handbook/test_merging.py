"""A proposal is taken over although the text has changed, or the conflict is shown in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.exchange.making import make_block
from handbook.merging import Conflict, Conflicts, NotReworded, merge_words, reword_block

BEFORE = "De school meldt verzuim binnen vijf dagen. De ouders krijgen bericht."


def test_what_only_one_side_changed_is_taken():
    proposed = BEFORE.replace("vijf dagen", "drie schooldagen")
    now = BEFORE.replace("De ouders krijgen bericht", "De ouders krijgen die dag bericht")
    assert merge_words(BEFORE, now, proposed) == (
        "De school meldt verzuim binnen drie schooldagen. De ouders krijgen die dag bericht."
    )
    assert merge_words(BEFORE, BEFORE, proposed) == proposed
    assert merge_words(BEFORE, now, BEFORE) == now


def test_what_both_changed_alike_is_taken_once():
    both = BEFORE.replace("vijf", "drie")
    assert merge_words(BEFORE, both, both) == both


def test_what_both_changed_differently_is_shown_and_never_guessed():
    with pytest.raises(Conflicts) as caught:
        merge_words(BEFORE, BEFORE.replace("vijf dagen", "een week"), BEFORE.replace("vijf dagen", "drie schooldagen"))
    assert caught.value.conflicts == (Conflict("vijf dagen", "een week", "drie schooldagen"),)


def test_two_insertions_at_one_place_are_a_conflict():
    with pytest.raises(Conflicts):
        merge_words("Een twee.", "Een drie twee.", "Een vier twee.")


@pytest.mark.parametrize("gone", ["", "Iets heel anders."])
def test_a_text_that_is_gone_is_no_ground_for_a_proposal(gone):
    with pytest.raises(Conflicts):
        merge_words(BEFORE, gone, BEFORE.replace("vijf", "drie"))


WORDS = st.lists(st.sampled_from(["de", "school", "meldt", "ouders", "vijf", "dagen", "."]), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_a_side_that_changed_nothing_never_stands_in_the_way(before, after):
    assert merge_words(before, after, before) == after
    assert merge_words(before, before, after) == after
    assert merge_words(before, after, after) == after


@given(WORDS, WORDS, WORDS)
def test_it_does_not_matter_who_is_who(before, now, proposed):
    def outcome(one, other):
        try:
            return merge_words(before, one, other)
        except Conflicts as conflicts:
            return {conflict.before for conflict in conflicts.conflicts}

    assert outcome(now, proposed) == outcome(proposed, now)


def test_words_that_stay_keep_their_marks_and_their_links():
    html = '<p>De school <strong>meldt verzuim</strong> binnen <a href="https://wet.example/21">vijf dagen</a>.</p>'
    block = reword_block(make_block("paragraph", html), "De school meldt ongeoorloofd verzuim binnen vijf schooldagen.")
    link = '<a href="https://wet.example/21">vijf</a>'
    assert block.html == f"<p>De school <strong>meldt ongeoorloofd verzuim</strong> binnen {link} schooldagen.</p>"
    assert block.text == "De school meldt ongeoorloofd verzuim binnen vijf schooldagen."


def test_a_list_is_reworded_item_by_item():
    block = make_block("list", "<ul><li>bel de <em>ouders</em></li><li>bel de school</li></ul>")
    assert (
        reword_block(block, "bel de ouders\nmail de school").html
        == "<ul><li>bel de <em>ouders</em></li><li>mail de school</li></ul>"
    )
    with pytest.raises(NotReworded):
        reword_block(block, "bel iedereen")


@pytest.mark.parametrize("block_type", ["table", "callout", "step"])
def test_what_is_more_than_running_text_is_left_to_an_editor(block_type):
    html = "<table><tr><td>a</td></tr></table>" if block_type == "table" else "<p>a</p>"
    with pytest.raises(NotReworded):
        reword_block(make_block(block_type, html), "b")
