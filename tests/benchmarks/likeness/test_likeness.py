"""How well remarks that say the same come together, against groups made by hand."""

from __future__ import annotations

from consultation.weighing.likeness import group_alike
from tests.benchmarks.likeness.scoring import by_hand, score
from tests.fixtures.benchmarks import Bench


def test_groups_of_alike_remarks(bench: Bench) -> None:
    remarks, names = by_hand()
    found = score(group_alike(remarks), names)
    wrong, missed = 100 * (1 - found.precision), 100 * (1 - found.recall)
    bench.row("alike remarks, put with strangers", measured=wrong, unit="%", aim="at most 8 %", limit=8)
    bench.row("alike remarks, not found", measured=missed, unit="%", aim="at most 20 %", limit=20)
