"""Krippendorff's alpha against published examples, and what must hold for any judgements."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from consultation.tryouts.agreement import krippendorff_alpha


def cases(*observers: str) -> list[list[int | None]]:
    """Observers as rows, one sign for each case, "." for none; given back as the values of each case."""
    return [[None if sign == "." else int(sign) for sign in signs] for signs in zip(*observers, strict=True)]


FOUR_OBSERVERS = cases(
    "123321412...",
    "1233224125.3",
    ".3332342251.",
    "12332441251.",
)
"""Example C of Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): four observers, twelve units, values missing.

The values of alpha are those of the paper; the R package irr, whose example it is too, gives the same.
"""

THREE_CODERS = cases(
    ".....34121133.3",
    "1.213343.......",
    "..21344.21133.4",
)
"""The computational example of https://en.wikipedia.org/wiki/Krippendorff's_alpha."""


@pytest.mark.parametrize(
    ("judgements", "level", "alpha"),
    [
        (FOUR_OBSERVERS, "nominal", 0.743),
        (FOUR_OBSERVERS, "ordinal", 0.815),
        (FOUR_OBSERVERS, "interval", 0.849),
        (THREE_CODERS, "nominal", 0.691),
        (THREE_CODERS, "interval", 0.811),
    ],
)
def test_alpha_is_that_of_the_published_examples(judgements, level, alpha):
    assert krippendorff_alpha(judgements, level=level) == pytest.approx(alpha, abs=0.0005)


def test_two_observers_and_two_values_are_the_first_example_of_the_paper():
    judgements = cases("0100000010", "1110010000")
    assert krippendorff_alpha(judgements) == pytest.approx(0.095, abs=0.0005)


def test_two_observers_and_names_are_the_second_example_of_the_paper():
    judgements = list(zip("aabbdcccedda", "babbbccceddd", strict=True))
    assert krippendorff_alpha(judgements) == pytest.approx(0.692, abs=0.0005)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
def test_who_agrees_on_everything_has_one(level):
    assert krippendorff_alpha([[1, 1, 1], [2, 2], [3, 3, None]], level=level) == 1


def test_who_never_agrees_has_less_than_chance():
    assert krippendorff_alpha([["ja", "nee"], ["nee", "ja"], ["ja", "nee"]]) < 0


@pytest.mark.parametrize("judgements", [[], [[1]], [[1, None], [None, 2]], [[1, 1], [1, 1, 1]], [[1, 1], [2]]])
def test_where_nothing_can_be_said_nothing_is_said(judgements):
    assert krippendorff_alpha(judgements) is None


def test_an_unknown_level_is_refused():
    with pytest.raises(ValueError, match="ratios"):
        krippendorff_alpha([[1, 2]], level="ratios")


judgement = st.lists(st.lists(st.one_of(st.none(), st.integers(1, 5)), max_size=5), max_size=8)


@given(judgement, st.sampled_from(["nominal", "ordinal", "interval"]), st.randoms())
def test_neither_the_order_of_people_and_cases_nor_who_is_missing_counts(judgements, level, random):
    alpha = krippendorff_alpha(judgements, level=level)
    shuffled = [random.sample([*case, None], len(case) + 1) for case in judgements] + [[None], [3]]
    random.shuffle(shuffled)
    again = krippendorff_alpha(shuffled, level=level)
    assert again == (alpha if alpha is None else pytest.approx(alpha))
    assert alpha is None or alpha <= 1


@given(judgement)
def test_names_count_as_names_and_ranks_as_ranks(judgements):
    alpha = krippendorff_alpha(judgements, level="nominal")
    assume(alpha is not None)
    renamed = [
        [None if value is None else {1: "e", 2: "a", 3: "d", 4: "b", 5: "c"}[value] for value in case] for case in judgements
    ]
    assert krippendorff_alpha(renamed) == pytest.approx(alpha)
    stretched = [[None if value is None else value**3 for value in case] for case in judgements]
    assert krippendorff_alpha(stretched, level="ordinal") == pytest.approx(krippendorff_alpha(judgements, level="ordinal"))


@given(judgement)
def test_two_values_are_the_same_at_every_level(judgements):
    two = [[None if value is None else value % 2 for value in case] for case in judgements]
    alpha = krippendorff_alpha(two)
    assume(alpha is not None)
    assert krippendorff_alpha(two, level="ordinal") == pytest.approx(alpha)
    assert krippendorff_alpha(two, level="interval") == pytest.approx(alpha)
