"""How far people agree who judged the same cases, beyond what chance would give: Krippendorff's alpha. PURE.

Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), https://repository.upenn.edu/asc_papers/43.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import accumulate
from typing import Any, Literal

Level = Literal["nominal", "ordinal", "interval"]
"""What values are: names without an order, ranks in an order, or numbers whose distances count."""

Judgements = Sequence[Sequence[Any]]
"""For each case the values that people gave, in any order; None, or nothing at all, for who gave none."""


def krippendorff_alpha(cases: Judgements, *, level: Level = "nominal") -> float | None:
    """Krippendorff's alpha: 1 is agreement on everything, 0 what chance would give, below 0 less than that.

    A case that fewer than two people judged tells nothing of agreement and does not count. Values of one set of cases are of
    one type: hashable for "nominal", sortable too for "ordinal", numbers for "interval".

    Returns None where alpha says nothing: no case was judged by two people, or all of them gave one and the same value, so that
    nobody knows whether they can tell cases apart.

    Raises:
        ValueError: no such level.
    """
    judged = [values for values in ([one for one in case if one is not None] for case in cases) if len(values) > 1]
    totals = Counter(value for values in judged for value in values)
    if len(totals) < 2:
        return None
    distance = _distances(totals, level)
    count = totals.total()
    observed = sum(_disagreement(Counter(values), distance) / (len(values) - 1) for values in judged) / count
    expected = _disagreement(totals, distance) / (count * (count - 1))
    return 1 - observed / expected


def _disagreement(counts: Mapping[Any, int], distance: Callable[[Any, Any], float]) -> float:
    """The distances of all ordered pairs of these values, added up."""
    return sum(
        some * others * distance(one, other) for one, some in counts.items() for other, others in counts.items() if one != other
    )


def _distances(totals: Mapping[Hashable, int], level: Level) -> Callable[[Any, Any], float]:
    """The squared distance of two different values at a level of measurement.

    Ranks are as far apart as there are values between them, of each end the half.
    """
    match level:
        case "nominal":
            return lambda one, other: 1.0
        case "interval":
            return lambda one, other: (one - other) ** 2
        case "ordinal":
            ranked: list[Any] = sorted(totals)
            upto = accumulate(totals[value] for value in ranked)
            middle = {value: before - totals[value] / 2 for value, before in zip(ranked, upto, strict=True)}
            return lambda one, other: (middle[one] - middle[other]) ** 2
    raise ValueError(f"no level of measurement is called {level}")
