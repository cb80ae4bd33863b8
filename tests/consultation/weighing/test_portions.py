"""All answers of one person are in one portion; what has nothing to do with each other is not kept together."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from consultation.weighing import portions
from consultation.weighing.portions import portions_of


def portions_for(behind: dict[int, str]) -> list[list[int]]:
    """``behind`` has the people of each remark as letters."""
    return portions_of({pk: [SimpleNamespace(pk=letter) for letter in letters] for pk, letters in behind.items()})


def test_small_ones_share_a_portion():
    assert portions_for({1: "a", 2: "b", 3: "a", 4: ""}) == [[1, 3, 2, 4]]


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        ({1: "a", 2: "b", 3: "a"}, [[1, 3], [2]]),
        ({1: "a", 2: "b", 3: "ab", 4: "c"}, [[1, 2, 3], [4]]),
        ({1: "ab", 2: "cd", 3: "bc", 4: "d", 5: "e"}, [[1, 2, 3, 4], [5]]),
        ({1: "a", 2: "a", 3: "a"}, [[1, 2, 3]]),
        ({1: "", 2: "", 3: ""}, [[1, 2], [3]]),
        ({}, []),
    ],
    ids=["two people", "tied by an organisation", "tied in a row", "more than fit", "nobody behind them", "nothing"],
)
def test_who_hears_of_several_has_them_in_one(monkeypatch, behind, expected):
    monkeypatch.setattr(portions, "PORTION", 2)
    assert portions_for(behind) == expected
