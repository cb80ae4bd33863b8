"""Boxes never overlap, lines lead on or back, and the same graph gives the same picture."""

from __future__ import annotations

from functools import partial
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.framework.layout import COLUMN, GAP, Node, back_edges, columns, lay_out, stacked
from tests.factories.frameworks import METHOD, OUTCOMES, Short, chain
from tests.fixtures.working import lines_run

NAMES = [f"N{number}" for number in range(9)]
graphs = st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=4), min_size=1)


def nodes_of(graph: dict[str, list[str]]) -> list[Node]:
    known = {name: [to for to in targets if to in graph] for name, targets in graph.items()}
    return [
        Node(name, 60.0 + 20 * len(targets), 20.0, tuple((60.0 + 20 * index, to) for index, to in enumerate(targets)))
        for name, targets in known.items()
    ]


def method(steps: Short = METHOD) -> list[Node]:
    graph = {name: [part for target in answers.values() for part in target.split("+")] for name, answers in steps.items()}
    return nodes_of({**graph, **{name: [] for name in OUTCOMES}})


def test_a_step_stands_after_the_last_of_those_that_lead_to_it():
    assert columns({"N1": ["N2", "N3"], "N2": ["N3"], "N3": []}) == {"N1": 0, "N2": 1, "N3": 2}


def test_what_closes_a_loop_leads_back():
    assert back_edges({"N1": ["N2"], "N2": ["N2", "N3"], "N3": ["N1", "N4"], "N4": []}) == {("N2", "N2"), ("N3", "N1")}


def test_boxes_stand_as_near_to_their_wish_as_their_neighbours_allow():
    assert stacked([10.0, 200.0], [50.0, 50.0]) == [10.0, 200.0]
    assert stacked([100.0, 100.0], [50.0, 50.0]) == [75.0, 125.0]
    assert stacked([100.0, 0.0, 0.0], [10.0, 10.0, 10.0]) == pytest.approx([70 / 3, 100 / 3, 130 / 3])


@given(graphs)
def test_no_two_boxes_overlap_and_all_stand_on_the_picture(graph):
    nodes = nodes_of(graph)
    layout = lay_out(nodes)
    rooms = [(*layout.boxes[node.name], node.height) for node in nodes]
    for (x1, y1, height1), (x2, y2, height2) in combinations(rooms, 2):
        assert x1 != x2 or y1 + height1 + GAP <= y2 + 1e-6 or y2 + height2 + GAP <= y1 + 1e-6
    for x, y, height in rooms:
        assert 0 <= x <= layout.width - COLUMN
        assert 0 <= y <= layout.height - height


@given(graphs)
def test_every_answer_has_a_line_from_its_place_that_leads_to_its_target(graph):
    nodes = nodes_of(graph)
    layout = lay_out(nodes)
    steps: dict[tuple[float, float], list[tuple[float, float]]] = {}
    for curve in layout.curves:
        steps.setdefault((curve.x1, curve.y1), []).append((curve.x2, curve.y2))
    for left, right, y in layout.tracks:
        steps.setdefault((left, y), []).append((right, y))
    for corners in layout.backs:
        steps.setdefault(corners[0], []).append(corners[-1])
    entries = {node.name: (layout.boxes[node.name][0], layout.boxes[node.name][1] + node.entry) for node in nodes}
    for node in nodes:
        x, y = layout.boxes[node.name]
        for level, target in node.exits:
            reached, waiting = set(), [(x + COLUMN, y + level)]
            while waiting:
                for following in steps.get(waiting.pop(), []):
                    if following not in reached:
                        reached.add(following)
                        waiting.append(following)
            assert entries[target] in reached


@given(graphs)
def test_lines_that_lead_on_pass_no_box(graph):
    nodes = nodes_of(graph)
    layout = lay_out(nodes)
    for left, _right, y in layout.tracks:
        for node in nodes:
            x, top = layout.boxes[node.name]
            assert x != left or not top <= y <= top + node.height


def test_the_same_framework_is_always_the_same_picture():
    assert lay_out(method()) == lay_out(method())


def test_two_hundred_steps_are_laid_out_with_work_that_fits_in_a_second():
    def nodes(length: int) -> list[Node]:
        framework = chain(length)
        graph = {step.name: [to for answer in step.answers for to in answer.targets] for step in framework.steps}
        return nodes_of({**graph, **{outcome.name: [] for outcome in framework.outcomes}})

    small, large = (lines_run(partial(lay_out, nodes(length))) for length in (100, 200))
    assert large < 2.5 * small, "twice the steps is about twice the work"
    assert large < 1_000_000, "at a microsecond a line, a second"
