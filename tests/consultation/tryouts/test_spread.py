"""Spreads, agreement in words, where people part, and two versions beside each other: counted by hand."""

from __future__ import annotations

import pytest

from consultation.tryouts.agreement import krippendorff_alpha
from consultation.tryouts.spread import Change, Level, Spread, agreement_of, chance_of, compare, level_of, median_of, parting_of


def spread(**counts: int) -> Spread:
    return Spread.of(counts)


def test_the_most_given_answer_stands_first_and_one_that_nobody_gave_is_not_there():
    found = spread(ja=6, nee=12, weet_niet=0)
    assert found.counts == (("nee", 12), ("ja", 6))
    assert (found.total, found.majority, found.apart) == (18, 12, 6)


def test_of_two_answers_given_equally_often_the_first_of_the_step_is_the_majority():
    assert spread(ja=5, nee=5).counts[0] == ("ja", 5)


@pytest.mark.parametrize(
    ("majority", "total", "level"),
    [
        (20, 20, Level.ALL),
        (18, 20, Level.ALMOST_ALL),
        (17, 20, Level.MOST),
        (15, 20, Level.MOST),
        (14, 20, Level.DIVIDED),
        (11, 20, Level.DIVIDED),
        (10, 20, Level.FAR_APART),
        (7, 20, Level.FAR_APART),
        (2, 4, None),
        (1, 1, None),
    ],
)
def test_agreement_in_words_follows_the_share_of_the_majority(majority, total, level):
    assert level_of(majority, total) is level


def test_agreement_over_cases_counts_the_majority_of_each_case():
    found = agreement_of([spread(ja=18, nee=2), spread(nee=15, ja=5)])
    assert (found.majority, found.total, found.cases) == (33, 40, 2)
    assert found.alpha == pytest.approx(krippendorff_alpha([["ja"] * 18 + ["nee"] * 2, ["nee"] * 15 + ["ja"] * 5]))
    assert found.alpha == pytest.approx(1 - (72 / 19 + 150 / 19) / 40 / (2 * 23 * 17 / (40 * 39)))


def test_a_case_that_one_person_judged_says_nothing_and_one_case_alone_has_no_alpha():
    assert agreement_of([spread(ja=1)]) is None
    found = agreement_of([spread(ja=9, nee=1), spread(nee=1)])
    assert (found.total, found.cases, found.alpha) == (10, 1, None)


def test_nothing_was_judged_by_nobody():
    assert agreement_of([]) is None


def test_people_part_at_the_step_where_most_left_the_majority():
    spreads = {"N1": spread(ja=20), "N2": spread(ja=16, nee=4), "N3": spread(ja=8, nee=8), "N4": spread(a=2, b=8)}
    assert parting_of(spreads) == "N3"
    assert parting_of({"N2": spread(ja=4, nee=2), "N5": spread(ja=4, nee=2)}) == "N2", "the first of equals"
    assert parting_of({"N1": spread(ja=20)}) == ""


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ((22, 40), (36, 40), Change.MORE),
        ((36, 40), (22, 40), Change.LESS),
        ((19, 19), (10, 13), Change.PERHAPS_LESS),
        ((6, 10), (8, 10), Change.PERHAPS_MORE),
        ((8, 10), (6, 10), Change.PERHAPS_LESS),
        ((30, 40), (31, 40), Change.SAME),
        ((40, 40), (40, 40), Change.SAME),
    ],
)
def test_two_versions_differ_beyond_chance_or_perhaps_or_not(before, after, change):
    old, new = (spread(ja=most, nee=total - most) for most, total in (before, after))
    assert compare([old], [new]).change is change


@pytest.mark.parametrize(
    ("one", "other", "chance"), [((3, 4), (1, 4), 34 / 70), ((1, 10), (11, 14), 0.002759), ((5, 5), (0, 5), 2 / 252)]
)
def test_the_chance_of_a_difference_is_that_of_fishers_exact_test(one, other, chance):
    """The tea of R. A. Fisher, The Design of Experiments (1935), and the example at
    https://en.wikipedia.org/wiki/Fisher's_exact_test."""
    assert chance_of(one, other) == pytest.approx(chance, rel=1e-3)
    assert chance_of(other, one) == pytest.approx(chance, rel=1e-3)


def test_too_few_answers_are_not_compared():
    assert compare([spread(ja=9)], [spread(ja=20)]) is None
    assert compare([], [spread(ja=20)]) is None


@pytest.mark.parametrize(
    ("counts", "median"), [([], None), ([(30, 1)], 30), ([(10, 1), (20, 1)], 15), ([(90, 1), (10, 3)], 10), ([(5, 2), (7, 2)], 6)]
)
def test_the_median_of_counted_numbers(counts, median):
    assert median_of(counts) == median
