"""A framework as a picture: SVG that needs no style sheet, in the colour of the text around it, with links to the text.

Steps have round corners, outcomes square ones and a double line; each answer is a line in its step's box, with the names that it
leads to, so that nobody has to follow a line to read the picture. Lines that lead back are dashed.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from handbook.framework.graph import Framework, Outcome, Place, Step
from handbook.framework.layout import COLUMN, Curve, Layout, Node, lay_out

_LETTERS = 28
"""How many fit on a line of a box."""

_LINE = 18.0
_PADDING = 12.0
_BETWEEN = 8.0
_BASELINE = 13.0
_ENTRY = _PADDING + _LINE / 2


@dataclass(frozen=True, slots=True)
class Words:
    """The picture's own words, in the reader's language: its name, what it shows, and the kinds of its boxes."""

    title: str
    description: str
    step: str
    outcome: str


@dataclass(frozen=True, slots=True)
class _Row:
    """One answer in a box: its lines, its upper side in the box, and the names it leads to that are there."""

    lines: tuple[str, ...]
    y: float
    targets: tuple[str, ...]

    @property
    def middle(self) -> float:
        return self.y + len(self.lines) * _LINE / 2


@dataclass(frozen=True, slots=True)
class _Box:
    """A step or an outcome with its words broken into lines."""

    name: str
    head: str
    lines: tuple[str, ...]
    rows: tuple[_Row, ...]
    height: float
    is_outcome: bool
    place: Place


def draw(framework: Framework, *, words: Words, address: Callable[[Place], str]) -> str:
    """The picture as the markup of one ``<svg>`` element, or "" for a framework without a step or outcome.

    Of several with one name the first is drawn, and no line for an answer to a name that is not there. ``address`` gives where
    the text of a step or outcome can be read, or edited.
    """
    nodes = framework.by_name()
    if not nodes:
        return ""
    boxes = {name: _box(node, words, nodes) for name, node in nodes.items()}
    layout = lay_out(
        [
            Node(name, box.height, _ENTRY, tuple((row.middle, target) for row in box.rows for target in row.targets))
            for name, box in boxes.items()
        ]
    )
    parts = [
        f'<svg class="framework" xmlns="http://www.w3.org/2000/svg" role="group" aria-labelledby="kader-naam" '
        f'aria-describedby="kader-uitleg" width="{layout.width:g}" height="{layout.height:g}" '
        f'viewBox="0 0 {layout.width:g} {layout.height:g}" font-size="14" fill="currentColor">',
        f'<title id="kader-naam">{escape(words.title)}</title><desc id="kader-uitleg">{escape(words.description)}</desc>',
        _lines(layout),
        *(_drawn(box, *layout.boxes[name], address(box.place)) for name, box in boxes.items()),
        "</svg>",
    ]
    return "".join(parts)


def _box(node: Step | Outcome, words: Words, nodes: Mapping[str, object]) -> _Box:
    is_outcome = isinstance(node, Outcome)
    kind, said = (words.outcome, node.title) if isinstance(node, Outcome) else (words.step, node.question)
    lines = _broken(said)
    y = _PADDING + _LINE * (1 + len(lines))
    rows = []
    for answer in node.answers if isinstance(node, Step) else ():
        leads = f" → {' + '.join(answer.targets)}" if answer.targets else ""
        row = _Row(_broken(f"{answer.text}{leads}"), y + _BETWEEN, tuple(name for name in answer.targets if name in nodes))
        y = row.y + _LINE * len(row.lines)
        rows.append(row)
    return _Box(node.name, f"{kind} {node.name}".strip(), lines, tuple(rows), y + _PADDING, is_outcome, node.place)


def _broken(said: str) -> tuple[str, ...]:
    return tuple(textwrap.wrap(said, _LETTERS))


def _drawn(box: _Box, x: float, y: float, address: str) -> str:
    """A box with its words, as a link to the text it stands for."""
    corner = 0 if box.is_outcome else 10
    frame = f'<rect width="{COLUMN}" height="{box.height:g}" rx="{corner}" fill="none" stroke="currentColor" stroke-width="1.5"/>'
    if box.is_outcome:
        frame += f'<rect x="4" y="4" width="{COLUMN - 8}" height="{box.height - 8:g}" fill="none" stroke="currentColor"/>'
    said = _text((box.head,), _PADDING, bold=True) + _text(box.lines, _PADDING + _LINE)
    for row in box.rows:
        level = f"{row.y - _BETWEEN / 2:g}"
        said += f'<path d="M0 {level}H{COLUMN}" stroke="currentColor" stroke-opacity=".4"/>' + _text(row.lines, row.y)
    return f'<a class="framework-box" href="{escape(address)}"><g transform="translate({x:g} {y:g})">{frame}{said}</g></a>'


def _text(lines: tuple[str, ...], y: float, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    spans = "".join(
        f'<tspan x="{_PADDING:g}" y="{y + _BASELINE + index * _LINE:g}">{escape(line, quote=False)} </tspan>'
        for index, line in enumerate(lines)
    )
    return f"<text{weight}>{spans}</text>"


def _lines(layout: Layout) -> str:
    """All lines in two paths, and a head where one comes to a box; they say nothing that the boxes do not say."""
    onward = "".join(_curve(curve) for curve in layout.curves)
    onward += "".join(f"M{left:g} {y:g}H{right:g}" for left, right, y in layout.tracks)
    back = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in corners) for corners in layout.backs)
    entered = {(curve.x2, curve.y2) for curve in layout.curves} | {corners[-1] for corners in layout.backs}
    entries = {(x, y + _ENTRY) for x, y in layout.boxes.values()} & entered
    heads = "".join(f"M{x:g} {y:g}l-8 -5v10z" for x, y in sorted(entries))
    return (
        '<g aria-hidden="true" fill="none" stroke="currentColor" stroke-opacity=".7">'
        f'<path d="{onward}"/><path d="{back}" stroke-dasharray="5 4"/>'
        f'<path d="{heads}" fill="currentColor" stroke="none"/></g>'
    )


def _curve(curve: Curve) -> str:
    middle = (curve.x1 + curve.x2) / 2
    return f"M{curve.x1:g} {curve.y1:g}C{middle:g} {curve.y1:g} {middle:g} {curve.y2:g} {curve.x2:g} {curve.y2:g}"
