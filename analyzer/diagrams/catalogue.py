"""Every picture of a landscape and a plan by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from analyzer.diagrams.boxes import Grouping
from analyzer.diagrams.canvas import Paper
from analyzer.diagrams.charts.bridges import bridges_picture
from analyzer.diagrams.charts.costs import costs_picture
from analyzer.diagrams.charts.moves import moves_picture
from analyzer.diagrams.charts.vendors import vendors_picture
from analyzer.diagrams.exchange.archimate import archimate
from analyzer.diagrams.exchange.drawio import drawio
from analyzer.diagrams.exchange.graph import exchange_graph
from analyzer.diagrams.exchange.graphml import graphml
from analyzer.diagrams.exchange.mermaid import mermaid
from analyzer.diagrams.figures import Figures, FigureTable, heading
from analyzer.diagrams.filters import WHOLE, Filter, mixed_part, named, part_of, titled
from analyzer.diagrams.landscape_view import landscape_view
from analyzer.diagrams.legend import title_of
from analyzer.diagrams.map.geometry import layout_of, phases_layout
from analyzer.diagrams.map.sheet import (
    draw_phases,
    draw_state,
    map_title,
    phase_lines,
    phases_title,
    state_layout,
    state_lines,
)
from analyzer.diagrams.map.stretches import MapStretch, stretch_at, stretches_of
from analyzer.diagrams.moment import moment_of
from analyzer.diagrams.month_figures import month_figures
from analyzer.diagrams.picture import Picture
from analyzer.diagrams.safe_text import shorten
from analyzer.errors import InputError
from analyzer.evaluation import Evaluation
from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Language, Text

ViewName = Literal["landscape", "map", "phases", "vendors", "bridges", "moves", "costs"]
VIEWS: Mapping[ViewName, Text] = {
    "landscape": Text("ある月の連携(Graphviz の配置)", "the links of a month, laid out by Graphviz"),
    "map": Text(
        "ある月の姿。場所はどの月でも同じ", "the state in a month, every place the same in all months"
    ),
    "phases": Text("移行の前・途中・後を一枚に", "before, during and after on one sheet"),
    "vendors": Text("ベンダ×ベンダの連携", "links vendor × vendor"),
    "bridges": Text("過渡期連携の期間", "bridges over time"),
    "moves": Text(
        "移行の日程、できない月・期限・上限", "the moves, with closed months, deadlines, capacities"
    ),
    "costs": Text("月ごとの費用と過渡期連携", "cost and bridges over time"),
}
OF_A_PLAN: frozenset[ViewName] = frozenset(("phases", "bridges", "moves", "costs"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which picture. `paper`: without one a sheet is A4, and a landscape as large as its layout."""

    view: ViewName = "landscape"
    month: Month | None = None
    grouping: Grouping = "environment"
    part: Filter = WHOLE
    paper: Paper | None = None


def picture_of(
    landscape: Landscape, evaluation: Evaluation | None, wanted: Wanted, language: Language
) -> Picture:
    """The picture with its numbers. InputError for a month outside the horizon, an unknown part, or a missing plan."""
    if wanted.view in OF_A_PLAN and (evaluation is None or evaluation.schedule is None):
        raise InputError((Finding(
            "picture_needs_plan",
            "error",
            Text(f"図「{wanted.view}」は計画の図です。", f"The picture {wanted.view!r} is of a plan."),
            suggestion=Text("計画を指定してください(--plan)。", "Give a plan (--plan)."),
        ),))  # fmt: skip
    return _DRAWN[wanted.view](part_of(landscape, wanted.part), evaluation, wanted, language)


ExchangeForm = Literal["mermaid", "drawio", "graphml", "archimate"]


def exchange_of(
    landscape: Landscape,
    evaluation: Evaluation | None,
    wanted: Wanted,
    language: Language,
    form: ExchangeForm,
) -> bytes:
    """The links of the month for another program, in the places of the map; errors as `picture_of`."""
    part = part_of(landscape, wanted.part)
    layout = layout_of(part, wanted.grouping)
    stretch = stretch_at(layout, part, evaluation, wanted.month)
    about = named(landscape, wanted.part)
    title = titled(map_title(stretch.moment, wanted.grouping), about).in_language(language)
    graph = exchange_graph(layout, stretch, title, language, only_mixed=wanted.part.only_mixed)
    match form:
        case "mermaid":
            return mermaid(graph, language)
        case "drawio":
            return drawio(graph, language)
        case "graphml":
            return graphml(graph)
        case "archimate":
            return archimate(graph, wanted.grouping, language)


def _landscape(
    landscape: Landscape, evaluation: Evaluation | None, wanted: Wanted, language: Language
) -> Picture:
    moment = moment_of(landscape, wanted.month, evaluation)
    if wanted.part.only_mixed:
        moment = moment_of(mixed_part(moment), wanted.month, evaluation)
    about = named(landscape, wanted.part)
    view = landscape_view(moment, wanted.grouping, language, only_mixed=wanted.part.only_mixed, about=about)
    title = title_of(moment, wanted.grouping)
    rows = tuple(Text(row, row) for row in view.legend.rows)
    figures = month_figures(
        "landscape", moment, wanted.grouping, titled(title, about), rows, {"lines": len(view.edges)}
    )
    return Picture(view, figures, language, wanted.paper)


def _map(landscape: Landscape, evaluation: Evaluation | None, wanted: Wanted, language: Language) -> Picture:
    paper = wanted.paper or "a4"
    layout = state_layout(landscape, wanted.grouping, paper)
    stretch = stretch_at(layout, landscape, evaluation, wanted.month)
    about = named(landscape, wanted.part)
    if wanted.part.only_mixed:
        stretch = stretch.only_mixed()
    canvas = draw_state(landscape, layout, stretch, paper, language, about)
    figures = month_figures(
        "map",
        stretch.moment,
        wanted.grouping,
        titled(map_title(stretch.moment, wanted.grouping), about),
        state_lines(stretch, layout),
        {"cutovers": len(stretch.cutovers), "tests": len(stretch.tests), "lines": len(stretch.lines)},
    )
    return Picture(canvas, replace(figures, tables=(*figures.tables, _changes(stretch))), language)


def _changes(stretch: MapStretch) -> FigureTable:
    """What the month has to do: systems that cut over, links that are tested."""
    landscape = stretch.moment.landscape
    cutover, test = Text("切替", "cutover"), Text("連携テスト", "integration test")
    links = {str(link.key): link.name for link in landscape.integrations.values()}
    rows = [(cutover, id, shorten(landscape.systems[id].name, 60)) for id in stretch.cutovers]
    rows += [(test, key, shorten(links[key], 60)) for key in stretch.tests]
    return FigureTable("changes", Text("この月の切替と連携テスト", "Cutovers and tests of the month"), (
        heading("change", "種類", "kind"), heading("id", "ID", "id"), heading("name", "名前", "name"),
    ), tuple(rows))  # fmt: skip


def _phases(
    landscape: Landscape, evaluation: Evaluation | None, wanted: Wanted, language: Language
) -> Picture:
    layout = phases_layout(landscape, wanted.grouping)
    every = stretches_of(layout, landscape, evaluation)
    shown = _before_during_after(every, wanted.month)
    if wanted.part.only_mixed:
        shown = [stretch.only_mixed() for stretch in shown]
    about = named(landscape, wanted.part)
    canvas = draw_phases(landscape, wanted.grouping, shown, wanted.paper or "a4", language, about)
    rows = []
    for stretch in shown:
        counts = stretch.moment.counts()
        rows.append((
            str(stretch.first), str(stretch.last), sum(form > 0 for form in stretch.moment.forms.values()),
            counts["native"], counts["mixed"], counts["suspended"],
            sum(count for kind, count in stretch.moment.bridges.items() if kind != "as_is"), len(stretch.cutovers),
            len(stretch.tests),
        ))  # fmt: skip
    table = FigureTable("phases", Text("前・途中・後", "Before, during, after"), (
        heading("from", "開始", "from"), heading("until", "終了", "until"), heading("moved", "移行済み", "moved", number=True),
        heading("native", "そのまま", "native", number=True), heading("mixed", "混在", "mixed", number=True),
        heading("suspended", "休止", "suspended", number=True), heading("bridges", "過渡期連携の数", "bridges standing", number=True),
        heading("cutovers", "切替", "cutovers", number=True), heading("tests", "テスト", "tests", number=True),
    ), tuple(rows))  # fmt: skip
    lines = [line for stretch in shown for line in phase_lines(stretch)]
    title = titled(phases_title(landscape, wanted.grouping), about)
    return Picture(
        canvas, Figures("phases", None, title, tuple(lines), {"stretches": len(every)}, (table,)), language
    )


def _before_during_after(every: tuple[MapStretch, ...], month: Month | None) -> list[MapStretch]:
    """The first stretch, the last one, and between them that of the month, else the first with most mixed links."""
    between = every[1:-1]
    if not between:
        return list(every)
    during = max(between, key=lambda stretch: (stretch.moment.counts()["mixed"], -stretch.first.ordinal))
    if month is not None:
        during = next((stretch for stretch in between if stretch.first <= month <= stretch.last), during)
    return [every[0], during, every[-1]]


def _vendors(
    landscape: Landscape, evaluation: Evaluation | None, wanted: Wanted, language: Language
) -> Picture:
    moment, about = moment_of(landscape, wanted.month, evaluation), named(landscape, wanted.part)
    return vendors_picture(moment, wanted.paper or "a4", language, about)


def _bridges(
    landscape: Landscape, evaluation: Evaluation | None, wanted: Wanted, language: Language
) -> Picture:
    assert evaluation is not None
    about = named(landscape, wanted.part)
    return bridges_picture(landscape, evaluation, wanted.paper or "a4", language, about)


def _moves(
    landscape: Landscape, evaluation: Evaluation | None, wanted: Wanted, language: Language
) -> Picture:
    assert evaluation is not None
    about = named(landscape, wanted.part)
    return moves_picture(landscape, evaluation, wanted.paper or "a4", language, about)


def _costs(_: Landscape, evaluation: Evaluation | None, wanted: Wanted, language: Language) -> Picture:
    assert evaluation is not None
    return costs_picture(evaluation, wanted.paper or "a4", language)


_DRAWN: Mapping[ViewName, Callable[[Landscape, Evaluation | None, Wanted, Language], Picture]] = {
    "landscape": _landscape,
    "map": _map,
    "phases": _phases,
    "vendors": _vendors,
    "bridges": _bridges,
    "moves": _moves,
    "costs": _costs,
}
