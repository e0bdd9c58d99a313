"""Who shares links with whom: vendor × vendor in a month, mixed ones first."""

from __future__ import annotations

from collections import Counter

from analyzer.diagrams.canvas import Canvas, Fill, Paper
from analyzer.diagrams.figures import Figures, FigureTable, heading
from analyzer.diagrams.filters import titled
from analyzer.diagrams.legend import facts_of
from analyzer.diagrams.moment import Moment
from analyzer.diagrams.page import MARGIN, head_height, sheet_for, write_head
from analyzer.diagrams.picture import Picture
from analyzer.diagrams.safe_text import fold, shorten
from analyzer.messages import Language, Text

NAMES, LEAST_CELL, MOST_CELL = 130.0, 17.0, 96.0
Cells = dict[tuple[str, str], Counter[str]]


def vendor_cells(moment: Moment) -> Cells:
    """(vendor, vendor) in order → live links between their systems by manner; one vendor's own under (it, it)."""
    cells: Cells = {}
    for link in moment.links:
        key = link.integration.key
        if link.manner not in ("native", "mixed", "suspended") or key.source is None or key.target is None:
            continue
        pair = sorted((moment.form(key.source).vendor, moment.form(key.target).vendor))
        cells.setdefault((pair[0], pair[1]), Counter())[link.manner] += 1
    return dict(sorted(cells.items()))


def vendors_picture(moment: Moment, paper: Paper, language: Language, about: Text | None = None) -> Picture:
    """The matrix; vendors with most links first, as many as the sheet holds."""
    cells = vendor_cells(moment)
    figures = _figures(moment, cells, about)
    return Picture(_drawn(moment, cells, figures, paper, language), figures, language)


def _order(cells: Cells) -> list[str]:
    links: Counter[str] = Counter()
    for (one, other), counts in cells.items():
        links[one] += counts.total()
        if one != other:
            links[other] += counts.total()
    return sorted(links, key=lambda vendor: (-links[vendor], vendor))


def _figures(moment: Moment, cells: Cells, about: Text | None) -> Figures:
    name = shorten(moment.landscape.name, 60)
    dated = len(moment.landscape.horizon) > 0
    title = Text(
        f"{name}　ベンダ×ベンダの連携（{moment.month if dated else '今'}）",
        f"{name}: links vendor × vendor ({moment.month if dated else 'today'})",
    )
    vendors = moment.landscape.vendors
    rows = tuple(
        (
            one,
            vendors[one].name,
            other,
            vendors[other].name,
            counts["native"],
            counts["mixed"],
            counts["suspended"],
        )
        for (one, other), counts in cells.items()
    )
    table = FigureTable("pairs", Text("組ごとの連携", "Links by pair"), (
        heading("vendor", "ID", "id"), heading("name", "ベンダ", "vendor"), heading("other", "相手の ID", "other id"),
        heading("other_name", "相手のベンダ", "other vendor"), heading("native", "そのまま", "native", number=True),
        heading("mixed", "混在", "mixed", number=True), heading("suspended", "休止", "suspended", number=True),
    ), rows)  # fmt: skip
    across = sum(c.total() for (one, other), c in cells.items() if one != other)
    mixed = sum(c["mixed"] for (one, other), c in cells.items() if one != other)
    counts = {"vendors": len(_order(cells)), "pairs": len(cells), "across": across, "mixed_across": mixed}
    said = Text(
        f"ベンダをまたぐ連携 {across}、うち混在 {mixed}",
        f"Links across vendors {across}, mixed {mixed} of these",
    )
    return Figures(
        "vendors",
        str(moment.month) if dated else None,
        titled(title, about),
        (*facts_of(moment), said),
        counts,
        (table,),
    )


def _drawn(moment: Moment, cells: Cells, figures: Figures, paper: Paper, language: Language) -> Canvas:
    order = _order(cells)
    head = head_height(len(figures.lines) + 1)
    canvas = sheet_for(NAMES + 60.0 * max(1, len(order)), 60.0 + 26.0 * max(1, len(order)), paper, head)
    top = MARGIN + head
    width, height = canvas.width - 2 * MARGIN - NAMES, canvas.height - MARGIN - top - 46
    most = max(1, int(min(width / 26.0, height / LEAST_CELL)))
    shown = order[:most]
    more = len(order) - len(shown)
    key = Text(
        "太字：混在　(　)：そのまま　*：休止がある" + (f"　連携の多い {len(shown)} ベンダ、ほか {more} は表に" if more else ""),
        "bold: mixed; in brackets: native; *: some suspended" + (f"; {more} more vendors in the table" if more else ""),
    )  # fmt: skip
    write_head(canvas, figures.title.in_language(language), [*figures.lines, key], language)
    across = min(MOST_CELL, width / max(1, len(shown)))
    down = min(26.0, height / max(1, len(shown)))
    left, first = MARGIN + NAMES, top + 40
    size = min(9.0, down * 0.5)
    for at, vendor in enumerate(shown):
        name = moment.landscape.vendors[vendor].name
        canvas.text(left - 6, first + (at + 0.5) * down, shorten(name, 24), size, "right")
        middle = left + (at + 0.5) * across
        for line, part in enumerate(_folded(name, int(across / 4.6))):
            canvas.text(middle, first - 30 + line * 9, part, 7.5, "middle")
    heaviest = max((counts["mixed"] for counts in cells.values()), default=0)
    pairs = [(row, column) for row in range(len(shown)) for column in range(len(shown))]
    for row, column in sorted(pairs, key=lambda at: at[0] == at[1]):  # thick borders over thin ones
        one, other = shown[row], shown[column]
        counts = cells.get((one, other) if (one, other) in cells else (other, one), Counter())
        box = (left + column * across, first + row * down, across, down)
        _cell(canvas, box, counts, heaviest, row == column, size)
    return canvas


def _cell(
    canvas: Canvas,
    box: tuple[float, float, float, float],
    counts: Counter[str],
    heaviest: int,
    own: bool,
    size: float,
) -> None:
    x, y, width, height = box
    level = 255 - round(90 * counts["mixed"] / heaviest) if heaviest else 255
    fill = Fill(f"#{level:02x}{level:02x}{level:02x}")
    canvas.rectangle(x, y, width, height, fill, 1.6 if own else 0.4)
    middle = y + height / 2
    star = "*" if counts["suspended"] else ""
    if counts["mixed"] or star:
        canvas.text(x + width / 2 - 2, middle, f"{counts['mixed']}{star}", size + 1, "right", bold=True)
    if counts["native"]:
        canvas.text(x + width / 2 + 1, middle, f"({counts['native']})", size - 1)


def _folded(name: str, room: int) -> list[str]:
    """Up to three lines."""
    return fold(shorten(name, 3 * max(4, room)), max(4, room))[:3]
