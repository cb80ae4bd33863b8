"""Frameworks written in short: {"N1": {"ja": "N2", "nee": "O1+O2"}}; and as the blocks of a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handbook.exchange.document import Block
from handbook.exchange.making import make_block
from handbook.framework.graph import Answer, Framework, Outcome, Place, Step, targets_of

HERE = Place("3.1", "k", "Afwegingskader")
Short = Mapping[str, Mapping[str, str]]

METHOD: Short = {
    "N1": {"ja": "N2", "nee": "O0"},
    "N2": {"ja": "N3", "onduidelijk": "N2", "nee": "N4"},
    "N3": {"ja": "O1", "nee": "N4"},
    "N4": {"nee": "N2", "leerling": "N5", "ouders": "O3", "beide": "N5+O3"},
    "N5": {"ja": "O2", "nee": "O3"},
}
"""A small method like the real one: a loop, "onduidelijk" that asks again, an answer that leads to two places."""

OUTCOMES = ("O0", "O1", "O2", "O3")


def make_framework(steps: Short = METHOD, outcomes: Iterable[str] = OUTCOMES) -> Framework:
    return Framework(
        tuple(
            Step(name, f"Vraag {name}?", tuple(Answer(text, targets_of(target)) for text, target in answers.items()), HERE)
            for name, answers in steps.items()
        ),
        tuple(Outcome(name, f"Uitkomst {name}", HERE, f"{name} Uitkomst {name}") for name in outcomes),
    )


def chain(length: int) -> Framework:
    """A sound framework of so many steps: each goes on, back ten steps, ahead seven steps or ends."""
    steps: dict[str, dict[str, str]] = {}
    for number in range(length):
        onward = f"N{number + 1}" if number + 1 < length else "O0"
        ahead = f"N{number + 7}" if number + 7 < length else "O1"
        steps[f"N{number}"] = {
            "ja": onward,
            "onduidelijk": f"N{max(0, number - 10)}",
            "nee": f"O{number % 9}",
            "beide": f"{onward}+{ahead}",
        }
    return make_framework(steps, [f"O{number}" for number in range(9)])


def framework_blocks(steps: Short = METHOD, outcomes: Iterable[str] = OUTCOMES) -> list[Block]:
    """The same as blocks of a text."""
    made = [
        make_block(
            "step",
            data={
                "id": name,
                "question": f"Vraag {name}?",
                "help": "",
                "motivate": "Waarom?",
                "answers": [{"answer": text, "target": target, "note": ""} for text, target in answers.items()],
            },
        )
        for name, answers in steps.items()
    ]
    return made + [make_block("outcome", data={"id": name, "title": f"Uitkomst {name}"}) for name in outcomes]
