"""A map of one stretch of months drawn onto a page, anywhere and at any size.

Told apart without colours: a place that is empty now is a thin dashed box, one whose system has moved has a thick border,
newer generations are darker; mixed lines are thick and dashed, others thin, those that carry nothing dotted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analyzer.diagrams.canvas import Align, Canvas, Dash, Fill
from analyzer.diagrams.legend import line_label
from analyzer.diagrams.map.document import place_name
from analyzer.diagrams.map.frames import group_name
from analyzer.diagrams.map.geometry import Layout, Place, PlacedFrame, Rectangle
from analyzer.diagrams.map.stretches import MapLine, MapStretch
from analyzer.diagrams.safe_text import columns, shorten
from analyzer.diagrams.views import EdgeKind
from analyzer.landscape.model import Landscape
from analyzer.messages import Language, Text

STROKES: dict[EdgeKind, tuple[float, str, Dash]] = {
    "native": (0.7, "#888888", "solid"),
    "mixed": (1.9, "#b00000", "dashed"),
    "suspended": (1.1, "#000000", "dotted"),
    "lost": (2.2, "#000000", "dotted"),
    "unknown": (0.7, "#555555", "dotted"),
}
GHOST = "#999999"
MOST_TIGHT_LABELS = 12
"""Bridges are named at their lines up to so many lines of several small maps; beyond, names would cover everything."""
_LABEL = 7.2
"""How high a label is with the white ground that keeps lines off its letters."""
WIDE = 120.0
"""A box of this width has room for the tests beside a name."""
_LETTER = 0.54
"""Width of a narrow letter for its size: a little more than it takes, so that labels keep to their boxes."""


def shade(newness: float) -> str:
    """The ground of a system's box: white for the oldest generation, grey for the newest."""
    level = round(255 - 50 * newness)
    return f"#{level:02x}{level:02x}{level:02x}"


class Painter:
    """Draws with its left upper corner at `corner`, `scale` times as large as the layout."""

    def __init__(
        self, canvas: Canvas, landscape: Landscape, layout: Layout, corner: tuple[float, float], scale: float,
        language: Language,
    ) -> None:  # fmt: skip
        self._canvas, self._landscape, self._layout = canvas, landscape, layout
        self._corner, self._scale, self._language = corner, scale, language
        self._boxes = {place.id: place.box for place in layout.places}
        self._boxes |= {frame.id: frame.box for frame in layout.frames}
        self._sides = {frame.id: frame.side for frame in layout.frames}
        entries = {frame.entry: frame.side for frame in layout.frames}
        self._sides |= {p.id: entries[p.group or ""] for p in layout.places if p.kind == "system"}

    def paint(self, stretch: MapStretch) -> None:
        """The whole map of a month: frames, then lines, then boxes over them."""
        for frame in self._layout.frames:
            self._rectangle(frame.box, Fill("#fafafa"), 0.6, "#444444")
        self._lines(stretch)
        stands = {place: system for system, place in stretch.place.items()}
        for frame in self._layout.frames:
            count = sum(
                stands.get(place.id) is not None
                for place in self._layout.places
                if place.group == frame.entry and place.kind == "system"
            )
            no_block = self._say(Text("ブロックなし", "no block"))
            name = group_name(self._landscape, self._layout.grouping, frame.entry) or no_block
            self._words(
                frame.box.x + 6, frame.box.y + 11, f"{name} ({count})", 9.5, frame.box.w - 12, bold=True
            )
            if self._layout.sizes.folded:
                self._folded(frame, stretch)
        for place in self._layout.places:
            if place.kind == "system":
                if self._layout.sizes.folded:
                    continue
                self._system(place, stretch, here=place.id in stands)
            else:
                self._middle(place, stretch)

    # --- boxes ---------------------------------------------------------------------------

    def _system(self, place: Place, stretch: MapStretch, *, here: bool) -> None:
        moment, system, box = stretch.moment, place.entry, place.box
        name = place_name(self._landscape, place) or ""
        tall = box.h >= 20
        if not here:
            self._rectangle(box, Fill("#fdfdfd"), 0.4, GHOST, "dashed")
            self._words(box.x + 4, box.y + box.h / 2, name, 7.5, box.w - 8, color=GHOST)
            return
        moved, touch = moment.forms[system] > 0, stretch.touches[system]
        external = self._landscape.systems[system].scope == "external"
        self._rectangle(
            box,
            Fill(shade(moment.shade(system))),
            1.8 if moved else 0.7,
            dash="dashed" if external else "solid",
        )
        sign = "▶" if system in stretch.cutovers else ""
        figures = f"{touch.mixed}/{touch.links}" if touch.mixed else ""
        tests = sum(system in key.split("/")[2:] for key in stretch.tests)
        if tall:
            self._words(box.x + 4, box.y + 8.5, sign + name, 9, box.w - 8)
            said = [
                Text(f"形{moment.forms[system]}", f"form {moment.forms[system]}") if moved else Text("現行", "today"),
                Text(f"混在 {figures}", f"mixed {figures}") if touch.mixed else Text(f"連携 {touch.links}", f"links {touch.links}"),
            ]  # fmt: skip
            if tests:
                said.append(Text(f"テスト {tests}", f"tests {tests}"))
            remark = self._say(Text("・".join(t.ja for t in said), ", ".join(t.en for t in said)))
            self._words(box.x + 4, box.y + 19.5, remark, 7, box.w - 8)
        else:
            if tests and box.w >= WIDE:
                figures += self._say(Text(f" 試{tests}", f" t{tests}"))
            room = columns(figures) * 4.4 + 4 if figures else 0.0
            self._words(box.x + 3, box.y + box.h / 2, sign + name, 8, box.w - 6 - room)
            self._words(box.x + box.w - 3, box.y + box.h / 2, figures, 7, room, align="right")

    def _folded(self, frame: PlacedFrame, stretch: MapStretch) -> None:
        """How many of the systems in the frame have moved, and how many of their links are mixed."""
        own = {place.id for place in self._layout.places if place.group == frame.entry}
        here = [system for system, place in stretch.place.items() if place in own]
        moved = sum(stretch.moment.forms[system] > 0 for system in here)
        mixed = sum(stretch.touches[system].mixed > 0 for system in here)
        cutovers = sum(system in stretch.cutovers for system in here)
        lines = (
            Text(f"移行済み {moved}", f"moved {moved}"),
            Text(f"混在のあるもの {mixed}", f"with mixed links {mixed}"),
            Text(f"この月の切替 {cutovers}", f"cutovers of the month {cutovers}"),
        )
        for at, line in enumerate(lines):
            y = frame.box.y + 26 + at * 13
            self._words(frame.box.x + 8, y, self._say(line), 9, frame.box.w - 16)

    def _middle(self, place: Place, stretch: MapStretch) -> None:
        box, links = place.box, stretch.moment.links
        if place.kind == "unknown":
            count = sum(link.manner == "unknown" for link in links)
            self._rectangle(box, Fill(), 0.7, dash="dotted")
            named, said = Text("相手不明", "unknown partner"), Text(f"{count} 連携", f"{count} links")
        else:
            through = [
                link.manner
                for link in links
                if link.manner in ("native", "mixed") and (link.hub or "") == place.entry
            ]
            mixed = through.count("mixed")
            self._rectangle(box, Fill("#e8e8e8" if place.kind == "hub" else "#ffffff"), 1.0)
            if place.kind == "hub":  # two lines below each other: told apart from any system
                self._line(box.x, box.y + 3, box.x + box.w, box.y + 3, 0.6)
            name = place_name(self._landscape, place)
            named = (
                Text("ハブを通らない連携", "links without a hub") if place.kind == "direct" else Text(name or "", name or "")
            )  # fmt: skip
            said = Text(f"{len(through)} 連携（混在 {mixed}）", f"{len(through)} links ({mixed} mixed)")
        middle = box.x + box.w / 2
        size = 9.0 if box.w > 110 else 7.5
        self._words(
            middle, box.y + box.h * 0.38, self._say(named), size, box.w - 6, align="middle", bold=True
        )
        self._words(middle, box.y + box.h * 0.72, self._say(said), size - 1.5, box.w - 6, align="middle")

    # --- lines ---------------------------------------------------------------------------

    def _lines(self, stretch: MapStretch) -> None:
        middles = [line for line in stretch.lines if line.end.startswith("m")]
        starts = _ports(((line.start, line.end) for line in middles), self._boxes, 0.12)
        ends = _ports(((line.end, line.start) for line in middles), self._boxes, 0.04, self._sides)
        labels: dict[tuple[str, bool], list[MapLine]] = {}
        for line in sorted(middles, key=lambda line: line.kind == "mixed"):
            left = self._sides[line.start] == "left"
            one, other = self._boxes[line.start], self._boxes[line.end]
            start = (one.x + one.w if left else one.x, starts[line.start, line.end])
            end = (other.x if left else other.x + other.w, ends[line.end, line.start])
            self._curve(line, start, end, (end[0] - start[0]) * 0.5)
            if self._has_label(line):
                labels.setdefault((line.start, left), []).append(line)
        for line in stretch.lines:
            if not line.end.startswith("m"):
                self._across(line)
        mixed = sum(line.kind == "mixed" for line in middles)
        if self._layout.sizes.lines < 100 and mixed > MOST_TIGHT_LABELS:
            return
        for (box, left), lines in labels.items():
            heights = [starts[line.start, line.end] for line in lines]
            for line, y in zip(lines, self._apart(self._boxes[box], heights), strict=True):
                x = self._boxes[box].x + (self._boxes[box].w + 10 if left else -10)
                self._label(line, (x, y), "left" if left else "right")

    def _has_label(self, line: MapLine) -> bool:
        """Where boxes are low there is room for bridges alone: the box itself says how many links there are."""
        low = self._layout.detail == "systems" and self._layout.sizes.node[1] < 20
        return line.kind == "mixed" or not low

    def _apart(self, box: Rectangle, heights: list[float]) -> list[float]:
        """The heights of labels beside a system: as far apart as they are high, if need be into the gap to the next box."""
        sizes = self._layout.sizes
        if box.h > sizes.node[1]:  # a frame has room enough
            return heights
        step = min(_LABEL, (sizes.node[1] + sizes.gap) / max(1, len(heights)))
        order = {y: at for at, y in enumerate(sorted(heights))}
        return [box.y + box.h / 2 + (order[y] - (len(heights) - 1) / 2) * step for y in heights]

    def _across(self, line: MapLine) -> None:
        """What carries nothing (suspended, lost) runs from box to box."""
        one, other = self._boxes[line.start], self._boxes[line.end]
        left, also = self._sides[line.start] == "left", self._sides[line.end] == "left"
        start = (one.x + one.w if left else one.x, one.y + one.h / 2)
        end = (other.x + other.w if also else other.x, other.y + other.h / 2)
        room = self._layout.sizes.lines * 0.6
        bend = room if left else -room
        self._curve(line, start, end, bend, (end[0] + (room if also else -room), end[1]))

    def _curve(
        self, line: MapLine, start: tuple[float, float], end: tuple[float, float], bend: float,
        before: tuple[float, float] | None = None,
    ) -> None:  # fmt: skip
        pen, color, dash = STROKES[line.kind]
        before = before or (end[0] - bend, end[1])
        points = [self._at(*point) for point in (start, (start[0] + bend, start[1]), before, end)]
        self._canvas.curve(points, max(0.35, pen * self._scale), color, dash)
        if line.there:
            self._head(points[3], points[2][0] < points[3][0], color)
        if line.back:
            self._head(points[0], points[1][0] < points[0][0], color)

    def _head(self, tip: tuple[float, float], rightwards: bool, color: str) -> None:
        x, y = tip
        length, half = 5.0 * self._scale, 2.2 * self._scale
        foot = x - length if rightwards else x + length
        self._canvas.polygon(((x, y), (foot, y - half), (foot, y + half)), color)

    def _label(self, line: MapLine, at: tuple[float, float], align: Align) -> None:
        text = self._say(line_label(line.kind, line.there + line.back, line.ways, line.unchanged))
        size = 6.5
        text = shorten(text, max(16, int((self._layout.sizes.lines - 14) / (size * _LETTER))))
        width = columns(text) * size * _LETTER + 2
        x = at[0] if align == "left" else at[0] - width
        self._rectangle(Rectangle(x, at[1] - _LABEL / 2, width, _LABEL), Fill(), 0)
        mixed = line.kind == "mixed"
        self._words(at[0], at[1], text, size, width, align=align, color="#800000" if mixed else "#333333")

    # --- the page ------------------------------------------------------------------------

    def _say(self, text: Text) -> str:
        return text.in_language(self._language)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return self._corner[0] + x * self._scale, self._corner[1] + y * self._scale

    def _rectangle(
        self, box: Rectangle, fill: Fill, pen: float, color: str = "#000000", dash: Dash = "solid"
    ) -> None:
        x, y = self._at(box.x, box.y)
        scale = self._scale
        self._canvas.rectangle(x, y, box.w * scale, box.h * scale, fill, pen * scale, color, dash)

    def _line(self, x1: float, y1: float, x2: float, y2: float, pen: float) -> None:
        self._canvas.line(*self._at(x1, y1), *self._at(x2, y2), pen * self._scale)

    def _words(
        self, x: float, y: float, text: str, size: float, room: float, *, align: Align = "left", bold: bool = False,
        color: str = "#000000",
    ) -> None:  # fmt: skip
        """Words that keep to their room: cut with … where they are too long for it."""
        text = shorten(text, max(2, int(room / (size * _LETTER))))
        if text:
            self._canvas.text(*self._at(x, y), text, size * self._scale, align, bold=bold, color=color)


def _ports(
    lines: Iterable[tuple[str, str]],
    boxes: dict[str, Rectangle],
    edge: float,
    sides: Mapping[str, str] | None = None,
) -> dict[tuple[str, str], float]:
    """At which height each line leaves its box: in the order of the other ends, so that they do not cross there.

    With `sides` each side of the box has its lines apart.
    """
    of: dict[tuple[str, str], list[str]] = {}
    for here, there in lines:
        listed = of.setdefault((here, sides[there] if sides else ""), [])
        if there not in listed:
            listed.append(there)
    found = {}
    for (here, _), others in of.items():
        box = boxes[here]
        room = box.h * (1 - 2 * edge)
        for at, other in enumerate(sorted(others, key=lambda id: (boxes[id].y, id))):
            found[here, other] = box.y + box.h * edge + room * (at + 0.5) / len(others)
    return found
