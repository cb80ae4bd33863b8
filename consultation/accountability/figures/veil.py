"""How exactly somebody reads a number of people. PURE: no Django.

Editors and the working group see exact numbers; they read every remark with its author anyway. Everybody else gets a number of
people only so far that nobody can be read from it (docs/decisions/0025).
"""

from __future__ import annotations

from dataclasses import dataclass

from consultation.tryouts.grouping import LEAST


@dataclass(frozen=True, slots=True)
class Number:
    """A number of people, of whom at least ``least`` and at most ``most``; the same when it is exact."""

    least: int
    most: int

    @classmethod
    def exactly(cls, count: int) -> Number:
        return cls(count, count)

    @classmethod
    def veiled(cls, count: int, total: int) -> Number:
        """Exact unless that would tell of a few people: of those counted, or of the rest."""
        if 0 < count < LEAST:
            return cls(1, LEAST - 1)
        if 0 < total - count < LEAST:
            return cls(total - LEAST + 1, total - 1)
        return cls.exactly(count)

    @property
    def is_exact(self) -> bool:
        return self.least == self.most
