"""A slip simulation on a sheet of A4: the fan of moved systems and standing bridges, the end, and the tornado.

Legible in black and white: bands are grey, the median is a thick line, the plan small squares.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from analyzer.diagrams.canvas import A4, Canvas, Fill
from analyzer.diagrams.renderer import Format, render
from analyzer.diagrams.safe_text import shorten
from analyzer.diagrams.scales import step_of
from analyzer.landscape.months import Month
from analyzer.messages import Language, Text
from analyzer.whatif.slips.simulation import Slipping
from analyzer.whatif.slips.tornado import Swing

MARGIN = 30.0
LEFT, RIGHT = 66.0, 500.0
"""Of the fan's panels."""
PANELS = ((92.0, 250.0), (302.0, 460.0))
"""Top and bottom of the fan's panels."""
BARS_TOP, BARS_BOTTOM = 500.0, 552.0
"""Of the bars of the end date, on the fan's months."""
NAMES, AXIS_LEFT, AXIS_RIGHT = 530.0, 612.0, 806.0
"""Of the tornado: its words, and the room of its bars."""
MOST_VENDORS, ROW = 12, 35.0

_BAND, _LOW, _HIGH, _WHITE = Fill("#d4d4d4"), Fill("#ffffff", ("up",), 4.0), Fill("#6e6e6e"), Fill()
_GRID = "#c8c8c8"


def draw_slips(slipping: Slipping, language: Language, form: Format) -> bytes:
    """The picture; MissingToolError without Graphviz, DrawingError where it fails."""
    sheet = _Sheet(slipping, language)
    return render(sheet.drawn().to_dot("slips", dpi=150 if form == "png" else 72), form, sheet.title)


class _Sheet:
    """One drawing; every method draws one part of it."""

    def __init__(self, slipping: Slipping, language: Language) -> None:
        self.slipping, self.language = slipping, language
        self.canvas = Canvas(*A4)
        self.months = slipping.fan.months
        name = shorten(slipping.evaluation.landscape.name, 60)
        self.title = self.say(Text(f"{name}　移行が遅れたら", f"{name}: if moves slip"))

    def say(self, text: Text) -> str:
        return text.in_language(self.language)

    def drawn(self) -> Canvas:
        slipping, fan = self.slipping, self.slipping.fan
        self.canvas.text(MARGIN, 28, self.title, 15, bold=True)
        self._legend()
        self._fan(
            PANELS[0],
            Text("移行を終えたシステム", "Systems that have made their last move"),
            fan.moved_planned,
            fan.moved,
        )
        self._fan(
            PANELS[1],
            Text("動いている過渡期連携", "Bridges that stand"),
            fan.standing_planned,
            fan.standing,
        )
        self._ends()
        self._tornado()
        self.canvas.text(MARGIN, A4[1] - 14, self.say(self._foot(slipping)), 7.5)
        return self.canvas

    # --- the fan ---

    @property
    def _cell(self) -> float:
        return (RIGHT - LEFT) / max(1, len(self.months))

    def _at(self, index: float) -> float:
        return LEFT + index * self._cell

    def _legend(self) -> None:
        canvas, x, y = self.canvas, LEFT, 52.0
        canvas.rectangle(x, y - 5, 22, 10, _BAND, pen=0)
        canvas.text(x + 26, y, self.say(Text("80 % の範囲", "80 % of samples")), 8.5)
        canvas.line(x + 120, y, x + 142, y, pen=2)
        canvas.text(x + 146, y, self.say(Text("中央値", "median")), 8.5)
        canvas.rectangle(x + 212, y - 2, 4, 4, _WHITE)
        canvas.text(x + 222, y, self.say(Text("計画", "plan")), 8.5)

    def _fan(
        self,
        panel: tuple[float, float],
        heading: Text,
        planned: Sequence[int],
        bands: Sequence[tuple[int, int, int]],
    ) -> None:
        top, bottom = panel
        canvas = self.canvas
        most = max((*planned, *(band[2] for band in bands), 1))
        step = step_of(most, 6)
        scale = (bottom - top) / (-(-most // step) * step)
        canvas.text(LEFT, top - 14, self.say(heading), 10, bold=True)
        for value in range(0, -(-most // step) * step + 1, step):
            canvas.line(LEFT, bottom - value * scale, RIGHT, bottom - value * scale, 0.4, _GRID)
            canvas.text(LEFT - 4, bottom - value * scale, str(value), 8, "right")
        self._month_lines(top, bottom)
        at = 0
        for (low, high), alike in groupby((low, high) for low, _, high in bands):
            width = sum(1 for _ in alike)
            if high > low:
                height = (high - low) * scale
                canvas.rectangle(
                    self._at(at), bottom - high * scale, width * self._cell, height, _BAND, pen=0
                )
            at += width
        before: float | None = None
        for index, (_, median, _) in enumerate(bands):
            y = bottom - median * scale
            if before is not None and before != y:
                canvas.line(self._at(index), before, self._at(index), y, 2)
            canvas.line(self._at(index), y, self._at(index + 1), y, 2)
            before = y
        for index, value in enumerate(planned):
            size = min(4.0, max(1.5, self._cell - 1))
            middle = self._at(index + 0.5)
            canvas.rectangle(
                middle - size / 2, bottom - value * scale - size / 2, size, size, _WHITE, pen=0.8
            )

    def _month_lines(self, top: float, bottom: float) -> None:
        """A light line and a label now and then."""
        steps = (1, 3, 6, 12, 24, 60, 120, 1_200)
        apart = next((step for step in steps if self._cell * step >= 40), 12_000)
        for index, month in enumerate(self.months):
            if month.ordinal % apart == 0:
                self.canvas.line(self._at(index), top, self._at(index), bottom, 0.4, _GRID)
                self.canvas.text(self._at(index), bottom + 9, str(month), 8)

    def _ends(self) -> None:
        canvas, slipping = self.canvas, self.slipping
        canvas.text(
            LEFT, BARS_TOP - 14, self.say(Text("最後の移行の年月", "The last move falls in")), 10, bold=True
        )
        highest = max(slipping.ends.values())
        canvas.line(LEFT, BARS_BOTTOM, RIGHT, BARS_BOTTOM, 0.7)
        for month, number in slipping.ends.items():
            height = number / highest * (BARS_BOTTOM - BARS_TOP)
            x = self._at(month - self.months[0])
            canvas.rectangle(x, BARS_BOTTOM - height, self._cell, height, _HIGH, pen=0.5)
        middle = self._at(slipping.end_planned - self.months[0] + 0.5)
        canvas.rectangle(middle - 2, BARS_BOTTOM + 3, 4, 4, _WHITE)
        self._month_labels(BARS_BOTTOM + 12)

    def _month_labels(self, y: float) -> None:
        """The first and the last month that some sample ends in."""
        months = list(self.slipping.ends)
        shown: list[Month] = [months[0]] if len(months) == 1 else [months[0], months[-1]]
        if len(shown) == 2 and (shown[1] - shown[0]) * self._cell < 44:
            self.canvas.text(
                self._at(shown[1] - self.months[0] + 1), y, f"{shown[0]} – {shown[1]}", 8, "right"
            )
            return
        for month in shown:
            self.canvas.text(self._at(month - self.months[0] + 0.5), y, str(month), 8, "middle")

    # --- the tornado ---

    def _tornado(self) -> None:
        canvas, slipping = self.canvas, self.slipping
        heading = Text("一つのベンダだけが遅れたときの費用", "Cost if one vendor alone slips")
        canvas.text(NAMES, PANELS[0][0] - 14, self.say(heading), 10, bold=True)
        for x, fill, share in ((NAMES, _LOW, "10 %"), (NAMES + 110, _HIGH, "90 %")):
            canvas.rectangle(x, 47, 22, 10, fill)
            canvas.text(x + 26, 52, self.say(Text(f"遅れの {share} 点", f"{share} slip")), 8.5)
        swings = slipping.tornado[:MOST_VENDORS]
        if not swings:
            canvas.text(NAMES, PANELS[0][0] + 10, self.say(Text("遅れるベンダはない", "no vendor slips")), 9)
            return
        planned = slipping.planned_cost["total"]
        known = [cost for swing in swings for cost in swing.costs if cost is not None]
        low, high = min([planned, *known]), max([planned, *known])
        scale = (AXIS_RIGHT - AXIS_LEFT) / ((high - low) or 1)
        middle = AXIS_LEFT + (planned - low) * scale
        top = PANELS[0][0] + 8
        for number, swing in enumerate(swings):
            self._swing(swing, top + number * ROW, middle, planned, scale)
        bottom = top + len(swings) * ROW
        canvas.line(middle, top - 8, middle, bottom - 6, 0.9)
        words = Text(f"計画 {planned:,}", f"plan {planned:,}")
        beyond = middle > (AXIS_LEFT + AXIS_RIGHT) / 2
        canvas.text(middle, bottom, self.say(words), 8, "right" if beyond else "left")
        if len(slipping.tornado) > len(swings):
            more = len(slipping.tornado) - len(swings)
            words = Text(f"ほか {more} ベンダは表にあります。", f"{more} more vendors are in the table.")
            canvas.text(NAMES, bottom + 14, self.say(words), 8)

    def _swing(self, swing: Swing, top: float, middle: float, planned: int, scale: float) -> None:
        canvas = self.canvas
        name = self.slipping.evaluation.landscape.vendors[swing.vendor].name
        canvas.text(NAMES, top, shorten(name, 26), 9, bold=True)
        ends = f"{swing.ends[0]} – {swing.ends[1]}"
        slips = self.say(Text("か月", "months"))
        canvas.text(AXIS_RIGHT, top, f"+{swing.slips[0]} / +{swing.slips[1]} {slips}, {ends}", 7.5, "right")
        for offset, fill, cost in ((8.0, _LOW, swing.costs[0]), (15.0, _HIGH, swing.costs[1])):
            if cost is None:
                words = Text("運べない連携がある", "a link cannot be carried")
                canvas.text(AXIS_LEFT, top + offset + 3, self.say(words), 7.5)
                continue
            width = (cost - planned) * scale
            canvas.rectangle(middle + min(0.0, width), top + offset, max(abs(width), 0.8), 6, fill, pen=0.6)
            canvas.text(AXIS_LEFT - 4, top + offset + 3, f"{cost - planned:+,}", 7.5, "right")

    def _foot(self, slipping: Slipping) -> Text:
        cost = slipping.cost.get("total")
        in_time = slipping.in_time
        said = [Text(f"標本 {slipping.samples:,} 件", f"{slipping.samples:,} samples")]
        if cost is not None:
            said.append(Text(
                f"費用の平均 {float(cost.mean):,.0f}(80 % が {cost.low:,} ～ {cost.high:,})",
                f"mean cost {float(cost.mean):,.0f} (80 % from {cost.low:,} to {cost.high:,})",
            ))  # fmt: skip
        if in_time is not None:
            share = f"{float(100 * in_time):.1f} %"
            said.append(Text(f"すべての期限に間に合う確率 {share}", f"every deadline kept: {share}"))
        return Text("、".join(text.ja for text in said), "; ".join(text.en for text in said))
