"""How well groups of remarks agree with groups made by hand: B-cubed precision and recall.

Source: A. Bagga and B. Baldwin, Entity-Based Cross-Document Coreferencing Using the Vector Space Model (1998).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from consultation.weighing.likeness import Remark

_BY_HAND = Path(__file__).with_name("remarks.json")


@dataclass(frozen=True, slots=True)
class Score:
    """``precision``: of what stands in a remark's group, how much belongs there; ``recall``: of what belongs, how much stands
    there. Both are averages over all remarks, from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def by_hand() -> tuple[list[Remark], list[str]]:
    """Remarks, and for each the name of its group; who says what nobody else says has a name of her own."""
    known = json.loads(_BY_HAND.read_text())
    told = [(name, place, text) for name, remarks in known["alike"].items() for place, text in remarks]
    told += [(f"alone {number}", place, text) for number, (place, text) in enumerate(known["alone"])]
    return [Remark(text, place) for _name, place, text in told], [name for name, _place, _text in told]


def score(groups: Sequence[Sequence[int]], names: Sequence[str]) -> Score:
    """``groups`` hold positions in ``names``; what is in no group stands alone."""
    own = {position: frozenset(group) for group in groups for position in group}
    precision = recall = 0.0
    for position, name in enumerate(names):
        found = own.get(position, frozenset({position}))
        belongs = {other for other, known in enumerate(names) if known == name}
        right = len(found & belongs)
        precision += right / len(found)
        recall += right / len(belongs)
    return Score(precision / len(names), recall / len(names))
