"""The gap over time as a picture: plain SVG, legible in black and white."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

NAME = "order-gap.svg"
FIRST, LAST = 0.1, 300.0
"""Seconds at the ends of the axis (logarithmic)."""
TICKS = (0.1, 0.3, 1, 3, 10, 30, 100, 300)
WIDTH, HEIGHT, LEFT, TOP, BOTTOM, LABELS = 760, 300, 56, 34, 46, 150
DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 2", "12 4", "1 2", "6 2 1 2 1 2")
FONT = 'font-family="sans-serif" font-size="12"'
LINE = 15
"""Pixels between two labels at least."""


@dataclass(frozen=True, slots=True)
class Curve:
    """The gap (0 to 1) from each time on; `limit` is when it was stopped."""

    label: str
    steps: Sequence[tuple[float, float]]
    limit: float


@dataclass(frozen=True, slots=True)
class Panel:
    title: str
    curves: Sequence[Curve]


def chart(panels: Sequence[Panel]) -> str:
    """One panel below the other; each curve has its own dashes and its name at its end."""
    height = HEIGHT * len(panels)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        "<title>gap over time</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
    ]
    for number, panel in enumerate(panels):
        lines.append(f'<g transform="translate(0 {HEIGHT * number})">')
        lines += _panel(panel)
        lines.append("</g>")
    return "\n".join([*lines, "</svg>"]) + "\n"


def _panel(panel: Panel) -> Iterator[str]:
    highest = max((value for curve in panel.curves for _, value in curve.steps), default=0.0)
    top = next(share for share in (0.05, 0.1, 0.2, 0.5, 1.0) if share >= min(highest, 1.0))
    yield f'<text x="{LEFT}" y="20" {FONT} font-weight="bold">{escape(panel.title)}</text>'
    for part in range(6):
        value = top * part / 5
        y = _y(value, top)
        yield f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - LABELS}" y2="{y:.1f}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end" {FONT}>{value:.0%}</text>'
    floor = HEIGHT - BOTTOM
    for tick in TICKS:
        x = _x(tick)
        yield f'<line x1="{x:.1f}" y1="{floor}" x2="{x:.1f}" y2="{floor + 5}" stroke="black"/>'
        yield f'<text x="{x:.1f}" y="{floor + 19}" text-anchor="middle" {FONT}>{tick:g} s</text>'
    yield f'<line x1="{LEFT}" y1="{floor}" x2="{WIDTH - LABELS}" y2="{floor}" stroke="black"/>'
    ends: list[tuple[float, float, str, str]] = []
    for number, curve in enumerate(panel.curves):
        if not curve.steps:
            continue
        dash = DASHES[number % len(DASHES)]
        points = _stairs(curve, top)
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        style = f'fill="none" stroke="black" stroke-width="1.6" stroke-dasharray="{dash}"'
        yield f'<polyline points="{path}" {style}/>'
        x, y = points[-1]
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="black"/>'
        ends.append((y, x, curve.label, dash))
    yield from _labels(ends)


def _stairs(curve: Curve, top: float) -> list[tuple[float, float]]:
    """A step function: a value holds until the next one."""
    points: list[tuple[float, float]] = []
    for at, value in curve.steps:
        if points:
            points.append((_x(at), points[-1][1]))
        points.append((_x(at), _y(value, top)))
    last = curve.steps[-1][1]
    if last > 0:  # a proof ends the curve, a limit is where it was cut
        points.append((_x(curve.limit), points[-1][1]))
    return points


def _labels(ends: list[tuple[float, float, str, str]]) -> Iterator[str]:
    """Names to the right, pushed apart where curves end close together, each with a piece of its line."""
    lowest = HEIGHT - BOTTOM
    places: list[float] = []
    for y, *_ in sorted(ends):
        places.append(max(y, places[-1] + LINE) if places else y)
    over = max(0.0, places[-1] - lowest) if places else 0.0
    right = WIDTH - LABELS
    for (y, x, label, dash), place in zip(sorted(ends), places, strict=True):
        at = place - over
        yield f'<line x1="{x + 4:.1f}" y1="{y:.1f}" x2="{right + 6}" y2="{at:.1f}" stroke="#999" stroke-width="0.6"/>'
        yield (
            f'<line x1="{right + 8}" y1="{at:.1f}" x2="{right + 32}" y2="{at:.1f}" stroke="black" '
            f'stroke-width="1.6" stroke-dasharray="{dash}"/>'
        )
        yield f'<text x="{right + 36}" y="{at + 4:.1f}" {FONT}>{escape(label)}</text>'


def _x(seconds: float) -> float:
    share = math.log(min(max(seconds, FIRST), LAST) / FIRST) / math.log(LAST / FIRST)
    return LEFT + share * (WIDTH - LABELS - LEFT)


def _y(value: float, top: float) -> float:
    return TOP + (1 - min(value, top) / top) * (HEIGHT - BOTTOM - TOP)
