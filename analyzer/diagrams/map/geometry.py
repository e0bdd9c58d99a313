"""Where everything on a map stands: frames left and right, hubs between them. The unit is the point, y counts from the top.

No line ever runs between two frames but by the middle, so lines cross no box; and nothing here depends on a month, a
plan or a program that draws: the same landscape gives the same places, everywhere and always.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal, NamedTuple

from analyzer.diagrams.boxes import Grouping
from analyzer.diagrams.map.frames import Frame, Side, frames_of
from analyzer.landscape.model import Landscape

PlaceKind = Literal["system", "hub", "direct", "unknown"]
Detail = Literal["systems", "groups"]
MOST_ROWS = 44
"""Up to so many boxes in the higher column each system has its own lines; beyond, its frame has them for all."""

HEAD, MARGIN, APART, BETWEEN = 20.0, 8.0, 12.0, 36.0
"""The heading of a frame, the room around its boxes, and what is between frames and between hubs."""
_RATIO = 2**0.5
_READABLE = 0.55
"""The scale at which a name in a box of `COMPACT` is printed 4.4 points high: with a glass, but it is read."""
_HIGH = 700.0
"""Points: a drawing that is higher is made denser for paper, so that its letters are printed larger."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Width and height of the box of a system and of a hub, what is between boxes, and the room for lines."""

    node: tuple[float, float]
    gap: float
    middle: tuple[float, float]
    lines: float
    folded: bool = False
    """Systems have no boxes of their own: their frame says how many there are."""


ROOMY = Sizes((128.0, 26.0), 5.0, (150.0, 44.0), 176.0)
"""A name and a remark below it."""
COMPACT = Sizes((104.0, 15.0), 4.0, (130.0, 44.0), 150.0)
"""A name and a figure: where there are many systems."""
DENSE = Sizes((150.0, 15.0), 4.0, (130.0, 80.0), 130.0)
"""A name and its figures in one line: for paper, where boxes of two lines would make letters that nobody reads."""
TIGHT = Sizes((92.0, 17.0), 6.0, (88.0, 34.0), 62.0)
"""For several months on one sheet."""
TIGHT_DENSE = Sizes((98.0, 13.0), 3.0, (88.0, 48.0), 56.0)
"""The same where there are many systems."""
FOLDED = Sizes((136.0, 40.0), 0.0, (124.0, 40.0), 176.0, folded=True)
"""The same where there are too many systems to be seen."""


class Rectangle(NamedTuple):
    """Left upper corner, width and height."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a system stands while it is in the group, or where a hub stands.

    `entry`: the id in the landscape (empty: where links without a hub, or without a known partner, meet); `group`: the
    environment, vendor or block.
    """

    id: str
    kind: PlaceKind
    entry: str
    group: str | None
    box: Rectangle


@dataclass(frozen=True, slots=True)
class PlacedFrame:
    """A group; `entry`: the id of its environment, vendor or block (empty: systems without a block)."""

    id: str
    entry: str
    side: Side
    box: Rectangle


@dataclass(frozen=True, slots=True)
class Layout:
    """`place_of`: (system, group) → the id of its place; `middle`: (kind, hub) → the id of its place."""

    grouping: Grouping
    detail: Detail
    sizes: Sizes
    width: float
    height: float
    frames: tuple[PlacedFrame, ...]
    places: tuple[Place, ...]
    place_of: dict[tuple[str, str], str]
    middle: dict[tuple[PlaceKind, str], str]


def layout_of(
    landscape: Landscape, grouping: Grouping, sizes: Sizes | None = None, ratio: float = _RATIO
) -> Layout:
    """The layout for all months; without `sizes` those that fit the number of systems.

    Where frames have several columns, as many as come nearest to `ratio`, width to height.
    """
    frames = frames_of(landscape, grouping)
    sides = {side: [frame for frame in frames if frame.side == side] for side in ("left", "right")}
    rows = max(sum(len(frame.systems) + 1 for frame in side) for side in sides.values())
    folded = sizes is not None and sizes.folded
    detail: Detail = "systems" if rows <= MOST_ROWS and not folded else "groups"
    sizes = sizes or (ROOMY if detail == "systems" else COMPACT)
    middle = _middle(landscape)
    wide = 1 if detail == "systems" or folded else _columns(sides.values(), len(middle), sizes, ratio)
    # A side whose frames hold one column at most takes no more room than that.
    across = {
        name: min(wide, max((len(frame.systems) for frame in side), default=1))
        for name, side in sides.items()
    }
    heights = {name: _side_height(side, across[name], sizes) for name, side in sides.items()}
    height = max(sizes.middle[1], *heights.values(), _middle_height(len(middle), sizes))
    left, right = (_frame_width(across[name], sizes) if sides[name] else 0.0 for name in ("left", "right"))
    placed: list[PlacedFrame] = []
    places: list[Place] = []
    place_of: dict[tuple[str, str], str] = {}
    for name, x in (("left", 0.0), ("right", left + 2 * sizes.lines + sizes.middle[0])):
        y = (height - heights[name]) / 2
        for frame in sides[name]:
            box = Rectangle(
                x, y, _frame_width(across[name], sizes), _frame_height(frame, across[name], sizes)
            )
            placed.append(PlacedFrame(f"g{len(placed)}", frame.id, frame.side, box))
            for at, system in enumerate(frame.systems):
                column, row = at % across[name], at // across[name]
                id = f"p{len(places)}"
                corner = (
                    x + MARGIN + column * (sizes.node[0] + sizes.gap),
                    y + HEAD + MARGIN / 2 + row * (sizes.node[1] + sizes.gap),
                )
                own = box if folded else Rectangle(*corner, *sizes.node)
                places.append(Place(id, "system", system, frame.id, own))
                place_of[system, frame.id] = id
            y += box.h + APART
    ids: dict[tuple[PlaceKind, str], str] = {}
    room = height / max(1, len(middle))
    for at, (kind, hub) in enumerate(middle):
        ids[kind, hub] = id = f"m{at}"
        group = None
        if kind == "hub" and grouping != "block":
            known = landscape.hubs[hub]
            group = known.environment if grouping == "environment" else known.vendor
        corner = (left + sizes.lines, (at + 0.5) * room - sizes.middle[1] / 2)
        places.append(Place(id, kind, hub, group, Rectangle(*corner, *sizes.middle)))
    return Layout(
        grouping,
        detail,
        sizes,
        left + 2 * sizes.lines + sizes.middle[0] + right,
        height,
        tuple(placed),
        tuple(places),
        place_of,
        ids,
    )


def paper_layout(landscape: Landscape, grouping: Grouping, rooms: Sequence[tuple[float, float]]) -> Layout:
    """The layout for one month on paper that has one of these rooms, width and height, for it.

    Where the names of systems would be too small to be read their frames say how many there are.
    """
    layout = layout_of(landscape, grouping)
    if layout.detail == "systems":
        return layout if layout.height <= _HIGH else layout_of(landscape, grouping, DENSE)

    def scale(layout: Layout) -> float:
        return max(min(width / layout.width, height / layout.height) for width, height in rooms)

    several = [layout_of(landscape, grouping, ratio=width / height) for width, height in rooms]
    best = max(several, key=scale)
    return best if scale(best) >= _READABLE else layout_of(landscape, grouping, FOLDED)


def phases_layout(landscape: Landscape, grouping: Grouping) -> Layout:
    """The layout for several months on a sheet: with a box for each system, as long as that can be read."""
    layout = layout_of(landscape, grouping, TIGHT)
    if layout.detail == "groups":
        return layout_of(landscape, grouping, FOLDED)
    return layout if layout.height <= _HIGH else layout_of(landscape, grouping, TIGHT_DENSE)


def _middle(landscape: Landscape) -> list[tuple[PlaceKind, str]]:
    """The hubs by id, then where links without a hub meet, then unknown partners; those that there may ever be.

    Any link may go without its hub while it is mixed (by hand, or as nobody wrote down).
    """
    listed: list[tuple[PlaceKind, str]] = [("hub", hub) for hub in sorted(landscape.hubs)]
    links = landscape.integrations.values()
    if any(link.known for link in links):
        listed.append(("direct", ""))
    if any(not link.known for link in links):
        listed.append(("unknown", ""))
    return listed


def _columns(sides: Iterable[list[Frame]], middle: int, sizes: Sizes, wanted: float) -> int:
    """How many boxes stand beside each other in a frame, for a drawing of about the form that is wanted."""
    listed = list(sides)

    def ratio(wide: int) -> float:
        width = 2 * _frame_width(wide, sizes) + 2 * sizes.lines + sizes.middle[0]
        height = max(_middle_height(middle, sizes), *(_side_height(side, wide, sizes) for side in listed))
        return abs(width / height - wanted)

    return min(range(1, 13), key=lambda wide: (ratio(wide), wide))


def _frame_width(wide: int, sizes: Sizes) -> float:
    return 2 * MARGIN + wide * sizes.node[0] + (wide - 1) * sizes.gap


def _frame_height(frame: Frame, wide: int, sizes: Sizes) -> float:
    rows = 1 if sizes.folded else ceil(len(frame.systems) / wide)
    return HEAD + MARGIN + rows * (sizes.node[1] + sizes.gap)


def _side_height(side: list[Frame], wide: int, sizes: Sizes) -> float:
    return sum(_frame_height(frame, wide, sizes) for frame in side) + APART * max(0, len(side) - 1)


def _middle_height(count: int, sizes: Sizes) -> float:
    return count * (sizes.middle[1] + BETWEEN)
