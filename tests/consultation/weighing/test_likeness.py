"""Remarks that say much the same come together; measured against groups made by hand."""

from __future__ import annotations

import random

import pytest

from consultation.weighing.likeness import MOST, Remark, group_alike
from tests.benchmarks.likeness.scoring import by_hand, score


def test_what_says_the_same_comes_together_whatever_its_forms():
    remarks = [
        Remark("De termijn van zes weken is te kort.", "7.2"),
        Remark("Voeg een lijst met afkortingen toe.", "1"),
        Remark("zes weken is een te korte termijn!", "7.2"),
        Remark("Afkortingenlijst toevoegen graag.", "1"),
        Remark("Wie betaalt een tweede traject?", "7.2"),
    ]
    assert group_alike(remarks) == [[0, 2], [1, 3]]


def test_the_groups_agree_with_those_made_by_hand():
    remarks, names = by_hand()
    found = score(group_alike(remarks), names)
    assert found.precision >= 0.92
    assert found.recall >= 0.82


@pytest.mark.parametrize("half", [0, 1])
def test_on_each_half_of_the_hand_made_set_too(half):
    """The likeness that is enough was set on the whole; neither half hangs on the other."""
    remarks, names = by_hand()
    chosen = {name for number, name in enumerate(dict.fromkeys(names)) if number % 2 == half}
    own = [(remark, name) for remark, name in zip(remarks, names, strict=True) if name in chosen]
    found = score(group_alike([remark for remark, _name in own]), [name for _remark, name in own])
    assert found.f1 >= 0.85


def test_scores_tell_lumping_and_splitting_apart():
    names = ["a", "a", "b", "b"]
    assert score([[0, 1], [2, 3]], names).f1 == 1
    assert (score([[0, 1, 2, 3]], names).precision, score([[0, 1, 2, 3]], names).recall) == (0.5, 1)
    assert (score([], names).precision, score([], names).recall) == (1, 0.5)


def test_the_order_in_which_they_come_changes_no_group():
    remarks, _names = by_hand()
    order = list(range(len(remarks)))
    random.Random(7).shuffle(order)
    shuffled = group_alike([remarks[position] for position in order])
    assert sorted(sorted(order[position] for position in group) for group in shuffled) == group_alike(remarks)


def test_nobody_is_in_two_groups_and_a_long_chain_is_taken_apart():
    words = [f"woord{number}" for number in range(80)]
    chain = [Remark(" ".join(words[number : number + 4]), "1") for number in range(60)]
    groups = group_alike(chain)
    members = [position for group in groups for position in group]
    assert len(members) == len(set(members))
    assert max(map(len, groups)) < len(chain)
    same = [Remark("Zes weken is te kort.", "1")] * (MOST + 5)
    assert group_alike(same) == [list(range(MOST + 5))], "what is word for word the same stays together, however many"


@pytest.mark.parametrize("texts", [[], ["Zes weken is te kort."], ["", "!!", "de het een"], ["Zes weken is te kort.", "..."]])
def test_too_little_to_compare_makes_no_group(texts):
    assert group_alike([Remark(text, "1") for text in texts]) == []
