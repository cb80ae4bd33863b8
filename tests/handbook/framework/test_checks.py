"""Every fault that would stop a walk is found, and nothing else: each is planted alone in a sound framework."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.framework import checks
from handbook.framework.checks import check_framework, strong_parts
from handbook.framework.graph import Framework
from tests.factories.frameworks import METHOD, OUTCOMES, chain, make_framework
from tests.fixtures.working import lines_run

NAMES = [f"N{number}" for number in range(8)]


def told(framework: Framework) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(fault.kind, fault.name, fault.answer, fault.names) for fault in check_framework(framework)]


def changed(**answers: dict[str, str]) -> Framework:
    """The sound method with these steps instead of its own, or after them."""
    return make_framework({**METHOD, **answers})


def test_a_method_with_a_loop_a_question_to_ask_again_and_two_targets_is_sound():
    assert check_framework(make_framework()) == []


def test_a_text_without_steps_has_no_framework_and_no_faults():
    assert not Framework()
    assert check_framework(Framework()) == []


def test_an_answer_without_a_target_is_found():
    assert told(changed(N3={"ja": "O1", "nee": "N4", "deels": ""})) == [(checks.NO_TARGET, "N3", "deels", ())]


@pytest.mark.parametrize("target", ["N99", "O1+N99", "n4"])
def test_an_answer_that_leads_to_a_name_that_is_not_there_is_found(target):
    unknown = target.split("+")[-1]
    assert told(changed(N3={"ja": "O1", "nee": "N4", "deels": target})) == [(checks.UNKNOWN_TARGET, "N3", "deels", (unknown,))]


def test_a_step_without_answers_is_found():
    assert told(changed(N3={"ja": "O1", "nee": "N9"}, N9={})) == [(checks.NO_ANSWER, "N9", "", ())]


def test_a_step_that_nobody_reaches_is_found():
    assert told(changed(N9={"ja": "O1"})) == [(checks.UNREACHABLE_STEP, "N9", "", ())]


def test_steps_that_only_reach_each_other_are_reached_by_nobody_which_is_told_of_the_first():
    assert told(changed(N8={"ja": "N9"}, N9={"ja": "N8", "nee": "O1"})) == [(checks.UNREACHABLE_STEP, "N8", "", ())]


def test_what_only_an_unreachable_step_leads_to_is_not_told_beside_it():
    framework = make_framework({**METHOD, "N9": {"ja": "O9", "nee": "N2"}}, [*OUTCOMES, "O9"])
    assert told(framework) == [(checks.UNREACHABLE_STEP, "N9", "", ())]


def test_an_outcome_that_nobody_reaches_is_found():
    assert told(make_framework(METHOD, [*OUTCOMES, "O9"])) == [(checks.UNREACHABLE_OUTCOME, "O9", "", ())]


def test_a_loop_without_a_way_out_is_found_once_with_its_steps():
    loop = {"N7": {"ja": "N9"}, "N8": {"ja": "N7", "nee": "N9"}, "N9": {"ja": "N8"}}
    assert told(changed(N3={"ja": "O1", "nee": "N8"}, **loop)) == [(checks.NO_WAY_OUT, "N7", "", ("N7", "N8", "N9"))]


def test_a_step_that_only_asks_itself_again_is_a_loop_too():
    assert told(changed(N3={"ja": "O1", "nee": "N9"}, N9={"onduidelijk": "N9"})) == [(checks.NO_WAY_OUT, "N9", "", ("N9",))]


def test_a_step_that_leads_only_into_a_loop_is_not_told_beside_it():
    found = told(changed(N3={"ja": "O1", "nee": "N8"}, N8={"ja": "N9"}, N9={"onduidelijk": "N9"}))
    assert found == [(checks.NO_WAY_OUT, "N9", "", ("N9",))]


def test_two_steps_with_one_name_are_told_once():
    sound = make_framework()
    assert told(Framework((*sound.steps, sound.steps[1], sound.steps[1]), sound.outcomes)) == [
        (checks.REPEATED_NAME, "N2", "", ())
    ]


def test_a_step_and_an_outcome_with_one_name_are_told():
    assert told(make_framework(METHOD, [*OUTCOMES, "N4"])) == [(checks.REPEATED_NAME, "N4", "", ())]


def test_two_answers_that_read_alike_are_told():
    assert told(changed(N5={"ja": "O2", "nee": "O3", "Ja": "O3"})) == [(checks.REPEATED_ANSWER, "N5", "Ja", ())]


def test_an_outcome_without_a_name_is_found():
    assert told(make_framework(METHOD, [*OUTCOMES, ""])) == [(checks.NO_NAME, "", "", ())]


def test_without_any_outcome_that_is_the_fault_and_not_each_loop():
    assert told(make_framework({"N1": {"ja": "N2"}, "N2": {"nee": "N1"}}, [])) == [(checks.NO_OUTCOME, "", "", ())]


def test_without_any_step_that_is_the_fault_and_not_each_outcome():
    assert told(make_framework({}, ["O1", "O2"])) == [(checks.NO_STEP, "", "", ())]


def test_only_what_nobody_reaches_lets_a_version_be_published():
    assert {fault.kind for fault in check_framework(changed(N9={"ja": "O1"})) if not fault.blocks} == {checks.UNREACHABLE_STEP}
    assert [fault.blocks for fault in check_framework(changed(N9={}))] == [True, False]


graphs = st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from([*NAMES, "O1"]), min_size=1, max_size=4), min_size=1)


@given(graphs)
def test_no_fault_but_a_warning_means_that_every_step_leads_to_an_outcome(graph):
    steps = {name: {f"a{number}": target for number, target in enumerate(targets)} for name, targets in graph.items()}
    blocking = {fault.kind for fault in check_framework(make_framework(steps, ["O1"])) if fault.blocks}
    ends = {"O1"}
    for _turn in NAMES:
        ends |= {name for name, targets in graph.items() if ends & set(targets)}
    unknown = any(target not in {*graph, "O1"} for targets in graph.values() for target in targets)
    assert (checks.UNKNOWN_TARGET in blocking) == unknown
    if not unknown:
        assert (checks.NO_WAY_OUT in blocking) == (not set(graph) <= ends)


@given(graphs)
def test_the_parts_of_a_graph_are_those_in_which_each_reaches_each(graph):
    leads_to = {name: [target for target in targets if target in graph] for name, targets in graph.items()}
    reach = {name: {name, *targets} for name, targets in leads_to.items()}
    for _turn in NAMES:
        reach = {name: set().union(*(reach[target] for target in reached)) for name, reached in reach.items()}
    expected = {frozenset(other for other in graph if other in reach[name] and name in reach[other]) for name in graph}
    assert {frozenset(part) for part in strong_parts(leads_to)} == expected


def test_a_long_chain_of_steps_does_not_overflow():
    assert check_framework(chain(5000)) == []


def test_two_hundred_steps_are_checked_in_a_look_at_each_answer():
    small, large = (lines_run(partial(check_framework, chain(steps))) for steps in (100, 200))
    assert large < 2.2 * small, "twice the steps is twice the work"
    assert large < 100_000, "at a microsecond a line, a tenth of a second"
