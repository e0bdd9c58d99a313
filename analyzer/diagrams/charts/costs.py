"""What a plan costs month by month, in all by then, and how many bridges and mixed links there are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from analyzer.diagrams.canvas import Canvas, Fill, Paper
from analyzer.diagrams.charts.bridges import NO_COST
from analyzer.diagrams.charts.months import GRID, HEIGHT, MonthAxis
from analyzer.diagrams.comparison_picture import FILLS
from analyzer.diagrams.figures import Figures, FigureTable, heading
from analyzer.diagrams.legend import unproven
from analyzer.diagrams.page import MARGIN, Flow, head_height, sheet_for, write_head
from analyzer.diagrams.picture import Picture
from analyzer.diagrams.safe_text import shorten
from analyzer.diagrams.scales import step_of
from analyzer.evaluation import Evaluation
from analyzer.landscape.months import Month
from analyzer.messages import Language, Text
from analyzer.messages.words import COST_PARTS
from analyzer.whatif.advancing.standing import paid_before

LABELS = 54.0


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What falls in one month: cost by part, bridges that stand, links that they carry, cutovers, tests."""

    month: Month
    parts: dict[str, int]
    bridges: int
    carried: int
    cutovers: int
    tests: int


def month_figures(evaluation: Evaluation) -> tuple[MonthFigures, ...]:
    """Every month of the horizon; nothing where the plan has no cost. The costs add up to the plan's."""
    assessment, schedule = evaluation.assessment, evaluation.schedule
    if assessment is None or schedule is None:
        return ()
    cutovers = Counter(cutover.month for cutover in schedule.cutovers)
    tests = Counter[int]()
    for found in assessment.test_sets:
        tests[schedule.spans[found.month.span].start] += len(found.cases)
    bridges, carried = Counter[int](), Counter[int]()
    for bridge in assessment.bridges:
        bridges.update(bridge.months)
        for months in bridge.serves.values():
            carried.update(months)
    rows = []
    before = paid_before(assessment, 0).as_dict()
    for index in range(schedule.length):
        paid = paid_before(assessment, index + 1).as_dict()
        parts = {name: paid[name] - before[name] for name in paid}
        before = paid
        rows.append(MonthFigures(
            schedule.month(index), parts, bridges[index], carried[index], cutovers[index], tests[index],
        ))  # fmt: skip
    return tuple(rows)


def costs_picture(evaluation: Evaluation, paper: Paper, language: Language) -> Picture:
    """The sheet; of a plan without a cost it says so."""
    rows = month_figures(evaluation)
    figures = _figures(evaluation, rows)
    return Picture(_drawn(evaluation, rows, figures, paper, language), figures, language)


def _figures(evaluation: Evaluation, rows: tuple[MonthFigures, ...]) -> Figures:
    landscape = evaluation.landscape
    name, unit = shorten(landscape.name, 60), shorten(landscape.cost_unit or "", 12)
    title = Text(f"{name}　月ごとの費用と過渡期連携", f"{name}: cost and bridges over time")
    if not rows:
        return Figures("costs", None, title, (NO_COST,), {}, ())
    parts = [part for part in FILLS if any(row.parts[part] for row in rows)]
    total, most = sum(row.parts["total"] for row in rows), max(row.bridges for row in rows)
    doubt = unproven(evaluation)
    lines = (
        Text(f"費用の合計 {total:,} {unit}{doubt.ja}、過渡期連携は同時に多くて {most}",
             f"Cost {total:,} {unit} in all{doubt.en}; at most {most} bridges at a time"),
    )  # fmt: skip
    table = FigureTable(
        "months",
        Text("月ごとの数字", "Month by month"),
        (
            heading("month", "年月", "month"),
            *(heading(part, COST_PARTS[part].ja, COST_PARTS[part].en, number=True) for part in parts),
            heading("total", "合計", "total", number=True),
            heading("by_then", "累計", "by then", number=True),
            heading("bridges", "過渡期連携の数", "bridges standing", number=True),
            heading("carried", "運ぶ連携", "links carried", number=True),
            heading("cutovers", "切替", "cutovers", number=True),
            heading("tests", "テスト", "tests", number=True),
        ),
        tuple(
            (
                str(row.month), *(row.parts[part] for part in parts), row.parts["total"],
                sum(other.parts["total"] for other in rows[: at + 1]), row.bridges, row.carried, row.cutovers, row.tests,
            )
            for at, row in enumerate(rows)
        ),
    )  # fmt: skip
    return Figures("costs", None, title, lines, {"total": total, "most_bridges": most}, (table,))


def _drawn(
    evaluation: Evaluation, rows: tuple[MonthFigures, ...], figures: Figures, paper: Paper, language: Language
) -> Canvas:
    head = head_height(len(figures.lines))
    canvas = sheet_for(1000, 600, paper, head)
    write_head(canvas, figures.title.in_language(language), figures.lines, language)
    if not rows:
        return canvas
    parts = [part for part in FILLS if any(row.parts[part] for row in rows)]
    axis = MonthAxis([row.month for row in rows], MARGIN + LABELS, canvas.width - MARGIN - LABELS)
    legend = MARGIN + head + 8
    top, bottom = legend + 14, canvas.height - MARGIN
    height = (bottom - top - HEIGHT - 3 * 26) / 3
    axis.draw(canvas, top, bottom, language)
    y = top + HEIGHT + 18
    _legend(canvas, legend, parts, evaluation.landscape.cost_unit, language)
    _bars(canvas, axis, rows, parts, (y, y + height))
    y += height + 26
    _steps(canvas, axis, [row.bridges for row in rows], (y, y + height),
           Text("過渡期連携の数", "Bridges standing"), language)  # fmt: skip
    y += height + 26
    _steps(canvas, axis, [row.carried for row in rows], (y, y + height),
           Text("過渡期連携が運ぶ連携の数", "Links carried by bridges"), language)  # fmt: skip
    return canvas


def _legend(canvas: Canvas, y: float, parts: list[str], unit: str | None, language: Language) -> None:
    flow = Flow(canvas, y, language)
    for part in parts:
        x, middle = flow.place(COST_PARTS[part], 20)
        canvas.rectangle(x, middle - 4, 20, 8, FILLS[part])
    name = shorten(unit or "", 12)
    x, middle = flow.place(Text(f"累計（右の目盛）{name}", f"by then (right scale) {name}"), 20)
    canvas.line(x, middle, x + 20, middle, 2, dash="dashed")


def _bars(
    canvas: Canvas,
    axis: MonthAxis,
    rows: tuple[MonthFigures, ...],
    parts: list[str],
    panel: tuple[float, float],
) -> None:
    """Bars of each month by part, and the sum by then as a line with its own scale on the right."""
    top, bottom = panel
    scale = _grid(canvas, axis, max(row.parts["total"] for row in rows), panel)
    for row in rows:
        y = bottom
        for part in parts:
            height = row.parts[part] * scale
            if height:
                canvas.rectangle(
                    axis.x(row.month) + axis.cell * 0.12,
                    y - height,
                    axis.cell * 0.76,
                    height,
                    FILLS[part],
                    0.5,
                )
                y -= height
    total = sum(row.parts["total"] for row in rows)
    by_then, before = 0, bottom
    for row in rows:
        by_then += row.parts["total"]
        y = bottom - (bottom - top) * by_then / max(1, total)
        x = axis.x(row.month)
        canvas.line(x, before, x + axis.cell, y, 1.8, dash="dashed")
        before = y
    canvas.text(axis.right + 4, top, f"{total:,}", 7.5)


def _steps(
    canvas: Canvas,
    axis: MonthAxis,
    values: list[int],
    panel: tuple[float, float],
    said: Text,
    language: Language,
) -> None:
    top, bottom = panel
    canvas.text(axis.left, top - 9, said.in_language(language), 8.5, bold=True)
    scale = _grid(canvas, axis, max(values), panel)
    before: float | None = None
    for at, value in enumerate(values):
        x, y = axis.left + at * axis.cell, bottom - value * scale
        if value:
            canvas.rectangle(x, y, axis.cell, bottom - y, Fill("#e4e4e4"), 0)
        if before is not None and before != y:
            canvas.line(x, before, x, y, 1.6)
        canvas.line(x, y, x + axis.cell, y, 1.6)
        before = y


def _grid(canvas: Canvas, axis: MonthAxis, most: int, panel: tuple[float, float]) -> float:
    """Lines and figures of a scale from 0; how many points one unit takes."""
    top, bottom = panel
    step = step_of(most, 5)
    highest = max(step, -(-most // step) * step)
    scale = (bottom - top) / highest
    for value in range(0, highest + 1, step):
        y = bottom - value * scale
        canvas.line(axis.left, y, axis.right, y, 0.4, GRID)
        canvas.text(axis.left - 4, y, f"{value:,}", 7.5, "right")
    return scale
