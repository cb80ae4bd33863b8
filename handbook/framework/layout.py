"""Where the boxes and lines of a framework's picture stand: columns from left to right, always the same for the same graph.

A box stands in the column after the last of those that lead to it; a line that leads back does not count for that, and runs
under the picture. Lines that pass a column on their way keep a place in it, and those to one box share it. Inside a column
boxes stand near what leads to them (the barycentre heuristic), which keeps lines from crossing.

Source: K. Sugiyama, S. Tagawa, M. Toda, Methods for visual understanding of hierarchical system structures, IEEE Transactions
on Systems, Man, and Cybernetics 11 (1981), 109-125.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

COLUMN = 240
"""The width of a box, in the units of the picture (a unit is a CSS pixel)."""

GUTTER = 80
GAP = 32
MARGIN = 16
LANE = 14
_PASSING = 14
_SWEEPS = 4

Spot = tuple[str, int]
"""What stands in a column: a box, or the place of the lines that pass on their way to it, by its name and the column."""


@dataclass(frozen=True, slots=True)
class Node:
    """A box to place: its height, the height at which lines enter it, and for each line that leaves where and to whom."""

    name: str
    height: float
    entry: float
    exits: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Curve:
    """A line from the right side of a column to the left side of the next."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes by name with their left upper corners, the lines, and the size of the whole.

    ``curves`` lead on, ``tracks`` (left end, right end, height) pass a column, ``backs`` are corners of lines that lead back.
    """

    boxes: Mapping[str, tuple[float, float]]
    curves: tuple[Curve, ...]
    tracks: tuple[tuple[float, float, float], ...]
    backs: tuple[tuple[tuple[float, float], ...], ...]
    width: float
    height: float


def lay_out(nodes: Sequence[Node]) -> Layout:
    """Place the boxes. Names are unique, and lines lead to names that are there; time grows with lines times columns at most."""
    by_name = {node.name: node for node in nodes}
    leads_to = {node.name: tuple(dict.fromkeys(target for _y, target in node.exits)) for node in nodes}
    backs = back_edges(leads_to)
    column_of = columns({name: [to for to in leads_to[name] if (name, to) not in backs] for name in leads_to})
    links = _links(leads_to, backs, column_of)
    layers = _ordered(_layers(nodes, links, column_of), links)
    heights = _heights(layers, links, by_name, column_of)
    return _drawn(nodes, backs, column_of, links, heights)


def back_edges(leads_to: Mapping[str, Iterable[str]]) -> set[tuple[str, str]]:
    """The edges that close a loop when one walks from the first node in depth; without them the graph has no loops."""
    found: set[tuple[str, str]] = set()
    seen: set[str] = set()
    for root in leads_to:
        if root in seen:
            continue
        seen.add(root)
        path = {root: iter(leads_to[root])}
        while path:
            name = next(reversed(path))
            target = next(path[name], None)
            if target is None:
                del path[name]
            elif target in path:
                found.add((name, target))
            elif target not in seen:
                seen.add(target)
                path[target] = iter(leads_to[target])
    return found


def columns(leads_to: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The column of each node of a graph without loops: the length of the longest way to it."""
    waits_for = dict.fromkeys(leads_to, 0)
    for targets in leads_to.values():
        for target in targets:
            waits_for[target] += 1
    column_of = dict.fromkeys(leads_to, 0)
    ready = [name for name, count in waits_for.items() if not count]
    for name in ready:
        for target in leads_to[name]:
            column_of[target] = max(column_of[target], column_of[name] + 1)
            waits_for[target] -= 1
            if not waits_for[target]:
                ready.append(target)
    return column_of


def _links(
    leads_to: Mapping[str, Iterable[str]], backs: set[tuple[str, str]], column_of: Mapping[str, int]
) -> dict[Spot, dict[Spot, None]]:
    """From each spot to the spots in the next column that its lines come to, in order and each once."""
    links: dict[Spot, dict[Spot, None]] = {(name, column): {} for name, column in column_of.items()}
    for name, targets in leads_to.items():
        for target in targets:
            if (name, target) in backs:
                continue
            spot = (name, column_of[name])
            while spot != (target, column_of[target]):
                following = (target, spot[1] + 1)
                known = following in links and spot in links and following in links[spot]
                links.setdefault(spot, {})[following] = None
                if known:
                    break
                spot = following
    return links


def _layers(nodes: Sequence[Node], links: Mapping[Spot, object], column_of: Mapping[str, int]) -> list[list[Spot]]:
    """The spots of each column, in reading order of what stands there or is led to."""
    order = {node.name: index for index, node in enumerate(nodes)}
    layers: list[list[Spot]] = [[] for _column in range(max(column_of.values(), default=-1) + 1)]
    for spot in sorted(links, key=lambda spot: order[spot[0]]):
        layers[spot[1]].append(spot)
    return layers


def _ordered(layers: list[list[Spot]], links: Mapping[Spot, Mapping[Spot, None]]) -> list[list[Spot]]:
    """The layers with each spot near the middle of what leads to it, then of what it leads to, and so on to and fro."""
    comes_from: dict[Spot, list[tuple[Spot, float]]] = {spot: [] for spot in links}
    goes_to = {spot: [(following, 0.0) for following in found] for spot, found in links.items()}
    for spot, found in links.items():
        for index, following in enumerate(found, start=1):
            comes_from[following].append((spot, index / (len(found) + 1)))
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        neighbours = comes_from if forward else goes_to
        indexes = range(1, len(layers)) if forward else range(len(layers) - 2, -1, -1)
        for index in indexes:
            beside = {spot: float(place) for place, spot in enumerate(layers[index - 1 if forward else index + 1])}
            middle = {
                spot: sum(beside[other] + within for other, within in neighbours[spot]) / len(neighbours[spot])
                if neighbours[spot]
                else float(place)
                for place, spot in enumerate(layers[index])
            }
            layers[index].sort(key=middle.__getitem__)
    return layers


def _heights(
    layers: Sequence[Sequence[Spot]],
    links: Mapping[Spot, Mapping[Spot, None]],
    by_name: Mapping[str, Node],
    column_of: Mapping[str, int],
) -> dict[Spot, float]:
    """The upper side of each spot: as near as it can stand to the level of the lines that come to it."""
    top: dict[Spot, float] = {}
    arriving: dict[Spot, list[float]] = {spot: [] for spot in links}
    for layer in layers:
        is_box = [column_of[name] == column for name, column in layer]
        sizes = [by_name[spot[0]].height if box else _PASSING for spot, box in zip(layer, is_box, strict=True)]
        entries = [by_name[spot[0]].entry if box else _PASSING / 2 for spot, box in zip(layer, is_box, strict=True)]
        wished = [
            sum(arriving[spot]) / len(arriving[spot]) - entry if arriving[spot] else 0.0
            for spot, entry in zip(layer, entries, strict=True)
        ]
        for spot, box, y in zip(layer, is_box, stacked(wished, [size + GAP for size in sizes]), strict=True):
            top[spot] = y
            for following in links[spot]:
                levels = [level for level, target in by_name[spot[0]].exits if target == following[0]] if box else [_PASSING / 2]
                arriving[following] += [y + level for level in levels]
    least = min(top.values(), default=0.0)
    return {spot: y - least + MARGIN for spot, y in top.items()}


def stacked(wished: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """The upper sides of things that stand on each other in this order, together as near to ``wished`` as they can.

    Neighbours that want the same room share the mean of their wishes (pool adjacent violators).
    """
    groups: list[tuple[float, int]] = []
    passed, offsets = 0.0, []
    for wish, size in zip(wished, sizes, strict=True):
        offsets.append(passed)
        total, count = wish - passed, 1
        while groups and groups[-1][0] / groups[-1][1] > total / count:
            earlier = groups.pop()
            total, count = total + earlier[0], count + earlier[1]
        groups.append((total, count))
        passed += size
    shifts = [total / count for total, count in groups for _one in range(count)]
    return [offset + shift for offset, shift in zip(offsets, shifts, strict=True)]


def _drawn(
    nodes: Sequence[Node],
    backs: set[tuple[str, str]],
    column_of: Mapping[str, int],
    links: Mapping[Spot, Mapping[Spot, None]],
    top: Mapping[Spot, float],
) -> Layout:
    by_name = {node.name: node for node in nodes}
    boxes = {node.name: (_left(column_of[node.name]), top[node.name, column_of[node.name]]) for node in nodes}

    def entry(spot: Spot) -> float:
        return top[spot] + (by_name[spot[0]].entry if column_of[spot[0]] == spot[1] else _PASSING / 2)

    curves: list[Curve] = []
    tracks = []
    for spot, found in links.items():
        right = _left(spot[1]) + COLUMN
        if column_of[spot[0]] != spot[1]:
            tracks.append((_left(spot[1]), right, entry(spot)))
            curves += [Curve(right, entry(spot), right + GUTTER, entry(following)) for following in found]
    for node in nodes:
        x, y = boxes[node.name]
        for level, target in dict.fromkeys(node.exits):
            if (node.name, target) not in backs:
                onward = (target, column_of[node.name] + 1)
                curves.append(Curve(x + COLUMN, y + level, x + COLUMN + GUTTER, entry(onward)))
    bottom = max((boxes[node.name][1] + node.height for node in nodes), default=0.0)
    bottom = max(bottom, max((y for _left_end, _right_end, y in tracks), default=0.0))
    lines, bottom = _backs(nodes, backs, boxes, bottom)
    width = _left(max(column_of.values(), default=0)) + COLUMN + MARGIN + (GUTTER / 2 if lines else 0)
    return Layout(boxes, tuple(curves), tuple(tracks), tuple(lines), width, bottom + MARGIN)


def _backs(
    nodes: Sequence[Node], backs: set[tuple[str, str]], boxes: Mapping[str, tuple[float, float]], bottom: float
) -> tuple[list[tuple[tuple[float, float], ...]], float]:
    """The lines that lead back: those to one box share a lane under the picture; one to the same box runs close under it."""
    lines: list[tuple[tuple[float, float], ...]] = []
    lanes: dict[str, int] = {}
    entry_of = {node.name: node.entry for node in nodes}
    for node in nodes:
        x, y = boxes[node.name]
        for level, target in dict.fromkeys(node.exits):
            if (node.name, target) not in backs:
                continue
            to_x, to_y = boxes[target][0], boxes[target][1] + entry_of[target]
            lane, aside = y + node.height + LANE, 12.0
            if target != node.name:
                number = lanes.setdefault(target, len(lanes))
                lane, aside = bottom + GAP / 2 + LANE * number, 18.0 + 4 * (number % 4)
            right, left = x + COLUMN + aside, to_x - aside
            lines.append(((x + COLUMN, y + level), (right, y + level), (right, lane), (left, lane), (left, to_y), (to_x, to_y)))
    return lines, bottom + (GAP / 2 + LANE * (len(lanes) - 1) if lanes else 0.0)


def _left(column: int) -> float:
    """The left side of a column; lines that lead back to the first one need room beside it."""
    return MARGIN + GUTTER / 2 + column * (COLUMN + GUTTER)
