"""A month as a map on a sheet of paper; and several months side by side, in the same places."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.diagrams.boxes import Grouping
from analyzer.diagrams.canvas import Canvas, Fill, Paper
from analyzer.diagrams.legend import GROUPED, facts_of
from analyzer.diagrams.map.geometry import FOLDED, TIGHT, Layout, layout_of
from analyzer.diagrams.map.painting import GHOST, STROKES, Painter, shade
from analyzer.diagrams.map.stretches import MapStretch
from analyzer.diagrams.moment import Moment
from analyzer.diagrams.page import LINE, MARGIN, Flow, head_height, sheet_for, write_head
from analyzer.diagrams.safe_text import shorten
from analyzer.diagrams.views import EdgeKind
from analyzer.landscape.model import Landscape
from analyzer.messages import Language, Text

_LEGEND = 30.0
_CAPTION = 2 * LINE + 8
_APART = 18.0


def map_title(moment: Moment, grouping: Grouping) -> Text:
    """``旭川市　2024-05 の姿（環境別）``"""
    name = shorten(moment.landscape.name, 60)
    by = GROUPED[grouping]
    if not len(moment.landscape.horizon):
        return Text(f"{name}　今の姿（{by.ja}）", f"{name}: as of today, {by.en}")
    return Text(f"{name}　{moment.month} の姿（{by.ja}）", f"{name}: state in {moment.month}, {by.en}")


def state_lines(stretch: MapStretch) -> tuple[Text, ...]:
    """What the picture says in words: plan, systems, links, bridges; cutovers and tests of the month."""
    moment = stretch.moment
    changes = Text(
        f"この月の切替 {len(stretch.cutovers)}、連携テスト {len(stretch.tests)}",
        f"Cutovers of the month {len(stretch.cutovers)}, integration tests {len(stretch.tests)}",
    )
    return (*facts_of(moment), *((changes,) if moment.evaluation is not None else ()))


def draw_state(
    landscape: Landscape, layout: Layout, stretch: MapStretch, paper: Paper, language: Language,
    about: Text | None = None,
) -> Canvas:  # fmt: skip
    """One month on one sheet. `about`: which part of the landscape it is."""
    lines = state_lines(stretch)
    head = head_height(len(lines)) + _LEGEND
    canvas = sheet_for(layout.width, layout.height, paper, head)
    title = map_title(stretch.moment, layout.grouping).in_language(language)
    if about is not None:
        title += Text(f"　{about.ja}", f" – {about.en}").in_language(language)
    y = write_head(canvas, title, lines, language)
    _legend(canvas, landscape, y + 4, language)
    room = (canvas.width - 2 * MARGIN, canvas.height - 2 * MARGIN - head)
    scale = min(room[0] / layout.width, room[1] / layout.height, 1.25)
    corner = (MARGIN + (room[0] - layout.width * scale) / 2, MARGIN + head)
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
) -> Canvas:
    """Several months on one sheet, each system in the same place on all of them; `stretches` are of `phases_layout`."""
    layout = phases_layout(landscape, grouping)
    head = head_height(1) + _LEGEND
    count = len(stretches)
    beside = (count * layout.width + (count - 1) * _APART, layout.height + _CAPTION)
    canvas = sheet_for(*beside, paper, head)
    room = (canvas.width - 2 * MARGIN, canvas.height - 2 * MARGIN - head)
    below = canvas.height > canvas.width
    across, down = (1, count) if below else (count, 1)
    scale = min(
        (room[0] - (across - 1) * _APART) / across / layout.width,
        (room[1] - (down - 1) * _APART - down * _CAPTION) / down / layout.height,
        1.25,
    )
    plan = next(iter(facts_of(stretches[-1].moment)))
    y = write_head(canvas, phases_title(landscape, grouping).in_language(language), (plan,), language)
    _legend(canvas, landscape, y + 4, language)
    for at, stretch in enumerate(stretches):
        width, height = room[0] / across, room[1] / down
        left = MARGIN + (0 if below else at * (width + _APART / count))
        top = MARGIN + head + (at * height if below else 0)
        for line, words in enumerate(phase_lines(stretch)):
            said = shorten(words.in_language(language), int(width / 4.8))
            canvas.text(left, top + 6 + line * LINE, said, 10 if line == 0 else 8, bold=line == 0)
        corner = (left + (width - _APART - layout.width * scale) / 2, top + _CAPTION)
        Painter(canvas, landscape, layout, corner, scale, language).paint(stretch)
    return canvas


def phases_layout(landscape: Landscape, grouping: Grouping) -> Layout:
    """With a box for each system, as long as that can be read."""
    layout = layout_of(landscape, grouping, TIGHT)
    return layout if layout.detail == "systems" else layout_of(landscape, grouping, FOLDED)


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


def _legend(canvas: Canvas, landscape: Landscape, y: float, language: Language) -> None:
    """Boxes, then lines."""
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
