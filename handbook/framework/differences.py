"""What is different between the frameworks of two versions, step by step, in terms of what a reader would do otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from handbook.framework.graph import Answer, Framework, Outcome, Step

STEP_ADDED = "step_added"
STEP_REMOVED = "step_removed"
STEP_NAMED = "step_named"
BEGINNING = "beginning"
QUESTION = "question"
HELP = "help"
MOTIVATION = "motivation"
ANSWER_ADDED = "answer_added"
ANSWER_REMOVED = "answer_removed"
ANSWER_WORDED = "answer_worded"
ANSWER_LEADS = "answer_leads"
NOTE = "note"
OUTCOME_ADDED = "outcome_added"
OUTCOME_REMOVED = "outcome_removed"
OUTCOME_NAMED = "outcome_named"
OUTCOME_TITLED = "outcome_titled"
OUTCOME_TEXT = "outcome_text"

_Node = TypeVar("_Node", Step, Outcome)


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: its kind, the step or outcome (by its name now, or the name it had), the answer, and what was and is.

    ``old`` and ``new`` are words (questions, titles, answers) or names joined by " + " (ANSWER_LEADS). ``before`` and ``after``
    are the names of the neighbours of a step that was added, "" where it is the last or the first.
    """

    kind: str
    name: str = ""
    answer: str = ""
    old: str = ""
    new: str = ""
    before: str = ""
    after: str = ""


def compare_frameworks(old: Framework, new: Framework) -> list[Difference]:
    """The differences in the reading order of the new framework; what was removed stands behind the steps, or the outcomes.

    A step is the same one when its passage has kept its id, else when it has kept its name; so that a step that was added in
    between does not make all later ones look changed. That a step is called otherwise is told once, and an answer that leads to
    it leads to the same place.
    """
    steps = _pairs(old.steps, new.steps)
    outcomes = _pairs(old.outcomes, new.outcomes)
    now_called = {before.name: after.name for before, after in steps.values()}
    now_called |= {before.name: after.name for before, after in outcomes.values()}
    found: list[Difference] = []
    if old.first and new.first and now_called.get(old.first.name) != new.first.name:
        found.append(Difference(BEGINNING, new.first.name, old=old.first.name))
    for after, step, before in _between(new.steps):
        pair = steps.get(id(step))
        if pair is None:
            found.append(Difference(STEP_ADDED, step.name, new=step.question, before=before, after=after))
        else:
            found += _step(*pair, now_called)
    kept = {id(before) for before, _after in steps.values()}
    found += [Difference(STEP_REMOVED, step.name, old=step.question) for step in old.steps if id(step) not in kept]
    for outcome in new.outcomes:
        known = outcomes.get(id(outcome))
        found += _outcome(*known) if known else [Difference(OUTCOME_ADDED, outcome.name, new=outcome.title)]
    kept = {id(before) for before, _after in outcomes.values()}
    return found + [Difference(OUTCOME_REMOVED, one.name, old=one.title) for one in old.outcomes if id(one) not in kept]


def pair_steps(old: Framework, new: Framework) -> dict[str, Step]:
    """The steps of the old framework that the new one still has, by the name that each has now."""
    return {after.name: before for before, after in _pairs(old.steps, new.steps).values()}


def _pairs(old: Sequence[_Node], new: Sequence[_Node]) -> dict[int, tuple[_Node, _Node]]:
    """The old and the new one of each that stayed, by the identity of the new one; by passage first, then by name."""
    pairs: dict[int, tuple[_Node, _Node]] = {}
    taken: set[int] = set()
    keys: tuple[Callable[[_Node], str], ...] = (lambda node: node.place.passage, lambda node: node.name)
    for key in keys:
        free: dict[str, _Node] = {}
        for node in old:
            if key(node) and id(node) not in taken:
                free.setdefault(key(node), node)
        for node in new:
            if id(node) not in pairs and key(node) in free:
                before = free.pop(key(node))
                taken.add(id(before))
                pairs[id(node)] = (before, node)
    return pairs


def _between(steps: Sequence[Step]) -> Iterator[tuple[str, Step, str]]:
    """Each step between the names of its neighbours in the text."""
    names = ["", *(step.name for step in steps), ""]
    for step, (after, before) in zip(steps, zip(names, names[2:], strict=False), strict=True):
        yield after, step, before


def _step(old: Step, new: Step, now_called: Mapping[str, str]) -> Iterator[Difference]:
    if old.name != new.name:
        yield Difference(STEP_NAMED, new.name, old=old.name)
    if old.question != new.question:
        yield Difference(QUESTION, new.name, old=old.question, new=new.question)
    if old.help != new.help:
        yield Difference(HELP, new.name)
    yield from _answers(old, new, now_called)
    if old.motivate != new.motivate:
        yield Difference(MOTIVATION, new.name, old=old.motivate, new=new.motivate)


def _answers(old: Step, new: Step, now_called: Mapping[str, str]) -> Iterator[Difference]:
    """Answers by their words; of those left over, one that leads to the same place has other words."""
    before = {answer.text.casefold(): answer for answer in old.answers}
    after = {answer.text.casefold(): answer for answer in new.answers}
    gone = [answer for folded, answer in before.items() if folded not in after]
    for folded, answer in after.items():
        known = before.get(folded)
        if known is None:
            known = next((one for one in gone if _leads(one, now_called) == answer.targets), None)
            if known is None:
                yield Difference(ANSWER_ADDED, new.name, answer.text, new=" + ".join(answer.targets))
                continue
            gone.remove(known)
            yield Difference(ANSWER_WORDED, new.name, answer.text, old=known.text)
        elif _leads(known, now_called) != answer.targets:
            yield Difference(ANSWER_LEADS, new.name, answer.text, " + ".join(known.targets), " + ".join(answer.targets))
        if known.note != answer.note:
            yield Difference(NOTE, new.name, answer.text)
    for answer in gone:
        yield Difference(ANSWER_REMOVED, new.name, answer.text, old=" + ".join(answer.targets))


def _leads(answer: Answer, now_called: Mapping[str, str]) -> tuple[str, ...]:
    """Where an old answer leads, by the names of now."""
    return tuple(now_called.get(name, name) for name in answer.targets)


def _outcome(old: Outcome, new: Outcome) -> Iterator[Difference]:
    if old.name != new.name:
        yield Difference(OUTCOME_NAMED, new.name, old=old.name)
    if old.title != new.title:
        yield Difference(OUTCOME_TITLED, new.name, old=old.title, new=new.title)
    if _meaning(old) != _meaning(new):
        yield Difference(OUTCOME_TEXT, new.name)


def _meaning(outcome: Outcome) -> str:
    """The text of an outcome without its first line, which is its name and title."""
    return outcome.text.partition("\n")[2]
