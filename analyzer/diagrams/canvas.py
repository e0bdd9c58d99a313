"""A page of rectangles, lines and words → DOT: Graphviz as a printer, without any layout of its own.

So a chart is drawn as SVG, PNG and PDF by the same program, fonts and rules as the other pictures. Shapes go into the
background of the page (xdot operations), words are boxes without a border in fixed places. The unit is the point
(1/72 inch), y counts from the top.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from analyzer.diagrams.dot import FONT, aligned, quote
from analyzer.diagrams.safe_text import columns

A4 = (842.0, 595.0)
"""Width and height of a sheet that lies on its side."""
A3 = (1191.0, 842.0)
Paper = Literal["a4", "a3"]
PAPERS: Mapping[Paper, tuple[float, float]] = {"a4": A4, "a3": A3}
Dash = Literal["solid", "dashed", "dotted"]

Align = Literal["left", "middle", "right"]
_ENDS: dict[Align, Literal["l", "n", "r"]] = {"left": "l", "middle": "n", "right": "r"}


class Fill(NamedTuple):
    """How an area is filled, so that it can be told apart in black and white.

    `shade` is the ground (#rrggbb); `lines` are drawn over it, `gap` points apart: up and down slant, across, upright.
    """

    shade: str = "#ffffff"
    lines: tuple[Literal["up", "down", "across", "upright"], ...] = ()
    gap: float = 5.0


class Canvas:
    """Collects what is drawn, in order: shapes first, words over them."""

    def __init__(self, width: float = A4[0], height: float = A4[1]) -> None:
        self.width, self.height = width, height
        self._shapes: list[str] = []
        self._words: list[str] = []

    def rectangle(
        self, x: float, y: float, width: float, height: float, fill: Fill, pen: float = 0.7,
        color: str = "#000000", dash: Dash = "solid",
    ) -> None:  # fmt: skip
        """An area with its border; `pen` 0: without one."""
        right, bottom = x + width, y + height
        corners = ((x, y), (right, y), (right, bottom), (x, bottom))
        self._color("C", fill.shade)
        self._color("c", color if pen else fill.shade)
        self._pen(pen, dash)
        self._points("P", corners)
        for lines in fill.lines:
            for one, other in _hatch(lines, fill.gap, x, y, right, bottom):
                self.line(*one, *other, pen=0.6)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, pen: float = 0.7, color: str = "#000000",
        dash: Dash = "solid",
    ) -> None:  # fmt: skip
        self._color("c", color)
        self._pen(pen, dash)
        self._points("L", ((x1, y1), (x2, y2)))

    def curve(
        self,
        points: Sequence[tuple[float, float]],
        pen: float = 0.7,
        color: str = "#000000",
        dash: Dash = "solid",
    ) -> None:
        """A Bézier curve by its four points."""
        self._color("c", color)
        self._pen(pen, dash)
        self._points("B", points)

    def polygon(self, points: Sequence[tuple[float, float]], color: str = "#000000") -> None:
        """An area of one colour without a border: the head of an arrow, a mark."""
        self._color("C", color)
        self._color("c", color)
        self._pen(0.4)
        self._points("P", points)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 9.0,
        align: Align = "left",
        *,
        bold: bool = False,
        color: str = "#000000",
    ) -> None:
        """A line of words whose middle stands at the height y; x is its left end, middle or right end."""
        width = columns(text) * size * 0.62 + 4
        middle = x + {"left": width / 2, "middle": 0.0, "right": -width / 2}[align]
        font = f", fontname={quote(f'{FONT} bold')}" if bold else ""
        font += "" if color == "#000000" else f", fontcolor={quote(color)}"
        self._words.append(
            f"  w{len(self._words)} [label={aligned(text, _ENDS[align])}, fontsize={_number(size)}{font}, "
            f'width="{_inches(width)}", height="{_inches(size * 1.3)}", pos="{self._at(middle, y)}"];'
        )

    def to_dot(self, name: str, dpi: int = 72) -> str:
        """The page, ending with a line feed; the same drawing gives the same bytes. `dpi` is for PNG."""
        # Graphviz' reader takes no string above 16 kB, but as many of them as there are, joined by +.
        shapes = " + ".join(f'"{" ".join(part)} "' for part in _portions(self._shapes)) or '""'
        middle = self._at(self.width / 2, self.height / 2)
        size = f'width="{_inches(self.width)}", height="{_inches(self.height)}"'
        page = f'style="invis", label="", {size}, pos="{middle}"'
        lines = [
            f"digraph {quote(name)} {{",
            f'  graph [layout="nop2", pad="0", margin="0", bgcolor="white", charset="utf-8", dpi="{dpi}",',
            f"    _background={shapes}];",
            f'  node [fontname={quote(FONT)}, shape="plaintext", margin="0", fixedsize="true"];',
            f"  page [{page}];",
            *self._words,
            "}",
        ]
        return "\n".join(lines) + "\n"

    def _at(self, x: float, y: float) -> str:
        return f"{_number(x)},{_number(self.height - y)}"

    def _points(self, operation: str, points: Sequence[tuple[float, float]]) -> None:
        listed = " ".join(f"{_number(x)} {_number(self.height - y)}" for x, y in points)
        self._shapes.append(f"{operation} {len(points)} {listed}")

    def _color(self, operation: str, color: str) -> None:
        self._shapes.append(f"{operation} {len(color)} -{color}")

    def _pen(self, pen: float, dash: Dash = "solid") -> None:
        style = f"{dash},setlinewidth({_number(pen)})"
        self._shapes.append(f"S {len(style)} -{style}")


def _portions(shapes: list[str], size: int = 150) -> Iterator[list[str]]:
    """Operations are short (under 90 letters)."""
    for start in range(0, len(shapes), size):
        yield shapes[start : start + size]


def _hatch(
    lines: str, gap: float, x: float, y: float, right: float, bottom: float
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Parallel lines within a rectangle; they lie on a raster of the page, so that neighbours fit together."""
    found: list[tuple[tuple[float, float], tuple[float, float]]] = []
    if lines == "across":
        found += [((x, at), (right, at)) for at in _raster(gap, y, bottom)]
    elif lines == "upright":
        found += [((at, y), (at, bottom)) for at in _raster(gap, x, right)]
    elif lines == "up":  # x + y = c
        for c in _raster(gap * 1.4, x + y, right + bottom):
            low, high = max(x, c - bottom), min(right, c - y)
            found.append(((low, c - low), (high, c - high)))
    else:  # x − y = c
        for c in _raster(gap * 1.4, x - bottom, right - y):
            low, high = max(x, c + y), min(right, c + bottom)
            found.append(((low, low - c), (high, high - c)))
    return found


def _raster(gap: float, low: float, high: float) -> list[float]:
    first = int(low // gap) + 1
    return [at * gap for at in range(first, int(high // gap) + 1) if low < at * gap < high]


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _inches(points: float) -> str:
    return f"{points / 72:.4f}"
