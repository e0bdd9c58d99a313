"""What each changed month is worth, on a sheet of A4: steps of cost over the number of months that change.

Legible in black and white: a filled mark is a proven least cost, an open one reaches down to what is proven.
"""

from __future__ import annotations

from analyzer.diagrams.canvas import A4, Canvas, Fill
from analyzer.diagrams.renderer import Format, render
from analyzer.diagrams.safe_text import shorten
from analyzer.diagrams.scales import step_of
from analyzer.messages import Language, Text
from analyzer.whatif.again import Point, TradeOff
from analyzer.whatif.scenarios import Changed

LEFT, RIGHT, TOP, BOTTOM = 96.0, 50.0, 104.0, 78.0
_BLACK, _WHITE, _GRID = Fill("#000000"), Fill(), "#c8c8c8"
_MARK, _LINES, _LABELS = 6.0, 5, 24.0
"""Side of a mark, lines of the grid at most, and the least distance of two figures below the axis."""


def draw_curve(changed: Changed, curve: TradeOff, language: Language, form: Format) -> bytes:
    """The picture of a curve with points; MissingToolError without Graphviz, DrawingError where it fails."""
    sheet = _Sheet(changed, curve, language)
    return render(sheet.drawn().to_dot("curve", dpi=150 if form == "png" else 72), form, sheet.title)


class _Sheet:
    """One drawing; every method draws one part of it."""

    def __init__(self, changed: Changed, curve: TradeOff, language: Language) -> None:
        self.points, self.language = curve.points, language
        self.canvas = Canvas(*A4)
        self.unit = shorten(changed.before.cost_unit or "", 16)
        name, scenario = shorten(changed.before.name, 40), shorten(changed.scenario.name, 40)
        self.title = self.say(
            Text(f"{name}　{scenario}: 変わる年月と費用", f"{name}, {scenario}: months changed and cost")
        )
        known = [
            figure
            for point in self.points
            for figure in (_total(point), point.ordering.bound)
            if figure is not None
        ]
        self.step = step_of(max(known) - min(known), _LINES)
        self.low = min(known) // self.step * self.step
        self.high = max(-(-max(known) // self.step) * self.step, self.low + self.step)

    def say(self, text: Text) -> str:
        return text.in_language(self.language)

    def drawn(self) -> Canvas:
        self.canvas.text(LEFT - 66, 32, self.title, 15, bold=True)
        self._legend()
        self._grid()
        previous: Point | None = None
        for point in self.points:
            if previous is not None:
                self._step_from(previous, point)
            previous = point
        for point in self.points:
            self._point(point)
        return self.canvas

    def _legend(self) -> None:
        y, x = 58.0, LEFT - 66
        for fill, text in (
            (_BLACK, Text("費用(これより少ないものはないと証明済み)", "cost, proven to be the least")),
            (
                _WHITE,
                Text("費用(縦の線は証明済みの下限まで)", "cost; the line reaches down to what is proven"),
            ),
        ):
            self.canvas.rectangle(x, y - _MARK / 2, _MARK, _MARK, fill)
            self.canvas.text(x + 12, y, self.say(text), 9)
            y += 15

    def _grid(self) -> None:
        canvas = self.canvas
        label = Text(
            f"費用({self.unit})" if self.unit else "費用", f"Cost ({self.unit})" if self.unit else "Cost"
        )
        canvas.text(LEFT - 66, TOP - 12, self.say(label), 9, bold=True)
        for figure in range(self.low, self.high + 1, self.step):
            canvas.line(LEFT, self._y(figure), A4[0] - RIGHT, self._y(figure), 0.4, _GRID)
            canvas.text(LEFT - 8, self._y(figure), f"{figure:,}", 8, "right")
        floor = A4[1] - BOTTOM
        canvas.line(LEFT, TOP, LEFT, floor)
        canvas.line(LEFT, floor, A4[0] - RIGHT, floor)
        for point in self._labelled():
            canvas.text(self._x(point.changes), floor + 12, str(point.changes), 9, "middle")
        canvas.text((LEFT + A4[0] - RIGHT) / 2, floor + 34, self.say(Text(
            "元の計画から変わる移行の年月の数(多くともこれだけ)", "Months of the plan before that change, at most",
        )), 9, "middle", bold=True)  # fmt: skip

    def _step_from(self, before: Point, after: Point) -> None:
        """The cost stays until one more month may change."""
        x, y = self._x(after.changes), self._y(_total(before))
        self.canvas.line(self._x(before.changes), y, x, y, pen=1.4)
        self.canvas.line(x, y, x, self._y(_total(after)), pen=1.4)

    def _point(self, point: Point) -> None:
        x, y, ordering = self._x(point.changes), self._y(_total(point)), point.ordering
        proven = ordering.status == "optimal"
        if not proven and ordering.bound is not None:
            least = self._y(ordering.bound)
            self.canvas.line(x, y, x, least, pen=0.6)
            self.canvas.line(x - 4, least, x + 4, least, pen=0.6)
        self.canvas.rectangle(
            x - _MARK / 2, y - _MARK / 2, _MARK, _MARK, _BLACK if proven else _WHITE, pen=1.0
        )
        if point in self._labelled():
            self.canvas.text(x + 6, y - 9, f"{_total(point):,}", 8)

    def _labelled(self) -> list[Point]:
        """Points that are far enough from each other for figures beside them; the last is among them."""
        room = self._x(self.points[-1].changes) - self._x(self.points[0].changes)
        every = max(1, round(_LABELS * (len(self.points) - 1) / room + 0.5)) if room else 1
        return list(self.points)[::-1][::every]

    def _x(self, changes: int) -> float:
        first, last = self.points[0].changes, self.points[-1].changes
        width = A4[0] - RIGHT - LEFT
        return LEFT + width * (changes - first + 0.5) / (last - first + 1)

    def _y(self, figure: int) -> float:
        return A4[1] - BOTTOM - (A4[1] - BOTTOM - TOP) * (figure - self.low) / (self.high - self.low)


def _total(point: Point) -> int:
    assert point.ordering.total is not None
    return point.ordering.total
