"""When each bridge stands: one row a bridge, by kind; in black and white kinds are told apart by their hatching."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from analyzer.bridges.standing import StandingBridge
from analyzer.diagrams.canvas import Canvas, Fill, Paper
from analyzer.diagrams.charts.months import HEIGHT, MonthAxis
from analyzer.diagrams.figures import Figures, FigureTable, heading
from analyzer.diagrams.filters import titled
from analyzer.diagrams.page import MARGIN, Flow, head_height, sheet_for, write_head
from analyzer.diagrams.picture import Picture
from analyzer.diagrams.safe_text import shorten
from analyzer.evaluation import Evaluation
from analyzer.evaluation.assessment import Assessment
from analyzer.landscape.model import Landscape
from analyzer.messages import Language, Text
from analyzer.messages.words import KINDS

FILLS = {
    "keep_legacy": Fill("#4d4d4d"),
    "early_standard": Fill("#ffffff", ("up",), 4),
    "write_back": Fill("#b4b4b4"),
    "read_through": Fill("#ffffff", ("down",), 4),
    "convert": Fill("#ffffff", ("up", "down"), 5),
    "manual": Fill("#ffffff", ("upright",), 3.5),
    "relay": Fill("#ffffff", ("across",), 3),
    "as_is": Fill("#ffffff", ("across", "upright"), 5),
}
NAMES, LEAST_ROW, MOST_ROW = 230.0, 8.5, 20.0


def bridges_picture(
    landscape: Landscape, evaluation: Evaluation, paper: Paper, language: Language, about: Text | None = None
) -> Picture:
    """The bridges of a plan that serve the landscape, or the part of it that is given; of a plan without a cost the sheet
    says so.
    """
    bridges = () if evaluation.assessment is None else _ordered(landscape, evaluation.assessment)
    figures = _figures(evaluation, bridges, about)
    return Picture(_drawn(evaluation, bridges, figures, paper, language), figures, language)


def bridge_name(landscape: Landscape, bridge: StandingBridge) -> str:
    """Where it stands, by the names for people: ``住民記録 ・ 連携用マスタ``."""
    place, names = bridge.bridge.place, []
    if place.system is not None:
        names.append(landscape.systems[place.system].name)
    if place.integration is not None:
        names.append(str(place.integration))
    if place.hub is not None:
        names.append(landscape.hubs[place.hub].name)
    if place.between is not None:
        names.append("～".join(landscape.environments[id].name for id in place.between))
    vendor = bridge.bridge.key.vendor
    if vendor and not names:
        names.append(landscape.vendors[vendor].name)
    return " ・ ".join(shorten(name, 40) for name in names)


def _ordered(landscape: Landscape, assessment: Assessment) -> tuple[StandingBridge, ...]:
    """By kind, then by the first month: as they are drawn."""
    known = landscape.integrations
    serving = [b for b in assessment.bridges if not b.serves or any(key in known for key in b.serves)]
    return tuple(sorted(serving, key=lambda b: (b.bridge.kind, b.months[0], b.bridge.key)))


def _figures(evaluation: Evaluation, bridges: tuple[StandingBridge, ...], about: Text | None) -> Figures:
    landscape, schedule = evaluation.landscape, evaluation.schedule
    name = shorten(landscape.name, 60)
    title = titled(Text(f"{name}　過渡期連携の期間", f"{name}: bridges over time"), about)
    rows = []
    for bridge in bridges:
        assert schedule is not None
        vendor = bridge.bridge.key.vendor
        rows.append((
            KINDS[bridge.bridge.kind], bridge_name(landscape, bridge), landscape.vendors[vendor].name if vendor else None,
            str(schedule.month(bridge.months[0])), str(schedule.month(bridge.months[-1])), len(bridge.months), len(bridge.serves),
            int(bridge.permanent), bridge.cost,
        ))  # fmt: skip
    bridge_months = sum(len(bridge.months) for bridge in bridges)
    permanent = sum(bridge.permanent for bridge in bridges)
    unit = shorten(landscape.cost_unit or "", 12)
    lines = [
        Text(f"過渡期連携 {len(bridges)}（うち恒久 {permanent}）、延べ {bridge_months} か月、費用 {sum(b.cost for b in bridges):,} {unit}",
             f"Bridges {len(bridges)} ({permanent} permanent), {bridge_months} bridge-months, cost {sum(b.cost for b in bridges):,} {unit}"),
    ]  # fmt: skip
    if evaluation.assessment is None:
        lines = [NO_COST]
    table = FigureTable(
        "bridges",
        Text("過渡期連携", "Bridges"),
        (
            heading("kind", "種類", "kind"), heading("place", "場所", "place"), heading("vendor", "持ち主", "owner"),
            heading("from", "開始", "from"), heading("until", "終了", "until"), heading("months", "月数", "months", number=True),
            heading("links", "連携", "links", number=True), heading("permanent", "恒久", "permanent", number=True),
            heading("cost", "費用", "cost", number=True),
        ),
        tuple(rows),
    )  # fmt: skip
    kinds = Counter(bridge.bridge.kind for bridge in bridges)
    counts = {"bridges": len(bridges), "bridge_months": bridge_months, "permanent": permanent}
    return Figures(
        "bridges", None, title, tuple(lines), counts | {k: kinds[k] for k in sorted(kinds)}, (table,)
    )


NO_COST = Text(
    "運べない連携か、移行月の誤りがあるため、この計画に過渡期連携と費用はありません。",
    "Some link cannot be carried, or months are wrong: this plan has neither bridges nor cost.",
)


def _drawn(
    evaluation: Evaluation,
    bridges: tuple[StandingBridge, ...],
    figures: Figures,
    paper: Paper,
    language: Language,
) -> Canvas:
    """As many rows as the sheet holds; those with most links are kept, and the text beside it has all."""
    head = head_height(len(figures.lines) + 1)
    canvas = sheet_for(1000, max(300, 10.0 * len(bridges)), paper, head)
    schedule = evaluation.schedule
    top = MARGIN + head + 6
    room = canvas.height - MARGIN - top - HEIGHT - 20
    most = int(room / LEAST_ROW)
    kept = sorted(bridges, key=lambda b: -len(b.serves) * len(b.months))[:most]
    shown = [bridge for bridge in bridges if bridge in kept]
    lines = [*figures.lines]
    if len(shown) < len(bridges):
        left_out = len(bridges) - len(shown)
        lines.append(
            Text(
                f"連携と月数の多い {len(shown)} 件を描く。ほか {left_out} 件は表に。",
                f"The {len(shown)} with most links and months; {left_out} more in the table.",
            )
        )
    write_head(canvas, figures.title.in_language(language), lines, language)
    if schedule is None or not bridges:
        return canvas
    axis = MonthAxis(evaluation.landscape.horizon.months(), MARGIN + NAMES, canvas.width - MARGIN)
    row = min(MOST_ROW, room / max(1, len(shown)))
    bottom = top + HEIGHT + row * len(shown)
    axis.draw(canvas, top, bottom, language)
    for at, bridge in enumerate(shown):
        y = top + HEIGHT + at * row
        name = bridge_name(evaluation.landscape, bridge)
        said = KINDS[bridge.bridge.kind].in_language(language) + "　" + name
        size = min(8.5, row * 0.72)
        canvas.text(MARGIN, y + row / 2, shorten(said, int(NAMES / size / 0.52)), size)
        for start, length in _runs(bridge.months):
            x = axis.x(schedule.month(start))
            pen = 1.6 if bridge.permanent else 0.6
            canvas.rectangle(
                x, y + row * 0.14, length * axis.cell, row * 0.72, FILLS[bridge.bridge.kind], pen
            )
        count = str(len(bridge.serves)) + ("→" if bridge.permanent else "")
        end = axis.x(schedule.month(bridge.months[-1] + 1))
        beyond = end + 16 > axis.right
        at_x = axis.x(schedule.month(bridge.months[0])) - 3 if beyond else end + 3
        canvas.text(at_x, y + row / 2, count, size * 0.9, "right" if beyond else "left")
    _legend(canvas, bottom + 12, {b.bridge.kind for b in shown}, language)
    return canvas


def _runs(months: tuple[int, ...]) -> list[tuple[int, int]]:
    """First month and length of each run of months without a gap."""
    found = []
    for _, run in groupby(enumerate(months), key=lambda pair: pair[1] - pair[0]):
        listed = [month for _, month in run]
        found.append((listed[0], len(listed)))
    return found


def _legend(canvas: Canvas, y: float, kinds: set[str], language: Language) -> None:
    flow = Flow(canvas, y, language)
    for kind in sorted(kinds):
        x, middle = flow.place(KINDS[kind], 20)
        canvas.rectangle(x, middle - 4, 20, 8, FILLS[kind])
    flow.place(
        Text(
            "数字：運ぶ連携の数　太枠と→：期間の終わりに残る",
            "figures: links carried; bold and →: stays at the end",
        ),
        0,
    )
