"""Two sheets of A4, legible in black and white: bridges by prefecture as bars, and the load of the vendors by month as a heat table."""

from __future__ import annotations

from analyzer.diagrams.canvas import A4, Canvas, Fill
from analyzer.diagrams.renderer import Format, render
from analyzer.diagrams.safe_text import columns, shorten
from analyzer.messages import Language, Text
from analyzer.nation.answer import NationAnswer
from analyzer.nation.standing import PrefectureToday
from analyzer.nation.workload import VendorLoad

MARGIN = 30.0
_BAR, _NOTHING, _WHITE = Fill("#4d4d4d"), Fill("#ffffff", ("up",), 3.5), Fill()
_GRID = "#c8c8c8"

_HEAT: tuple[tuple[float, Fill, Text], ...] = (
    (0.5, Fill("#ffffff"), Text("能力の半分まで", "up to half of the capacity")),
    (1.0, Fill("#d0d0d0"), Text("能力まで", "up to the capacity")),
    (2.0, Fill("#ffffff", ("up",), 2.5), Text("2 倍まで", "up to twice")),
    (5.0, Fill("#ffffff", ("up", "down"), 2.5), Text("5 倍まで", "up to 5 times")),
    (float("inf"), Fill("#000000"), Text("5 倍を超える", "more than 5 times")),
)
"""By what is asked for over what can be done, from light to dark."""

_MOST_VENDORS = 24


def draw_bridges(answer: NationAnswer, language: Language, form: Format) -> bytes:
    """Bars by prefecture; MissingToolError without Graphviz, DrawingError where it fails."""
    sheet = _Bridges(answer, language)
    return render(sheet.drawn().to_dot("nation", dpi=150 if form == "png" else 72), form, sheet.title)


def draw_load(answer: NationAnswer, language: Language, form: Format) -> bytes:
    """Vendors by month; errors as `draw_bridges`."""
    sheet = _Load(answer, language)
    return render(sheet.drawn().to_dot("nation", dpi=150 if form == "png" else 72), form, sheet.title)


class _Sheet:
    def __init__(self, answer: NationAnswer, language: Language, title: Text) -> None:
        self.answer, self.language = answer, language
        self.canvas = Canvas(*A4)
        self.title = self.say(title)

    def say(self, text: Text) -> str:
        return text.in_language(self.language)

    def _heading(self) -> None:
        coverage = self.answer.whole.coverage
        self.canvas.text(MARGIN, 30, self.title, 15, bold=True)
        self.canvas.text(MARGIN, 50, self.say(Text(
            f"{self.answer.assumptions.as_of} 現在。データのある {coverage.progress:,} / {coverage.all:,} 市区町村の分。連携・ベンダは仮定",
            f"As of {self.answer.assumptions.as_of}; of {coverage.progress:,} / {coverage.all:,} municipalities, those with data. Links and vendors are assumed",
        )), 9)  # fmt: skip


class _Bridges(_Sheet):
    """Two columns of prefectures, each with a bar, its figure, and of how many municipalities it is."""

    TOP, ROW = 84.0, 20.4
    NAMES, BARS = 62.0, 200.0

    def __init__(self, answer: NationAnswer, language: Language) -> None:
        super().__init__(
            answer, language, Text("いま動いているはずの過渡期連携", "Bridges that should stand today")
        )
        self.most = max((row.bridges.most for row in answer.prefectures if row.bridges), default=0) or 1

    def drawn(self) -> Canvas:
        self._heading()
        rows = self.answer.prefectures
        half = (len(rows) + 1) // 2
        width = (A4[0] - 2 * MARGIN) / 2
        for column, part in enumerate((rows[:half], rows[half:])):
            left = MARGIN + column * width
            self.canvas.text(
                left + self.NAMES + self.BARS + 102,
                self.TOP - 11,
                self.say(Text("混在・データあり・全部", "mixed · with data · all")),
                8,
                "right",
            )
            for number, row in enumerate(part):
                self._row(row, left, self.TOP + number * self.ROW)
        self.canvas.text(MARGIN, self.TOP + half * self.ROW + 10, self.say(Text(
            "右の数字は市区町村の数。横棒の先の線は、ベンダの抽選による幅。",
            "Figures at the right count municipalities; the line at the end of a bar is the range over the draws of vendors.",
        )), 7.5)  # fmt: skip
        return self.canvas

    def _row(self, row: PrefectureToday, left: float, top: float) -> None:
        canvas, coverage = self.canvas, row.coverage
        middle = top + self.ROW / 2
        assert row.prefecture is not None
        canvas.line(left, top, left + self.NAMES + self.BARS + 110, top, 0.3, _GRID)
        canvas.text(left, middle, self.say(row.prefecture.name), 9.5)
        start = left + self.NAMES
        if row.bridges is None:
            canvas.rectangle(start, top + 4, 60, self.ROW - 8, _NOTHING, pen=0.4)
            canvas.text(start + 66, middle, self.say(Text("データなし", "no data")), 9)
        else:
            scale = (self.BARS - 4) / self.most
            canvas.rectangle(start, top + 4, row.bridges.value * scale, self.ROW - 8, _BAR)
            least, most = row.bridges.least * scale, row.bridges.most * scale
            if row.bridges.least < row.bridges.most:  # the range over the draws
                canvas.line(start + least, middle, start + most, middle, 1.6)
                for at in (least, most):
                    canvas.line(start + at, top + 3, start + at, top + self.ROW - 3, 1.2)
            canvas.text(
                start + max(most, row.bridges.value * scale) + 4,
                middle,
                f"{row.bridges.value:,}",
                9.5,
                bold=True,
            )
        counted = "–" if row.bridges is None else f"{row.mixed_municipalities}"
        canvas.text(
            start + self.BARS + 102, middle, f"{counted} · {coverage.progress} · {coverage.all}", 9, "right"
        )


class _Load(_Sheet):
    """A row for each vendor, a cell for each month: how much of the capacity is asked for."""

    TOP, NAMES = 108.0, 176.0
    FIGURES = 150.0
    """Width of the columns at the right."""

    def __init__(self, answer: NationAnswer, language: Language) -> None:
        super().__init__(
            answer,
            language,
            Text("ベンダに求められる切替と能力", "Cutovers asked of vendors, and what they can do"),
        )
        self.vendors = answer.workload.vendors[:_MOST_VENDORS]
        self.months = answer.workload.months
        self.row = min(20.0, (A4[1] - self.TOP - 40) / max(1, len(self.vendors)))

    @property
    def _cell(self) -> float:
        return min(60.0, (A4[0] - 2 * MARGIN - self.NAMES - self.FIGURES) / max(1, len(self.months)))

    def drawn(self) -> Canvas:
        self._heading()
        self._legend()
        self._axis()
        for number, vendor in enumerate(self.vendors):
            self._vendor(vendor, self.TOP + number * self.row)
        left_out = len(self.answer.workload.vendors) - len(self.vendors)
        if left_out:
            self.canvas.text(MARGIN, self.TOP + len(self.vendors) * self.row + 14, self.say(Text(
                f"ほか {left_out} ベンダは表にあります。", f"{left_out} more vendors are in the table.",
            )), 8)  # fmt: skip
        return self.canvas

    def _legend(self) -> None:
        x = MARGIN
        self.canvas.text(A4[0] - MARGIN, 69, self.say(Text("空白: なし", "blank: none")), 8.5, "right")
        for _, fill, words in _HEAT:
            label = self.say(words)
            self.canvas.rectangle(x, 64, 20, 10, fill)
            self.canvas.text(x + 24, 69, label, 8.5)
            x += 24 + columns(label) * 5.2 + 14

    def _axis(self) -> None:
        apart = next(step for step in (1, 3, 6, 12, 24, 1_200) if self._cell * step >= 40)
        bottom = self.TOP + len(self.vendors) * self.row
        for at, month in enumerate(self.months):
            apart_enough = at == 0 and (-month.ordinal % apart) * self._cell >= 40
            if month.ordinal % apart == 0 or apart_enough:
                x = MARGIN + self.NAMES + at * self._cell
                self.canvas.line(x, self.TOP - 4, x, bottom, 0.4, _GRID)
                self.canvas.text(x, self.TOP - 10, str(month), 8)
        right = A4[0] - MARGIN - self.FIGURES
        for at, words in enumerate(
            (Text("残り", "left"), Text("能力", "can do"), Text("遅れ", "late"), Text("完了", "end"))
        ):
            self.canvas.text(
                right + 36 * (at + 1) + (8 if at == 3 else 0), self.TOP - 10, self.say(words), 8, "right"
            )

    def _vendor(self, vendor: VendorLoad, top: float) -> None:
        canvas = self.canvas
        middle = top + self.row / 2
        name = self.say(Text("不明", "unknown")) if not vendor.company else vendor.name
        canvas.text(MARGIN, middle, shorten(name, 34), 8.5)
        for at, demand in enumerate(vendor.demand):
            if demand:
                capacity = vendor.capacity if self.answer.workload.open[at] else 0
                ratio = demand / capacity if capacity else float("inf")
                fill = next(fill for limit, fill, _ in _HEAT if ratio <= limit)
                canvas.rectangle(
                    MARGIN + self.NAMES + at * self._cell, top + 2, self._cell, self.row - 4, fill, pen=0.4
                )
        right = A4[0] - MARGIN - self.FIGURES
        end = vendor.teams[0].end
        for at, figure in enumerate((vendor.remaining.value, vendor.capacity, vendor.late.value)):
            canvas.text(right + 36 * (at + 1), middle, f"{figure:,}", 8.5, "right")
        canvas.text(right + 36 * 4 + 8, middle, "–" if end is None else str(end), 8.5, "right")
