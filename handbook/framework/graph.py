"""Steps, answers and outcomes as a graph, read out of the passages of a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from handbook.exchange.document import Document
from handbook.exchange.making import AND

FRAMEWORK_TYPES = ("step", "outcome")
"""The passage types that a framework is made of."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a section by number, key (UUID as text) and title, and the id of the passage.

    In the living text a passage may have no id yet; it is "" then.
    """

    number: str
    key: str
    title: str
    passage: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a step. ``targets`` are names of steps or outcomes: more than one where a case goes on in several places
    at once (the pupil to N6a and the parents to N7), none where the answer leads nowhere."""

    text: str
    targets: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A question of the method. ``help`` is safe markup, ``motivate`` says what must be written down ("" for nothing)."""

    name: str
    question: str
    answers: tuple[Answer, ...]
    place: Place
    help: str = ""
    motivate: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where the method ends. ``text`` is the plain text of what it means, its name and title included."""

    name: str
    title: str
    place: Place
    text: str = ""


@dataclass(frozen=True, slots=True)
class Framework:
    """All steps and outcomes of a text in reading order; two may have one name, which `checks` finds."""

    steps: tuple[Step, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    def __bool__(self) -> bool:
        """A text without any step or outcome has no framework."""
        return bool(self.steps or self.outcomes)

    @property
    def first(self) -> Step | None:
        """Where every case begins: the step that stands first in the text."""
        return self.steps[0] if self.steps else None

    @property
    def nodes(self) -> list[Step | Outcome]:
        """The steps, and behind them the outcomes."""
        return [*self.steps, *self.outcomes]

    def by_name(self) -> dict[str, Step | Outcome]:
        """Steps and outcomes by their names; of several with one name the one that stands first, a step before an outcome."""
        found: dict[str, Step | Outcome] = {}
        for node in self.nodes:
            found.setdefault(node.name, node)
        return found


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage that is a step or an outcome: its type, its data as the Document has them, its plain text, where it stands."""

    type: str
    data: Mapping[str, Any]
    text: str
    place: Place


def framework_of(pieces: Iterable[Piece]) -> Framework:
    """The framework that these passages make up, in the order they are given."""
    steps: list[Step] = []
    outcomes: list[Outcome] = []
    for piece in pieces:
        data = piece.data
        if piece.type == "step":
            answers = tuple(
                Answer(answer["answer"], targets_of(answer["target"]), answer["note"]) for answer in data.get("answers", ())
            )
            steps.append(Step(data["id"], data["question"], answers, piece.place, data["help"], data["motivate"]))
        else:
            outcomes.append(Outcome(data["id"], data["title"], piece.place, piece.text))
    return Framework(tuple(steps), tuple(outcomes))


def framework_of_document(document: Document) -> Framework:
    """The framework of a text that is no version (yet): of the living text, or of a file."""
    return framework_of(
        Piece(block.type, block.data, block.text, Place(section.number, section.key or "", section.title, block.id or ""))
        for section in document.sections
        for block in section.blocks
        if block.type in FRAMEWORK_TYPES
    )


def targets_of(target: str) -> tuple[str, ...]:
    """The names in the target of an answer: "N6a + N7" leads to two; no name twice."""
    return tuple(dict.fromkeys(name for name in (part.strip() for part in target.split(AND.strip())) if name))
