"""Patterns side by side on a sheet of A4: bars of cost by part, and when the final moves of each block fall.

Legible in black and white: parts are told apart by shade and hatching, blocks by lanes.
"""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.diagrams.canvas import A4, Canvas, Fill
from analyzer.diagrams.renderer import Format, render
from analyzer.diagrams.safe_text import columns, fold, shorten
from analyzer.landscape.months import Month
from analyzer.messages import Language, Text
from analyzer.messages.words import COST_PARTS, STATUSES
from analyzer.order.comparison import Comparison, answer_named
from analyzer.order.final_months import FinalMonths, final_months
from analyzer.order.ordering import Ordering
from analyzer.order.patterns import block_named, why_not

FILLS = {
    "bridge": Fill("#4d4d4d"),
    "suspension": Fill("#ffffff", ("across",), 3.5),
    "test": Fill("#ffffff", ("up",)),
    "session": Fill("#ffffff", ("down",)),
    "environment": Fill("#dcdcdc"),
    "law_change": Fill("#ffffff", ("upright",), 3.5),
    "lateness": Fill("#ffffff", ("up", "down")),
}
_WHITE, _BLACK, _GRID = Fill(), Fill("#000000"), "#c8c8c8"

MARGIN, HEAD, FOOT = 30.0, 104.0, 26.0
NAMES, BARS, STRIP = 30.0, 232.0, 548.0
"""Where the columns begin."""
BAR_SPACE = 250.0
"""Width of the longest bar; its total stands beside it."""
LANE_NAMES = 52.0
LEAST_ROW, MOST_ROW, LEAST_LANE = 29.0, 74.0, 7.5


def draw_comparison(comparison: Comparison, language: Language, form: Format) -> bytes:
    """The picture; MissingToolError without Graphviz, DrawingError where it fails."""
    sheet = _Sheet(comparison, language)
    return render(sheet.drawn().to_dot("comparison", dpi=150 if form == "png" else 72), form, sheet.title)


@dataclass(frozen=True, slots=True)
class _Row:
    ordering: Ordering
    lanes: dict[str | None, FinalMonths]


class _Sheet:
    """One drawing; every method draws one part of it."""

    def __init__(self, comparison: Comparison, language: Language) -> None:
        self.comparison, self.language = comparison, language
        self.landscape = comparison.landscape
        self.canvas = Canvas(*A4)
        most = int((A4[1] - HEAD - FOOT) // LEAST_ROW)
        answers = list(comparison.all)
        kept = answers if len(answers) <= most else [*answers[: most - 1], answers[-1]]
        self.left_out = len(answers) - len(kept)
        self.rows = [_Row(answer, final_months(answer)) for answer in kept]
        self.row = min(MOST_ROW, (A4[1] - HEAD - FOOT) / max(1, len(self.rows)))
        blocks = list(dict.fromkeys(block for row in self.rows for block in row.lanes))
        self.blocks = blocks[: max(1, int((self.row - 5) // LEAST_LANE))]
        self.blocks_left_out = len(blocks) - len(self.blocks)
        self.parts = [part for part in FILLS if any(self._cost(row.ordering, part) for row in self.rows)]
        self.months = list(self.landscape.horizon.months())
        name = shorten(self.landscape.name, 60)
        self.title = self.say(Text(f"{name}　移行順序の比較", f"{name}: patterns compared"))

    def say(self, text: Text) -> str:
        return text.in_language(self.language)

    def drawn(self) -> Canvas:
        self._heading()
        self._axis()
        for number, row in enumerate(self.rows):
            top = HEAD + number * self.row
            self.canvas.line(MARGIN, top, A4[0] - MARGIN, top, pen=0.4)
            self._name(row.ordering, top)
            self._bar(row.ordering, top)
            self._lanes(row, top)
        bottom = HEAD + len(self.rows) * self.row
        self.canvas.line(MARGIN, bottom, A4[0] - MARGIN, bottom, pen=0.4)
        self._remarks(bottom)
        return self.canvas

    def _heading(self) -> None:
        canvas, horizon = self.canvas, self.landscape.horizon
        canvas.text(MARGIN, 32, self.title, 15, bold=True)
        if len(horizon):
            span = Text(
                f"期間 {horizon.first} ～ {horizon.last}", f"horizon {horizon.first} to {horizon.last}"
            )
            canvas.text(A4[0] - MARGIN, 32, self.say(span), 9, "right")
        x = MARGIN
        for part in self.parts:
            label = self.say(COST_PARTS[part])
            canvas.rectangle(x, 51, 22, 10, FILLS[part])
            canvas.text(x + 26, 56, label, 9)
            x += 26 + columns(label) * 5.2 + 16
        unit = shorten(self.landscape.cost_unit or "", 16)
        cost = Text(f"費用({unit})" if unit else "費用", f"Cost ({unit})" if unit else "Cost")
        canvas.text(NAMES, 92, self.say(Text("順序", "Pattern")), 9, bold=True)
        canvas.text(BARS, 92, self.say(cost), 9, bold=True)
        final = Text("最後の移行の年月(数字は件数)", "Final moves (figures: how many)")
        canvas.text(STRIP, 78, self.say(final), 9, bold=True)

    def _axis(self) -> None:
        """Months from left to right; a light line and a label now and then."""
        if not self.months:
            return
        apart = next(step for step in (1, 3, 6, 12, 24, 1_200) if self._cell * step >= 40)
        for at, month in enumerate(self.months):
            if month.ordinal % apart == 0:  # of the calendar, not of the horizon: 2026-01, 2026-04 …
                x = self._month_at(at)
                self.canvas.line(x, HEAD, x, HEAD + len(self.rows) * self.row, 0.4, _GRID)
                self.canvas.text(x, 95, str(month), 8)

    @property
    def _cell(self) -> float:
        """Width of a month."""
        return (A4[0] - MARGIN - STRIP - LANE_NAMES) / max(1, len(self.months))

    def _month_at(self, index: int) -> float:
        return STRIP + LANE_NAMES + index * self._cell

    def _name(self, ordering: Ordering, top: float) -> None:
        lines = fold(shorten(self.say(answer_named(ordering)), 68), 36)[: 2 if self.row > 34 else 1]
        for number, line in enumerate(lines):
            self.canvas.text(NAMES, top + 10 + 12 * number, line, 10, bold=ordering.pattern is None)
        self.canvas.text(NAMES, top + 10 + 12 * len(lines), self.say(_status(ordering)), 8)

    def _bar(self, ordering: Ordering, top: float) -> None:
        total = ordering.total
        if total is None:
            self.canvas.text(BARS, top + self.row / 2, self.say(_reason(ordering)), 9)
            return
        height = min(20.0, self.row - 14)
        x, y = BARS, top + 3
        for part in self.parts:
            cost = self._cost(ordering, part)
            width = cost * BAR_SPACE / self._dearest
            if not cost:
                continue
            self.canvas.rectangle(x, y, width, height, FILLS[part])
            label = f"{cost:,}"
            room = 5.5 * len(label) + 3
            if width >= room + 6:
                self.canvas.rectangle(x + width / 2 - room / 2, y + 2, room, height - 4, _WHITE, pen=0)
                self.canvas.text(x + width / 2, y + height / 2, label, 8, "middle")
            x += width
        self.canvas.text(x + 4, y + height / 2, f"{total:,}", 9.5, bold=True)
        self.canvas.text(BARS, y + height + 6.5, self.say(_counts(ordering)), 8)

    @property
    def _dearest(self) -> int:
        return max((row.ordering.total or 0 for row in self.rows), default=0) or 1

    def _cost(self, ordering: Ordering, part: str) -> int:
        evaluation = ordering.evaluation
        if evaluation is None or evaluation.cost is None:
            return 0
        return evaluation.cost.as_dict()[part]

    def _lanes(self, row: _Row, top: float) -> None:
        """A lane for each block, a mark in each month with final moves of its systems."""
        if not row.lanes or not self.months:
            return
        lane = (self.row - 4) / len(self.blocks)
        size = min(lane - 1, 13.0)
        for number, block in enumerate(self.blocks):
            y = top + 2 + (number + 0.5) * lane
            self.canvas.text(STRIP, y, shorten(self.say(block_named(block)), 13), min(8.0, lane))
            for month, count in sorted(row.lanes.get(block, {}).items()):
                self._mark(month, count, y, size)

    def _mark(self, month: Month, count: int, y: float, size: float) -> None:
        x = self._month_at(self.landscape.horizon.index(month))
        if self._cell >= 9 or (self._cell >= 6 and count < 10):
            self.canvas.rectangle(x, y - size / 2, self._cell, size, _WHITE, pen=0.9)
            self.canvas.text(x + self._cell / 2, y, str(count), min(9.0, size), "middle")
        else:
            self.canvas.rectangle(x, y - size / 2, max(2.5, self._cell), size, _BLACK, pen=0)

    def _remarks(self, bottom: float) -> None:
        remarks = []
        if self.left_out:
            remarks.append(
                Text(
                    f"ほか {self.left_out} 件の順序は表にあります。",
                    f"{self.left_out} more are in the table.",
                )
            )
        if self.blocks_left_out:
            remarks.append(Text(
                f"ほか {self.blocks_left_out} ブロックは省きました。", f"{self.blocks_left_out} more blocks are left out.",
            ))  # fmt: skip
        if not self.months or self._cell < 6:
            remarks.append(Text("■ は最後の移行のある月。", "■: a month with final moves."))
        self.canvas.text(MARGIN, bottom + 12, self.say(Text(
            "費用は、それぞれの順序を守る計画のうち最も少ないもの。" + "".join(r.ja for r in remarks),
            "Costs are the least of each pattern. " + " ".join(r.en for r in remarks),
        )), 7.5)  # fmt: skip


def _status(ordering: Ordering) -> Text:
    word = STATUSES[ordering.status]
    if ordering.status == "feasible" and ordering.total and ordering.bound is not None:
        gap = f"{100 * (ordering.total - ordering.bound) / ordering.total:.1f} %"
        return Text(f"{word.ja}(下限との差 {gap})", f"{word.en} (gap {gap})")
    return word


def _reason(ordering: Ordering) -> Text:
    """A few words that fit into the space of a bar."""
    if ordering.status == "unknown":
        return Text("制限までに計画が見つからなかった", "no plan found within the limits")
    if ordering.pattern is not None and why_not(ordering.landscape, ordering.pattern) is not None:
        return Text("resident・tax のブロックがない", "no block resident or tax")
    return Text("規則をすべて守る計画はない", "no plan keeps all of the rules")


def _counts(ordering: Ordering) -> Text:
    evaluation = ordering.evaluation
    assessment = None if evaluation is None else evaluation.assessment
    if assessment is None:
        return Text("", "")
    bridges, months = len(assessment.bridges), sum(len(b.months) for b in assessment.bridges)
    return Text(
        f"過渡期連携 {bridges} 件・延べ {months} か月、連携テスト {assessment.cases} 件",
        f"{bridges} bridges, {months} bridge-months, {assessment.cases} tests",
    )
