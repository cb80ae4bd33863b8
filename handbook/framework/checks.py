"""What would stop somebody who walks through a framework: every fault as data, found in one look at each answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handbook.framework.graph import Framework, Outcome, Place, Step

NO_STEP = "no_step"
NO_OUTCOME = "no_outcome"
NO_NAME = "no_name"
REPEATED_NAME = "repeated_name"
NO_ANSWER = "no_answer"
REPEATED_ANSWER = "repeated_answer"
NO_TARGET = "no_target"
UNKNOWN_TARGET = "unknown_target"
NO_WAY_OUT = "no_way_out"
UNREACHABLE_STEP = "unreachable_step"
UNREACHABLE_OUTCOME = "unreachable_outcome"

WARNINGS = frozenset({UNREACHABLE_STEP, UNREACHABLE_OUTCOME})
"""Faults with which every case still ends; with any other one a walk cannot be made or comes to a stop."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: its kind, the step or outcome it is about ("" for the whole), the answer, and names that belong to it.

    ``names`` are the unknown name for UNKNOWN_TARGET and the steps of the loop, in reading order, for NO_WAY_OUT.
    """

    kind: str
    place: Place | None = None
    name: str = ""
    answer: str = ""
    names: tuple[str, ...] = ()

    @property
    def blocks(self) -> bool:
        """A version with this fault could not be walked through."""
        return self.kind not in WARNINGS


def new_faults(framework: Framework, before: Framework) -> list[Fault]:
    """The faults of a framework without the warnings that the one before had already: whoever published that one knew.

    What stops a walk is always among them.
    """
    known = {(fault.kind, fault.name) for fault in check_framework(before) if not fault.blocks}
    return [fault for fault in check_framework(framework) if fault.blocks or (fault.kind, fault.name) not in known]


def check_framework(framework: Framework) -> list[Fault]:
    """The faults of a framework: of the whole, of each step and outcome in reading order, of loops, of what nobody reaches.

    What follows from another fault is not told again: a step whose answer leads nowhere is no loop without a way out; where
    there is no outcome at all no loop has one; an outcome that only an unreachable step leads to is not told. An empty
    framework has no faults. Time and memory grow with the number of answers.
    """
    if not framework:
        return []
    if not framework.steps:
        return [Fault(NO_STEP), *_names(framework)]
    known = framework.by_name()
    faults = [] if framework.outcomes else [Fault(NO_OUTCOME)]
    faults += _names(framework)
    for step in framework.steps:
        faults += _answers(step, known)
    leads_to = {name: _known_targets(node, known) for name, node in known.items()}
    if framework.outcomes:
        faults += _loops(known, leads_to)
    return faults + list(_unreachable(framework, known, leads_to))


def _names(framework: Framework) -> Iterator[Fault]:
    nodes = framework.nodes
    counts = Counter(node.name for node in nodes)
    told: set[str] = set()
    for node in nodes:
        if not node.name:
            yield Fault(NO_NAME, node.place)
        elif counts[node.name] > 1 and node.name not in told:
            told.add(node.name)
            yield Fault(REPEATED_NAME, node.place, node.name)


def _answers(step: Step, known: Mapping[str, Step | Outcome]) -> Iterator[Fault]:
    if not step.answers:
        yield Fault(NO_ANSWER, step.place, step.name)
    seen: set[str] = set()
    for answer in step.answers:
        folded = answer.text.casefold()
        if folded in seen:
            yield Fault(REPEATED_ANSWER, step.place, step.name, answer.text)
        seen.add(folded)
        if not answer.targets:
            yield Fault(NO_TARGET, step.place, step.name, answer.text)
        for target in answer.targets:
            if target not in known:
                yield Fault(UNKNOWN_TARGET, step.place, step.name, answer.text, (target,))


def _known_targets(node: Step | Outcome, known: Mapping[str, Step | Outcome]) -> tuple[str, ...]:
    """The names that a step's answers lead to, each once; of an outcome none."""
    if isinstance(node, Outcome):
        return ()
    return tuple(dict.fromkeys(target for answer in node.answers for target in answer.targets if target in known))


def _loops(known: Mapping[str, Step | Outcome], leads_to: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    """Loops that nothing leads out of: a part in which each step reaches each other, without an outcome and without an answer
    that another fault names already."""
    order = {name: index for index, name in enumerate(known)}
    found = []
    for part in strong_parts(leads_to):
        inside = set(part)
        leaves = any(target not in inside for name in part for target in leads_to[name])
        stops = any(_stops(known[name], known) for name in part)
        if not leaves and not stops:
            found.append(sorted(part, key=order.__getitem__))
    for names in sorted(found, key=lambda names: order[names[0]]):
        yield Fault(NO_WAY_OUT, known[names[0]].place, names[0], names=tuple(names))


def _stops(node: Step | Outcome, known: Mapping[str, Step | Outcome]) -> bool:
    """The walk ends here: in an outcome, or at a fault of its own."""
    if isinstance(node, Outcome):
        return True
    targets = [answer.targets for answer in node.answers]
    return not targets or any(not names or any(name not in known for name in names) for names in targets)


def _unreachable(
    framework: Framework, known: Mapping[str, Step | Outcome], leads_to: Mapping[str, Sequence[str]]
) -> Iterator[Fault]:
    """Steps and outcomes that no walk from the first step comes to, in reading order, without what they lead to themselves."""
    reached: set[str] = set()
    _reach(framework.steps[0].name, leads_to, reached)
    for name, node in known.items():
        if name and name not in reached:
            yield Fault(UNREACHABLE_STEP if isinstance(node, Step) else UNREACHABLE_OUTCOME, node.place, name)
            _reach(name, leads_to, reached)


def _reach(start: str, leads_to: Mapping[str, Sequence[str]], reached: set[str]) -> None:
    """Add to ``reached`` what a walk from ``start`` comes to."""
    reached.add(start)
    waiting = [start]
    while waiting:
        for target in leads_to[waiting.pop()]:
            if target not in reached:
                reached.add(target)
                waiting.append(target)


def strong_parts(leads_to: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The strongly connected components of a graph, by Tarjan's algorithm without recursion.

    ``leads_to`` gives for every node the nodes it leads to, all of them keys themselves.

    Source: R. Tarjan, Depth-first search and linear graph algorithms, SIAM Journal on Computing 1 (1972), 146-160.
    """
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    held: dict[str, None] = {}
    parts: list[list[str]] = []
    for root in leads_to:
        if root in index:
            continue
        path = [(root, iter(leads_to[root]))]
        index[root] = low[root] = len(index)
        held[root] = None
        while path:
            name, targets = path[-1]
            target = next(targets, None)
            if target is None:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[name])
                if low[name] == index[name]:
                    part: list[str] = []
                    while not part or part[-1] != name:
                        part.append(held.popitem()[0])
                    parts.append(part)
            elif target not in index:
                index[target] = low[target] = len(index)
                held[target] = None
                path.append((target, iter(leads_to[target])))
            elif target in held:
                low[name] = min(low[name], index[target])
    return parts
