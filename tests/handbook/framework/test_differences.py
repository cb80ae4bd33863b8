"""Each difference is told once, in the terms of who walks through the framework, and what stayed is not told at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.framework import differences
from handbook.framework.differences import Difference, compare_frameworks
from handbook.framework.graph import Answer, Framework, Outcome, Step, targets_of
from tests.factories.frameworks import METHOD, OUTCOMES, chain, make_framework

OLD = make_framework()


def changed(**answers: dict[str, str]) -> Framework:
    return make_framework({**METHOD, **answers})


def with_step(index: int, **fields: object) -> Framework:
    steps = list(OLD.steps)
    steps[index] = replace(steps[index], **fields)
    return replace(OLD, steps=tuple(steps))


def identified(framework: Framework) -> Framework:
    """Every step and outcome in a passage with an id, as in a frozen version."""

    def known(node: Step | Outcome) -> Step | Outcome:
        return replace(node, place=replace(node.place, passage=f"p-{node.name}"))

    return Framework(tuple(map(known, framework.steps)), tuple(map(known, framework.outcomes)))


def renamed(framework: Framework, names: dict[str, str]) -> Framework:
    """The same passages with other names, and the answers to go with them."""
    return Framework(
        tuple(
            replace(
                step,
                name=names.get(step.name, step.name),
                answers=tuple(replace(one, targets=tuple(names.get(name, name) for name in one.targets)) for one in step.answers),
            )
            for step in framework.steps
        ),
        tuple(replace(outcome, name=names.get(outcome.name, outcome.name)) for outcome in framework.outcomes),
    )


def test_the_same_framework_has_no_differences():
    assert compare_frameworks(OLD, make_framework()) == []
    assert compare_frameworks(Framework(), Framework()) == []


def test_a_step_that_was_added_is_told_with_its_neighbours():
    steps = {"N1": METHOD["N1"], "N1b": {"ja": "O1"}, **{name: METHOD[name] for name in ("N2", "N3", "N4", "N5")}}
    assert compare_frameworks(OLD, make_framework(steps)) == [
        Difference("step_added", "N1b", new="Vraag N1b?", before="N2", after="N1")
    ]
    assert compare_frameworks(OLD, changed(N6={"ja": "O1"})) == [Difference("step_added", "N6", new="Vraag N6?", after="N5")]


def test_a_step_that_was_removed_is_told_and_so_is_each_answer_that_now_leads_elsewhere():
    steps = {**METHOD, "N4": {**METHOD["N4"], "leerling": "O2", "beide": "O2+O3"}}
    del steps["N5"]
    assert compare_frameworks(OLD, make_framework(steps)) == [
        Difference("answer_leads", "N4", "leerling", "N5", "O2"),
        Difference("answer_leads", "N4", "beide", "N5 + O3", "O2 + O3"),
        Difference("step_removed", "N5", old="Vraag N5?"),
    ]


@pytest.mark.parametrize(
    ("fields", "difference"),
    [
        ({"question": "Wat nu?"}, Difference("question", "N3", old="Vraag N3?", new="Wat nu?")),
        ({"motivate": "Waarom?"}, Difference("motivation", "N3", new="Waarom?")),
        ({"help": "<p>Kijk breed.</p>"}, Difference("help", "N3")),
    ],
)
def test_what_a_step_says_is_told(fields, difference):
    assert compare_frameworks(OLD, with_step(2, **fields)) == [difference]


def test_answers_that_came_went_or_have_other_words_are_told():
    now = changed(N3={"ja, zeker": "O1", "nee": "N4", "deels": "N5"})
    assert compare_frameworks(OLD, now) == [
        Difference("answer_worded", "N3", "ja, zeker", old="ja"),
        Difference("answer_added", "N3", "deels", new="N5"),
    ]
    assert compare_frameworks(now, OLD)[-1] == Difference("answer_removed", "N3", "deels", old="N5")


def test_the_note_of_an_answer_is_told():
    answers = (Answer("ja", ("O1",), "Schrijf op waarom."), Answer("nee", ("N4",)))
    assert compare_frameworks(OLD, with_step(2, answers=answers)) == [Difference("note", "N3", "ja")]


def test_a_name_that_changed_is_told_once_and_changes_no_answer():
    now = renamed(identified(OLD), {"N4": "N4a", "O3": "O9"})
    assert compare_frameworks(identified(OLD), now) == [
        Difference("step_named", "N4a", old="N4"),
        Difference("outcome_named", "O9", old="O3"),
    ]


def test_a_step_in_between_that_shifts_all_names_is_one_step_added():
    shifted = renamed(identified(OLD), {"N2": "N3", "N3": "N4", "N4": "N5", "N5": "N6"})
    added = Step("N2", "Nieuw?", (Answer("ja", targets_of("N3")),), OLD.steps[0].place)
    now = replace(shifted, steps=(shifted.steps[0], added, *shifted.steps[1:]))
    told = compare_frameworks(identified(OLD), now)
    assert [one.kind for one in told] == ["step_added", *["step_named"] * 4]
    assert told[0] == Difference("step_added", "N2", new="Nieuw?", before="N3", after="N1")


def test_another_beginning_is_told():
    steps = {name: METHOD[name] for name in ("N2", "N1", "N3", "N4", "N5")}
    assert compare_frameworks(OLD, make_framework(steps)) == [Difference("beginning", "N2", old="N1")]


def test_outcomes_that_came_went_or_say_something_else_are_told():
    now = make_framework(METHOD, ["O0", "O1", "O2", "O9"])
    assert compare_frameworks(OLD, now) == [
        Difference("outcome_added", "O9", new="Uitkomst O9"),
        Difference("outcome_removed", "O3", old="Uitkomst O3"),
    ]
    first, *others = OLD.outcomes
    titled = replace(first, title="Afsluiten", text="O0 Afsluiten")
    assert compare_frameworks(OLD, replace(OLD, outcomes=(titled, *others))) == [
        Difference("outcome_titled", "O0", old="Uitkomst O0", new="Afsluiten")
    ]
    longer = replace(first, text=f"{first.text}\nU schrijft de ouders.")
    assert compare_frameworks(OLD, replace(OLD, outcomes=(longer, *others))) == [Difference("outcome_text", "O0")]


def test_a_framework_that_came_is_told_step_by_step():
    kinds = [one.kind for one in compare_frameworks(Framework(), OLD)]
    assert kinds == ["step_added"] * len(METHOD) + ["outcome_added"] * len(OUTCOMES)


graphs = st.dictionaries(
    st.sampled_from([f"N{number}" for number in range(6)]),
    st.dictionaries(st.sampled_from(["ja", "nee", "deels"]), st.sampled_from(["N1", "O1", "N2+O1"]), min_size=1),
)


@given(graphs, graphs)
def test_there_are_differences_exactly_where_frameworks_differ(old, new):
    before, after = make_framework(old, ["O1"]), make_framework(new, ["O1"])
    told = compare_frameworks(before, after)
    in_other_order = sorted(old) == sorted(new) and list(old) != list(new)
    same = all(old[name] == new[name] for name in old) if sorted(old) == sorted(new) else False
    if same:
        assert {one.kind for one in told} <= ({differences.BEGINNING} if in_other_order else set())
    else:
        assert told


def test_two_frameworks_of_two_hundred_steps_are_compared():
    assert compare_frameworks(chain(200), chain(200)) == []
