"""A walk is read from its answers: onward, back, round a loop, in two places at once. The table holds the browser to it too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.framework.graph import Framework
from handbook.framework.walking import walk
from tests.factories.frameworks import METHOD, chain, make_framework

WALKS = json.loads((Path(__file__).parent / "walks.json").read_text())
"""Each with the steps in short, the answers given, and the path they make up: what the browser's walk is held to as well."""


def tell(path):
    """A path in the words of the table."""
    return {
        "stations": [[one.step.name, one.visit, one.choice, one.after] for one in path.stations],
        "current": [path.current.step.name, path.current.visit, path.current.after] if path.current else None,
        "waiting": [step.name for step in path.waiting],
        "reached": [[one.outcome.name, one.after] for one in path.reached],
    }


@pytest.mark.parametrize("case", WALKS, ids=lambda case: case["name"])
def test_the_path_that_answers_make_up(case):
    framework = make_framework(case["steps"], case["outcomes"])
    choices = {(step, visit): choice for step, visit, choice in case["choices"]}
    assert tell(walk(framework, choices)) == case["path"]


def test_nothing_has_no_path():
    assert walk(Framework(), {}).is_finished


def test_a_visit_is_found_on_the_path_answered_or_not():
    path = walk(make_framework(METHOD), {("N1", 1): 0})
    assert path.at("N1", 1) is path.stations[0]
    assert path.at("N2", 1) is path.current
    assert path.at("N3", 1) is None


@given(st.dictionaries(st.tuples(st.sampled_from(list(METHOD)), st.integers(1, 4)), st.integers(0, 4)))
def test_every_answer_on_the_path_was_given_and_each_visit_comes_once(choices):
    path = walk(make_framework(METHOD), choices)
    visits = [(one.step.name, one.visit) for one in path.stations]
    assert len(visits) == len(set(visits))
    assert all(choices[one.step.name, one.visit] == one.choice for one in path.stations)
    assert [one.after for one in path.stations[:1]] == [None] * len(path.stations[:1])
    assert all(one.after is not None and one.after < here for here, one in enumerate(path.stations) if here)
    assert path.is_finished == (path.current is None)
    if path.is_finished:
        assert path.reached


def test_a_long_walk_ends_where_its_answers_lead():
    path = walk(chain(200), {(f"N{number}", 1): 0 for number in range(200)})
    assert [len(path.stations), [one.outcome.name for one in path.reached]] == [200, ["O0"]]
