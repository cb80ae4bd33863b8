"""The walk in the browser is the server's walk, on one table and on frameworks that nobody drew; the motivation as lines."""

from __future__ import annotations

import json
import random
from typing import Any

from handbook.framework.graph import Framework
from handbook.framework.walking import walk
from tests.factories.frameworks import METHOD, OUTCOMES, chain, make_framework
from tests.handbook.framework.test_walking import WALKS
from tests.look.test_scripts import run_node

WALK = "walking/walk.js"
MADE = 1500
WORDS = {
    "title": "Motivering",
    "persons": "Betrokkenen",
    "outcome": "Uitkomst: %s",
    "for": "Voor",
    "pointed": "Het kader wijst aan",
    "reason": "Waarom",
    "why_other": "waarom",
    "which_other": "welke",
    "weighing": "De stappen",
    "answer": "Antwoord",
    "motivation": "Motivering",
    "missing": "nog invullen: %s",
}


def as_data(framework: Framework, motivate: str = "") -> dict[str, Any]:
    """A framework as the page gives it to the scripts."""
    return {
        "steps": [
            {
                "name": step.name,
                "question": step.question,
                "motivate": motivate,
                "answers": [{"text": answer.text, "targets": list(answer.targets)} for answer in step.answers],
            }
            for step in framework.steps
        ],
        "outcomes": [{"name": one.name, "title": one.title} for one in framework.outcomes],
    }


def told(path: dict[str, Any]) -> dict[str, Any]:
    """A path of the browser in the words of the table."""
    current = path["current"]
    return {
        "stations": [[one["step"], one["visit"], one["choice"], one["after"]] for one in path["stations"]],
        "current": [current["step"], current["visit"], current["after"]] if current else None,
        "waiting": path["waiting"],
        "reached": [[one["outcome"], one["after"]] for one in path["reached"]],
    }


def on_the_server(framework: Framework, choices: list[tuple[str, int, int]]) -> dict[str, Any]:
    path = walk(framework, {(step, visit): choice for step, visit, choice in choices})
    return {
        "stations": [[one.step.name, one.visit, one.choice, one.after] for one in path.stations],
        "current": [path.current.step.name, path.current.visit, path.current.after] if path.current else None,
        "waiting": [step.name for step in path.waiting],
        "reached": [[one.outcome.name, one.after] for one in path.reached],
    }


def test_the_browser_walks_as_the_table_says():
    calls = [[as_data(make_framework(case["steps"], case["outcomes"])), case["choices"]] for case in WALKS]
    for case, path in zip(WALKS, run_node(WALK, "walk", calls), strict=True):
        assert told(path) == case["path"], case["name"]


def test_both_walk_the_same_through_frameworks_that_nobody_drew():
    dice = random.Random(20261129)
    cases = []
    for _turn in range(MADE):
        names = [f"N{number}" for number in range(dice.randint(1, 7))]
        # Names that are not there and an outcome with the name of a step are among the targets.
        targets = [*names, *OUTCOMES, "weg"]
        steps = {
            name: {str(number): "+".join(dice.sample(targets, dice.randint(0, 3))) for number in range(dice.randint(0, 4))}
            for name in names
        }
        framework = make_framework(steps, [*OUTCOMES, dice.choice(names)])
        choices = [(name, visit, dice.randint(-1, 4)) for name in names for visit in range(1, dice.randint(1, 5))]
        cases.append((framework, choices))
    ends = 0
    browser = run_node(WALK, "walk", [[as_data(framework), choices] for framework, choices in cases])
    for (framework, choices), path in zip(cases, browser, strict=True):
        expected = on_the_server(framework, choices)
        assert told(path) == expected, json.dumps([as_data(framework), choices])
        ends += expected["current"] is None
    assert MADE / 10 < ends < MADE * 9 / 10, "the walks are all alike"


def test_a_walk_of_200_steps_comes_to_its_end():
    choices = [[f"N{number}", 1, 0] for number in range(200)]
    [path] = run_node(WALK, "walk", [[as_data(chain(200)), choices]])
    assert [len(path["stations"]), [one["outcome"] for one in path["reached"]]] == [200, ["O0"]]


def composed(choices: list[list[Any]], *, motivate: str = "Waarom?", **notes: Any) -> list[list[str]]:
    framework = as_data(make_framework(METHOD), motivate)
    [path] = run_node(WALK, "walk", [[framework, choices]])
    own = {"persons": "", "motivations": {}, "conclusions": {}, **notes}
    case = {"framework": framework, "path": path, "notes": own, "words": WORDS, "about": "Handreiking 0.2"}
    [lines] = run_node("walking/motivation.js", "compose", [[case]])
    return [[one["kind"], one["label"], one["text"]] for one in lines]


BOTH = [["N1", 1, 0], ["N2", 1, 2], ["N4", 1, 3], ["N5", 1, 0]]


def test_the_motivation_tells_outcomes_for_whom_and_each_step_with_its_answer():
    lines = composed(
        BOTH,
        persons=" [leerling] \n\n[moeder]\n[leerling]",
        motivations={'["N1",1]': "Er is gebeld.\n\nEn geschreven.", '["N2",1]': "Ja $& nee.", '["N3",1]': "Niet op het pad."},
        conclusions={
            "O2": {"persons": ["[leerling]", "iemand die weg is"], "other": None, "reason": "blijft weg"},
            "O3": {"persons": ["[moeder]"], "other": "O1", "reason": "Zij werkt mee."},
        },
    )
    assert lines[:11] == [
        ["title", "", "Motivering"],
        ["text", "", "Handreiking 0.2"],
        ["text", "Betrokkenen", "[leerling], [moeder]"],
        ["heading", "", "Uitkomst: O1 Uitkomst O1"],
        ["text", "Voor", "[moeder]"],
        ["text", "Het kader wijst aan", "O3 Uitkomst O3"],
        ["text", "Waarom", "Zij werkt mee."],
        ["heading", "", "Uitkomst: O2 Uitkomst O2"],
        ["text", "Voor", "[leerling]"],
        ["heading", "", "De stappen"],
        ["subheading", "", "1. Vraag N1? (N1)"],
    ]
    assert lines[11:14] == [
        ["text", "Antwoord", "ja"],
        ["text", "Motivering", "Er is gebeld."],
        ["text", "", "En geschreven."],
    ]
    assert ["text", "Motivering", "Ja $& nee."] in lines
    assert ["text", "Motivering", "[nog invullen: Waarom?]"] in lines
    assert not [one for one in lines if "Niet op het pad" in one[2] or "blijft weg" in one[2]]


def test_what_is_missing_is_told_and_a_step_that_asks_nothing_has_no_gap():
    bare = {"O0": {"persons": [], "other": "", "reason": ""}}
    lines = composed([["N1", 1, 1]], conclusions=bare)
    assert ["heading", "", "Uitkomst: [nog invullen: welke]"] in lines
    assert ["text", "Waarom", "[nog invullen: waarom]"] in lines
    assert composed([["N1", 1, 1]], motivate="")[-1] == ["text", "Antwoord", "nee"]


def test_the_text_to_copy_has_an_empty_line_before_each_heading():
    lines = [
        {"kind": "title", "label": "", "text": "Motivering"},
        {"kind": "heading", "label": "", "text": "Uitkomst"},
        {"kind": "text", "label": "Voor", "text": "[leerling]"},
    ]
    assert run_node("walking/motivation.js", "textOf", [[lines]]) == ["Motivering\n\nUitkomst\nVoor: [leerling]\n"]
