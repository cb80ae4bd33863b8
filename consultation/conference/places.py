"""Places: who gets one, who waits, and how many are left. Pure: numbers in, decisions out.

The rule behind all of it (guarantees G1, G3): somebody who arrives gets a place only when one is free and nobody waits,
so that a place that comes free always goes to whoever has waited longest.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Door(StrEnum):
    """Whether one can sign up, in the order of a conference's life."""

    NOT_YET = "not_yet"
    OPEN = "open"
    CLOSED = "closed"
    OVER = "over"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Places:
    """How full something is: places in all, those that somebody has or is offered, and people that wait."""

    capacity: int
    taken: int
    waiting: int = 0

    @property
    def free(self) -> int:
        """Places that nobody has; never below zero."""
        return max(self.capacity - self.taken, 0)

    @property
    def overbooked(self) -> int:
        """How many more have a place than there are: after an editor lowered the number (guarantees G5)."""
        return max(self.taken - self.capacity, 0)

    @property
    def left(self) -> int:
        """Places that somebody who arrives now can get: none while others wait."""
        return 0 if self.waiting else self.free

    @property
    def admits(self) -> bool:
        """Whether somebody who arrives now gets a place."""
        return self.left > 0

    @property
    def to_offer(self) -> int:
        """How many of those who wait can be offered a place now."""
        return min(self.free, self.waiting)
