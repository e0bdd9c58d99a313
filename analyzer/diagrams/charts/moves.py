"""Gantt of the moves: when each system changes its form, the months closed to it, deadlines, contract ends; below it how
many cutovers each vendor has in a month, beside what it can do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analyzer.diagrams.canvas import Canvas, Fill, Paper
from analyzer.diagrams.charts.months import HEIGHT, MonthAxis
from analyzer.diagrams.figures import Figures, FigureTable, heading
from analyzer.diagrams.filters import titled
from analyzer.diagrams.legend import plan_line
from analyzer.diagrams.page import MARGIN, Flow, head_height, sheet_for, write_head
from analyzer.diagrams.picture import Picture
from analyzer.diagrams.safe_text import shorten
from analyzer.evaluation import Evaluation
from analyzer.landscape.model import Blackout, Landscape, Move, MoveRef, System
from analyzer.landscape.months import Month
from analyzer.messages import Language, Text
from analyzer.plan.rules import deadline_of
from analyzer.plan.schedule import Schedule

NAMES, LEAST_ROW, MOST_ROW = 150.0, 8.0, 20.0
_CLOSED = Fill("#ffffff", ("up",), 4)
_FORMS = ("#ffffff", "#d0d0d0", "#8c8c8c", "#5a5a5a")
"""The ground of form 0, 1, 2, and of all later ones."""


def moves_picture(
    landscape: Landscape, evaluation: Evaluation, paper: Paper, language: Language, about: Text | None = None
) -> Picture:
    """The moves of a plan that has forms; of the systems of the landscape, which may be a part of the plan's.

    Cutovers by vendor and limits are those of the whole plan: a part of them would say nothing of a limit.
    """
    assert evaluation.schedule is not None, "the caller has asked whether the plan gives forms"
    systems = _moving(landscape, evaluation.schedule)
    figures = _figures(evaluation, evaluation.schedule, systems, about)
    return Picture(
        _drawn(evaluation, evaluation.schedule, systems, figures, paper, language), figures, language
    )


def closed_months(landscape: Landscape, system: System, move: Move) -> frozenset[Month]:
    """The months of the horizon in which the move may not take effect: its own, those of rules, its vendor's."""
    months = set(move.blackout) | landscape.vendors[move.to.vendor].unavailable
    for rule in landscape.rules:
        if isinstance(rule, Blackout) and rule.systems.matches(system, move.to):
            months |= rule.months
    return frozenset(month for month in months if month in landscape.horizon)


def _moving(landscape: Landscape, schedule: Schedule) -> list[System]:
    """Systems with moves, by the month of their first one."""
    known = landscape.systems
    first: dict[str, int] = {}
    for cutover in schedule.cutovers:
        if cutover.system in known:
            first.setdefault(cutover.system, cutover.month)
    return sorted((known[id] for id in first), key=lambda system: (first[system.id], system.id))


def _capacity(schedule: Schedule) -> list[tuple[str, int | None, Counter[int]]]:
    """(vendor, its limit, cutovers by month), the busiest first; at the head all together, with an empty id."""
    landscape = schedule.landscape
    every, of = Counter[int](), dict[str, Counter[int]]()
    for cutover in schedule.cutovers:
        vendor = landscape.systems[cutover.system].forms[cutover.form].vendor
        of.setdefault(vendor, Counter())[cutover.month] += 1
        every[cutover.month] += 1
    rows: list[tuple[str, int | None, Counter[int]]] = [("", landscape.cutovers_per_month, every)]
    for vendor in sorted(of, key=lambda v: (-of[v].total(), v)):
        rows.append((vendor, landscape.vendors[vendor].cutovers_per_month, of[vendor]))
    return rows


def _figures(
    evaluation: Evaluation, schedule: Schedule, systems: list[System], about: Text | None
) -> Figures:
    landscape = evaluation.landscape
    name = shorten(landscape.name, 60)
    title = titled(Text(f"{name}　移行の日程", f"{name}: the moves"), about)
    rows = []
    late = 0
    for system in systems:
        for move in system.moves:
            month = schedule.moves[MoveRef(system.id, move.id)]
            deadline = deadline_of(landscape, system, move)
            late += deadline is not None and month > deadline
            closed = closed_months(landscape, system, move)
            rows.append((
                system.id, system.name, move.id, str(month), move.day, move.to.environment, move.to.generation,
                move.to.vendor, None if deadline is None else str(deadline),
                None if system.contract_end is None else str(system.contract_end), len(closed),
            ))  # fmt: skip
    capacity = []
    over = 0
    for vendor, limit, of in _capacity(schedule):
        for index, count in sorted(of.items()):
            over += limit is not None and count > limit
            capacity.append((vendor or None, str(schedule.month(index)), count, limit))
    cutovers = len(schedule.cutovers)
    lines = (
        plan_line(evaluation),
        Text(
            f"動くシステム {len(systems)}、切替 {cutovers}、期限に遅れる移行 {late}、上限を超える月 {over}",
            f"Systems that move {len(systems)}, cutovers {cutovers}, moves past their deadline {late}, months over capacity {over}",
        ),
    )
    tables = (
        FigureTable("moves", Text("移行", "Moves"), (
            heading("system", "ID", "id"), heading("name", "システム", "system"), heading("move", "移行", "move"),
            heading("month", "年月", "month"), heading("day", "日", "day"), heading("environment", "環境", "environment"),
            heading("generation", "世代", "generation"), heading("vendor", "ベンダ", "vendor"),
            heading("deadline", "期限", "deadline"), heading("contract_end", "契約の終わり", "contract end"),
            heading("closed", "できない月の数", "closed months", number=True),
        ), tuple(rows)),
        FigureTable("capacity", Text("月ごとの切替と上限", "Cutovers by month, and the limit"), (
            heading("vendor", "ベンダ", "vendor"), heading("month", "年月", "month"),
            heading("cutovers", "切替", "cutovers", number=True), heading("limit", "上限", "limit", number=True),
        ), tuple(capacity)),
    )  # fmt: skip
    counts = {"systems": len(systems), "cutovers": cutovers, "late": late, "over_capacity": over}
    return Figures("moves", None, title, lines, counts, tables)


def _drawn(
    evaluation: Evaluation,
    schedule: Schedule,
    systems: list[System],
    figures: Figures,
    paper: Paper,
    language: Language,
) -> Canvas:
    """As many systems as the sheet holds; where there are more, vendors with their cutovers alone."""
    landscape, capacity = evaluation.landscape, _capacity(schedule)
    head = head_height(len(figures.lines) + 1)
    canvas = sheet_for(1000, max(420, 13.0 * (len(systems) + len(capacity))), paper, head)
    top = MARGIN + head + 6
    room = canvas.height - MARGIN - top - HEIGHT - 36
    most = int(room / LEAST_ROW)
    capacity = capacity[: max(3, min(len(capacity), most // 4 if systems else most))]
    shown = systems if len(systems) + len(capacity) <= most else systems[: most - len(capacity)]
    lines = [*figures.lines]
    if len(shown) < len(systems):
        left_out = len(systems) - len(shown)
        lines.append(
            Text(
                f"先に動く {len(shown)} システムを描く。ほか {left_out} システムは表に。",
                f"The {len(shown)} systems that move first; {left_out} more in the table.",
            )
        )
    write_head(canvas, figures.title.in_language(language), lines, language)
    if not len(landscape.horizon):
        return canvas
    axis = MonthAxis(landscape.horizon.months(), MARGIN + NAMES, canvas.width - MARGIN)
    row = min(MOST_ROW, room / max(1, len(shown) + len(capacity)))
    bottom = top + HEIGHT + row * (len(shown) + len(capacity)) + 8
    axis.draw(canvas, top, bottom, language)
    for at, system in enumerate(shown):
        _row(canvas, axis, schedule, system, top + HEIGHT + at * row, row)
    _capacities(canvas, axis, schedule, capacity, top + HEIGHT + len(shown) * row + 8, row, language)
    most_forms = max((len(system.moves) for system in shown), default=0)
    _legend(canvas, bottom + 14, most_forms, language)
    return canvas


def _row(
    canvas: Canvas,
    axis: MonthAxis,
    schedule: Schedule,
    system: System,
    y: float,
    row: float,
) -> None:
    landscape, last = schedule.landscape, axis.months[-1]
    size = min(8.5, row * 0.72)
    canvas.text(MARGIN, y + row / 2, shorten(system.name, int(NAMES / size / 0.52)), size)
    top, height = y + row * 0.18, row * 0.64
    for form, (first, until) in sorted(schedule.forms_in_use(system).items()):
        x = axis.x(schedule.month(first))
        width = (until - first + 1) * axis.cell
        canvas.rectangle(x, top, width, height, Fill(_FORMS[min(form, 3)]), 0.5)
    closed: set[Month] = set()
    for index, month in enumerate(axis.months):
        pending = schedule.form_index(system.id, index - 1)
        if pending < len(system.moves) and month in closed_months(landscape, system, system.moves[pending]):
            closed.add(month)
    for month in sorted(closed):
        canvas.rectangle(axis.x(month), top, axis.cell, height, _CLOSED, 0.3)
    for cutover in schedule.cutovers:
        if cutover.system == system.id:
            x, half = axis.x(schedule.month(cutover.month)), row * 0.3
            canvas.polygon(((x, top + height), (x - half, top - 1), (x + half, top - 1)))
    for move in system.moves:
        deadline = deadline_of(landscape, system, move)
        if deadline is not None and axis.months[0] <= deadline <= last:
            _diamond(canvas, axis.x(deadline + 1), y + row / 2, row * 0.24)
    if system.contract_end is not None and axis.months[0] <= system.contract_end <= last:
        x = axis.x(system.contract_end + 1)
        canvas.line(x, y + 1, x, y + row - 1, 2.4)


def _diamond(canvas: Canvas, x: float, y: float, half: float) -> None:
    corners = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
    canvas.polygon(corners, "#ffffff")
    for one, other in zip(corners, (*corners[1:], corners[0]), strict=True):
        canvas.line(*one, *other, 1.0)


def _capacities(
    canvas: Canvas,
    axis: MonthAxis,
    schedule: Schedule,
    rows: Sequence[tuple[str, int | None, Counter[int]]],
    top: float,
    row: float,
    language: Language,
) -> None:
    canvas.line(MARGIN, top - 4, axis.right, top - 4, 1.0)
    for at, (vendor, limit, counts) in enumerate(rows):
        y, size = top + at * row, min(8.5, row * 0.72)
        every = Text("切替(全体)", "cutovers (all)").in_language(language)
        name = schedule.landscape.vendors[vendor].name if vendor else every
        bounded = "" if limit is None else f" ≤{limit}"
        said = shorten(name, int(NAMES / size / 0.52) - len(bounded)) + bounded
        canvas.text(MARGIN, y + row / 2, said, size, bold=not vendor)
        for index, count in sorted(counts.items()):
            full = limit is not None and count >= limit
            x = axis.x(schedule.month(index))
            over = limit is not None and count > limit
            fill = Fill("#000000" if over else "#b4b4b4" if full else "#eeeeee")
            canvas.rectangle(x + 0.5, y + row * 0.1, axis.cell - 1, row * 0.8, fill, 0.4)
            color = "#ffffff" if over else "#000000"
            canvas.text(x + axis.cell / 2, y + row / 2, str(count), min(size, axis.cell * 0.7), "middle", color=color)  # fmt: skip


def _legend(canvas: Canvas, y: float, most_forms: int, language: Language) -> None:
    flow = Flow(canvas, y, language)
    forms = (
        Text("現行", "today"), Text("形1", "form 1"), Text("形2", "form 2"), Text("形3以降", "form 3 and on"),
    )  # fmt: skip
    for form, text in enumerate(forms[: max(3, most_forms + 1)]):
        x, middle = flow.place(text, 18)
        canvas.rectangle(x, middle - 4, 18, 8, Fill(_FORMS[form]), 0.5)
    x, middle = flow.place(Text("移行できない月", "closed to the move"), 18)
    canvas.rectangle(x, middle - 4, 18, 8, _CLOSED, 0.3)
    x, middle = flow.place(Text("切替", "cutover"), 8)
    canvas.polygon(((x + 4, middle + 4), (x, middle - 4), (x + 8, middle - 4)))
    x, middle = flow.place(Text("期限", "deadline"), 8)
    _diamond(canvas, x + 4, middle, 4)
    x, middle = flow.place(Text("契約の終わり", "contract end"), 6)
    canvas.line(x + 3, middle - 5, x + 3, middle + 5, 2.4)
    for fill, text in (
        ("#b4b4b4", Text("上限に達する月", "at the limit")),
        ("#000000", Text("超える月", "over it")),
    ):
        x, middle = flow.place(text, 12)
        canvas.rectangle(x, middle - 4, 12, 8, Fill(fill), 0.4)
