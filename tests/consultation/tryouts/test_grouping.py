"""No small group is shown, and none can be reckoned from what is."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from consultation.tryouts.grouping import (
    LEAST,
    OTHERS,
    Cell,
    Group,
    beside,
    by_function,
    by_organisation,
    by_region,
    cells_of,
    folded,
)


def cell(function: str = "", kind: str = "", organisation: str = "") -> Cell:
    return Cell(function, kind, organisation)


def sizes_of(partition, sizes) -> dict[Group, int]:
    found: Counter[Group] = Counter()
    for one, group in partition.items():
        found[group] += sizes[one]
    return dict(found)


def functions(**sizes: int) -> dict[Cell, int]:
    return {cell(name): size for name, size in sizes.items()}


def test_groups_of_five_are_shown_and_smaller_ones_go_together():
    sizes = functions(leerplicht=12, officier=5, halt=3, raad=2)
    assert sizes_of(by_function(sizes), sizes) == {
        Group("function", "leerplicht"): 12,
        Group("function", "officier"): 5,
        OTHERS: 5,
    }


def test_one_small_group_alone_takes_the_next_smallest_with_it():
    sizes = functions(leerplicht=12, officier=7, raad=6, halt=3)
    shown = sizes_of(by_function(sizes), sizes)
    assert shown == {Group("function", "leerplicht"): 12, Group("function", "officier"): 7, OTHERS: 9}


def test_two_groups_of_which_one_is_small_are_not_shown_at_all():
    assert by_function(functions(leerplicht=18, officier=2)) == {}


def test_everybody_alike_makes_no_groups():
    assert by_function(functions(leerplicht=18)) == {}


def test_small_organisations_stand_under_their_kind():
    sizes = {
        cell("", "gemeente", "Waterlo"): 6,
        cell("", "gemeente", "Zeewold"): 3,
        cell("", "gemeente", "Duinen"): 2,
        cell("", "partner", "Halt"): 5,
        cell("", "school", "De Brug"): 1,
        cell("", "", ""): 4,
    }
    assert sizes_of(by_organisation(sizes), sizes) == {
        Group("organisation", "Waterlo"): 6,
        Group("organisation", "Halt"): 5,
        Group("kind", "gemeente"): 5,
        OTHERS: 5,
    }


def test_two_tables_do_not_stand_beside_each_other_when_one_leaves_a_few_of_the_other():
    sizes = {
        cell("leerplicht", "gemeente", "Waterlo"): 11,
        cell("jurist", "gemeente", "Waterlo"): 1,
        cell("jurist", "partner", "Halt"): 8,
    }
    functions, organisations = by_function(sizes), by_organisation(sizes)
    assert functions
    assert organisations
    assert beside(functions, organisations, sizes) == {}
    apart = {cell("leerplicht", "gemeente", "Waterlo"): 10, cell("officier", "partner", "OM"): 9}
    assert beside(by_function(apart), by_organisation(apart), apart) == by_organisation(apart)


def test_answers_are_counted_in_their_groups_with_the_others_last():
    sizes = functions(leerplicht=6, officier=7, halt=3, raad=3)
    counts = {(one, "ja"): size - 1 for one, size in sizes.items()} | {(one, "nee"): 1 for one in sizes}
    assert list(folded(counts, by_function(sizes)).items()) == [
        (Group("function", "officier"), {"ja": 6, "nee": 1}),
        (Group("function", "leerplicht"), {"ja": 5, "nee": 1}),
        (OTHERS, {"ja": 4, "nee": 2}),
    ]


CELLS = st.builds(Cell, st.sampled_from("abcde"), st.sampled_from("KLM"), st.sampled_from(["", "p", "q", "r", "s"]))


@given(st.dictionaries(CELLS, st.integers(1, 9), min_size=1, max_size=12))
def test_whoever_walked_no_group_is_small_and_everybody_is_in_one(sizes):
    for partition in (by_function(sizes), by_organisation(sizes)):
        if partition:
            assert partition.keys() == sizes.keys()
            assert len(set(partition.values())) > 1
            assert min(sizes_of(partition, sizes).values()) >= LEAST


def test_regions_go_together_as_functions_do_however_they_are_spelled():
    rows = [("ja", ("jurist", None, None, spelled), 3) for spelled in ("Midden", "midden ", "Zuid", "zuid", "Noord")]
    counts = cells_of(rows)
    sizes = {one: count for (one, _answer), count in counts.items()}
    assert sizes_of(by_region(sizes), sizes) == {Group("region", "Zuid"): 6, OTHERS: 9}
