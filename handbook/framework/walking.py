"""A walk through a framework: from the answers that were given, the path so far and the question that comes now.

A walk is nothing but answers, each known by the step and by how often one has been there. The path is read from them anew each
time. So going back is free: another answer at a step leads elsewhere, and what was answered on the way that is left waits
until one comes there again. The browser's walk (site/look) is the same; one table of cases holds both to each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from handbook.framework.graph import Framework, Outcome, Step

Choices = Mapping[tuple[str, int], int]
"""For a step by name and the how-manieth visit (from 1) the position of the answer that was chosen (from 0)."""


@dataclass(frozen=True, slots=True)
class Station:
    """A visit to a step. ``choice`` is the position of its answer, None where one stands now or has not come yet; ``after``
    is the position in the path of the station whose answer led here, None at the beginning."""

    step: Step
    visit: int
    choice: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Reached:
    """An outcome, and the position in the path of the station whose answer led to it first."""

    outcome: Outcome
    after: int


@dataclass(frozen=True, slots=True)
class Path:
    """The stations that were answered, in the order they came; the one that waits for an answer; the outcomes so far.

    ``waiting`` are further steps that an answer led to beside ``current``: a case that goes on in two places.
    """

    stations: tuple[Station, ...]
    current: Station | None
    waiting: tuple[Step, ...]
    reached: tuple[Reached, ...]

    @property
    def is_finished(self) -> bool:
        """Whether no question is left."""
        return self.current is None

    def at(self, step: str, visit: int) -> Station | None:
        """The station of this visit, answered or current; None for one that is not on the path."""
        places = (*self.stations, self.current) if self.current else self.stations
        return next((one for one in places if (one.step.name, one.visit) == (step, visit)), None)


def walk(framework: Framework, choices: Choices) -> Path:
    """The path that these answers make up.

    Steps an answer leads to come before those that wait already, and none waits twice. A choice that the framework does not
    have (another version's) counts as none, and so does a target that is not there: the checks keep both out.
    """
    nodes = framework.by_name()
    visits: Counter[str] = Counter()
    stations: list[Station] = []
    reached: dict[str, Reached] = {}
    ahead: list[tuple[Step, int | None]] = [(framework.first, None)] if framework.first else []
    while ahead:
        step, after = ahead[0]
        visit = visits[step.name] + 1
        choice = choices.get((step.name, visit))
        if choice is None or not 0 <= choice < len(step.answers):
            break
        del ahead[0]
        visits[step.name] = visit
        here = len(stations)
        stations.append(Station(step, visit, choice, after))
        targets = [nodes[name] for name in step.answers[choice].targets if name in nodes]
        for target in targets:
            if isinstance(target, Outcome):
                reached.setdefault(target.name, Reached(target, here))
        waits = {waiting.name for waiting, _after in ahead}
        ahead[:0] = [(target, here) for target in targets if isinstance(target, Step) and target.name not in waits]
    current = Station(ahead[0][0], visits[ahead[0][0].name] + 1, None, ahead[0][1]) if ahead else None
    return Path(tuple(stations), current, tuple(step for step, _after in ahead[1:]), tuple(reached.values()))
