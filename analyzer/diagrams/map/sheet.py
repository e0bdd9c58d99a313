"""A month as a map on a sheet of paper; and several months side by side, in the same places."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.diagrams.boxes import Grouping
from analyzer.diagrams.canvas import PAPERS, Canvas, Fill, Paper
from analyzer.diagrams.filters import titled
from analyzer.diagrams.legend import GROUPED, facts_of
from analyzer.diagrams.map.geometry import Layout, paper_layout, phases_layout
from analyzer.diagrams.map.painting import GHOST, STROKES, Painter, shade
from analyzer.diagrams.map.stretches import MapStretch
from analyzer.diagrams.moment import Moment
from analyzer.diagrams.page import FLOW, LINE, MARGIN, Flow, head_height, write_head
from analyzer.diagrams.safe_text import shorten
from analyzer.diagrams.views import EdgeKind
from analyzer.landscape.model import Landscape
from analyzer.messages import Language, Text

_CAPTION = 2 * LINE + 8
_APART = 18.0


def map_title(moment: Moment, grouping: Grouping) -> Text:
    """``旭川市　2024-05 の姿（環境別）``"""
    name = shorten(moment.landscape.name, 60)
    by = GROUPED[grouping]
    if not len(moment.landscape.horizon):
        return Text(f"{name}　今の姿（{by.ja}）", f"{name}: as of today, {by.en}")
    return Text(f"{name}　{moment.month} の姿（{by.ja}）", f"{name}: state in {moment.month}, {by.en}")


def state_layout(landscape: Landscape, grouping: Grouping, paper: Paper) -> Layout:
    """The layout for a month on this paper, the same for every month."""
    head = head_height(6) + 3 * FLOW + 6
    long, short = PAPERS[paper]
    rooms = [(w - 2 * MARGIN, h - 2 * MARGIN - head) for w, h in ((long, short), (short, long))]
    return paper_layout(landscape, grouping, rooms)


def state_lines(stretch: MapStretch, layout: Layout) -> tuple[Text, ...]:
    """What the picture says in words: plan, systems, links, bridges; cutovers and tests of the month."""
    moment = stretch.moment
    changes = Text(
        f"この月の切替 {len(stretch.cutovers)}、連携テスト {len(stretch.tests)}",
        f"Cutovers of the month {len(stretch.cutovers)}, integration tests {len(stretch.tests)}",
    )
    folded = Text(
        "システムは枠ごとにまとめた。一つずつの図は、ブロック・ベンダ・システムを選ぶか、大きな用紙で",
        "Systems are counted by frame; for a box each, choose a block, a vendor or a system, or larger paper",
    )
    return (
        *facts_of(moment),
        *((changes,) if moment.evaluation is not None else ()),
        *((folded,) if layout.sizes.folded else ()),
    )


def draw_state(
    landscape: Landscape, layout: Layout, stretch: MapStretch, paper: Paper, language: Language,
    about: Text | None = None,
) -> Canvas:  # fmt: skip
    """One month on one sheet. `about`: which part of the landscape it is."""
    lines = state_lines(stretch, layout)
    canvas, _, scale = _arranged(layout, 1, paper, len(lines), landscape, language)
    title = titled(map_title(stretch.moment, layout.grouping), about)
    y = write_head(canvas, title.in_language(language), lines, language)
    _legend(canvas, landscape, y + 4, language)
    top = MARGIN + head_height(len(lines)) + _legend_height(landscape, canvas.width, language)
    corner = ((canvas.width - layout.width * scale) / 2, top)
    Painter(canvas, landscape, layout, corner, scale, language).paint(stretch)
    return canvas


def phases_title(landscape: Landscape, grouping: Grouping) -> Text:
    name, by = shorten(landscape.name, 60), GROUPED[grouping]
    return Text(f"{name}　移行の前・途中・後（{by.ja}）", f"{name}: before, during and after, {by.en}")


def draw_phases(
    landscape: Landscape,
    grouping: Grouping,
    stretches: Sequence[MapStretch],
    paper: Paper,
    language: Language,
    about: Text | None = None,
) -> Canvas:
    """Several months on one sheet, each system in the same place on all of them; `stretches` are of `phases_layout`."""
    layout = phases_layout(landscape, grouping)
    canvas, below, scale = _arranged(layout, len(stretches), paper, 1, landscape, language)
    head = head_height(1) + _legend_height(landscape, canvas.width, language)
    room = (canvas.width - 2 * MARGIN, canvas.height - 2 * MARGIN - head)
    across, down = (1, len(stretches)) if below else (len(stretches), 1)
    plan = next(iter(facts_of(stretches[-1].moment)))
    title = titled(phases_title(landscape, grouping), about)
    y = write_head(canvas, title.in_language(language), (plan,), language)
    _legend(canvas, landscape, y + 4, language)
    for at, stretch in enumerate(stretches):
        width, height = (room[0] - (across - 1) * _APART) / across, room[1] / down
        left = MARGIN + (0 if below else at * (width + _APART))
        top = MARGIN + head + (at * height if below else 0)
        for line, words in enumerate(phase_lines(stretch)):
            said = shorten(words.in_language(language), int(width / 4.8))
            canvas.text(left, top + 6 + line * LINE, said, 10 if line == 0 else 8, bold=line == 0)
        corner = (left + (width - layout.width * scale) / 2, top + _CAPTION)
        Painter(canvas, landscape, layout, corner, scale, language).paint(stretch)
    return canvas


def _arranged(
    layout: Layout, count: int, paper: Paper, lines: int, landscape: Landscape, language: Language
) -> tuple[Canvas, bool, float]:
    """The sheet, whether maps stand below each other on it, and their scale: of all ways the one that shows most.

    `lines` of words stand above them, and the legend.
    """
    long, short = PAPERS[paper]

    def scale(canvas: Canvas, below: bool) -> float:
        across, down = (1, count) if below else (count, 1)
        head = head_height(lines) + _legend_height(landscape, canvas.width, language)
        width = (canvas.width - 2 * MARGIN - (across - 1) * _APART) / across
        height = (canvas.height - 2 * MARGIN - head) / down
        height -= (down - 1) * _APART / down + (_CAPTION if count > 1 else 0)
        return min(width / layout.width, height / layout.height, 1.25)

    sheets = (Canvas(long, short), Canvas(short, long))
    ways = [(sheet, below) for sheet in sheets for below in ((False, True) if count > 1 else (False,))]
    best, below = max(ways, key=lambda way: scale(*way))
    return best, below, scale(best, below)


def phase_lines(stretch: MapStretch) -> tuple[Text, Text]:
    """The months, and the counts that differ between them."""
    moment, counts = stretch.moment, stretch.moment.counts()
    span = str(stretch.first) if stretch.first == stretch.last else f"{stretch.first} – {stretch.last}"
    moved = sum(form > 0 for form in moment.forms.values())
    bridges = sum(count for kind, count in moment.bridges.items() if kind != "as_is")
    return (
        Text(span, span),
        Text(
            f"移行済み {moved}/{len(moment.forms)}、混在 {counts['mixed']}、過渡期連携 {bridges}、テスト {len(stretch.tests)}",
            f"moved {moved}/{len(moment.forms)}, mixed {counts['mixed']}, bridges {bridges}, tests {len(stretch.tests)}",
        ),
    )


def _legend_height(landscape: Landscape, width: float, language: Language) -> float:
    """What the legend takes on a sheet of this width: a narrow one needs more rows."""
    return _legend(Canvas(width, 1.0), landscape, 0.0, language) + FLOW + 6


def _legend(canvas: Canvas, landscape: Landscape, y: float, language: Language) -> float:
    """Boxes, then lines, then figures; the height of its last row."""
    flow = Flow(canvas, y + 4, language)
    generations = landscape.generations
    last = max(1, len(generations) - 1)
    for at, generation in enumerate(generations):
        x, middle = flow.place(Text(shorten(generation, 12), shorten(generation, 12)), 18)
        canvas.rectangle(x, middle - 4.5, 18, 9, Fill(shade(at / last)))
    x, middle = flow.place(Text("移行済み", "moved"), 18)
    canvas.rectangle(x, middle - 4.5, 18, 9, Fill(), 1.8)
    x, middle = flow.place(Text("別の月に立つ場所", "its place in other months"), 18)
    canvas.rectangle(x, middle - 4.5, 18, 9, Fill("#fdfdfd"), 0.5, GHOST, "dashed")
    if any(system.scope == "external" for system in landscape.systems.values()):
        x, middle = flow.place(Text("庁外", "external"), 18)
        canvas.rectangle(x, middle - 4.5, 18, 9, Fill(), 0.7, dash="dashed")
    if landscape.hubs:
        x, middle = flow.place(Text("ハブ", "hub"), 18)
        canvas.rectangle(x, middle - 4.5, 18, 9, Fill("#e8e8e8"), 0.8)
        canvas.line(x, middle - 2.5, x + 18, middle - 2.5, 0.6)
    lines: tuple[tuple[EdgeKind, Text], ...] = (
        ("native", Text("そのまま", "native")),
        ("mixed", Text("混在(過渡期連携)", "mixed (bridge)")),
        ("suspended", Text("休止", "suspended")),
        ("lost", Text("欠落", "lost")),
        ("unknown", Text("相手不明", "unknown")),
    )
    for kind, text in lines:
        x, middle = flow.place(text, 24)
        pen, color, dash = STROKES[kind]
        canvas.line(x, middle, x + 24, middle, pen, color, dash)
    flow.place(Text("▶ この月に切替", "▶ cutover this month"), 0)
    flow.place(
        Text(
            "m/n：n 連携のうち混在 m、試：この月の連携テスト",
            "m/n: m of n links mixed; t: tests of this month",
        ),
        0,
    )
    _, y = flow.place(
        Text("線：過渡期連携で運ぶ数＋他の数（混：うち、その側では変わらない混在）",
             "lines: carried by bridges + others (m: of these mixed, unchanged on this side)"), 0,
    )  # fmt: skip
    return y
