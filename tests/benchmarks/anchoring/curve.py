"""The risk-coverage curve: how much is shown at each confidence, and how much of that stands at other words."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from .scoring import Score

WIDTH, HEIGHT = 640, 400
LEFT, TOP, RIGHT, BOTTOM = 64, 24, 616, 336
MOST_RISK = 20.0
COLOURS = {"klankbord": "#0b5394", "hypothesis": "#b45309", "conservative": "#4d7c0f", "exact": "#6b7280", "position": "#be123c"}


def curve_of(score: Score) -> list[tuple[float, float]]:
    """Points of coverage and risk in per cent, from the surest placement to the least sure."""
    points: list[tuple[float, float]] = []
    wrong = 0
    ordered = sorted(score.risks, key=lambda one: -one[0])
    for shown, (confidence, is_wrong) in enumerate(ordered, start=1):
        wrong += is_wrong
        if shown == len(ordered) or ordered[shown][0] != confidence:
            points.append((100 * shown / score.count, 100 * wrong / shown))
    return points


def draw_curves(scores: Mapping[str, Score], *, title: str) -> str:
    """An SVG with one line for each strategy; a strategy without degrees of confidence is a point."""
    lines = []
    for number, (name, score) in enumerate(scores.items()):
        colour = COLOURS[name]
        points = [(_x(coverage), _y(risk)) for coverage, risk in curve_of(score)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        lines.append(f'<circle cx="{points[-1][0]:.1f}" cy="{points[-1][1]:.1f}" r="4" fill="{colour}"/>')
        lines.append(f'<rect x="{LEFT + 12}" y="{TOP + 8 + 20 * number}" width="12" height="12" fill="{colour}"/>')
        lines.append(f'<text x="{LEFT + 30}" y="{TOP + 18 + 20 * number}">{escape(name)}</text>')
    for value in range(0, 101, 20):
        lines.append(f'<text x="{_x(value):.0f}" y="{BOTTOM + 20}" text-anchor="middle">{value}</text>')
    for value in range(0, int(MOST_RISK) + 1, 5):
        lines.append(f'<text x="{LEFT - 8}" y="{_y(value) + 4:.0f}" text-anchor="end">{value}</text>')
        lines.append(f'<line x1="{LEFT}" x2="{RIGHT}" y1="{_y(value):.1f}" y2="{_y(value):.1f}" stroke="#d1d5db"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}" '
        f'font-family="sans-serif" font-size="13"><rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{"".join(lines)}'
        f'<text x="{(LEFT + RIGHT) / 2}" y="{HEIGHT - 20}" text-anchor="middle">% of quotes that are shown</text>'
        f'<text transform="translate(20 {(TOP + BOTTOM) / 2}) rotate(-90)" text-anchor="middle">% of these at other words</text>'
        "</svg>\n"
    )


def _x(coverage: float) -> float:
    return LEFT + (RIGHT - LEFT) * coverage / 100


def _y(risk: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * min(risk, MOST_RISK) / MOST_RISK
