"""What every exchange format is written from: groups, nodes and bundled edges of a month, with names as people have them.

Ids are made up (``g0``, ``p3``, ``m1``), never taken from the file: no format can be made to read one as its own words.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

from analyzer.diagrams.map.document import place_name
from analyzer.diagrams.map.frames import group_name
from analyzer.diagrams.map.geometry import Layout, Rectangle
from analyzer.diagrams.map.stretches import MapStretch
from analyzer.diagrams.moment import Moment
from analyzer.diagrams.safe_text import clean, shorten
from analyzer.diagrams.views import EdgeKind
from analyzer.messages import Language, Text

LONGEST = 80


@dataclass(frozen=True, slots=True)
class ExchangeNode:
    """A system or hub. `entry`: its id in the landscape; `box`: where it stands on the map."""

    id: str
    kind: Literal["system", "hub"]
    entry: str
    name: str
    group: str | None
    box: Rectangle
    form: int = 0
    generation: str = ""
    environment: str = ""
    vendor: str = ""
    moved: bool = False


@dataclass(frozen=True, slots=True)
class ExchangeGroup:
    id: str
    entry: str
    name: str
    box: Rectangle


@dataclass(frozen=True, slots=True)
class ExchangeEdge:
    """All links from one system to another that are alike: of one state, by one kind of bridge, via one hub."""

    id: str
    source: str
    target: str
    state: EdgeKind
    way: str
    hub: str
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExchangeGraph:
    """A month of a landscape; `title` is one line."""

    title: str
    month: str | None
    groups: tuple[ExchangeGroup, ...]
    nodes: tuple[ExchangeNode, ...]
    edges: tuple[ExchangeEdge, ...]
    width: float
    height: float


def exchange_graph(
    layout: Layout, stretch: MapStretch, title: str, language: Language, *, only_mixed: bool = False
) -> ExchangeGraph:
    """Systems where they stand in the month, hubs, and links as they are carried; internal and absent links, and those of
    an unknown partner, are no edges.
    """
    moment = stretch.moment
    landscape = moment.landscape
    no_block = Text("ブロックなし", "no block").in_language(language)
    groups = tuple(
        ExchangeGroup(
            frame.id,
            frame.entry,
            shown(group_name(landscape, layout.grouping, frame.entry)) or no_block,
            frame.box,
        )
        for frame in layout.frames
    )
    group_ids = {frame.entry: frame.id for frame in layout.frames}
    standing = set(stretch.place.values())
    nodes = []
    for place in layout.places:
        name = shown(place_name(landscape, place) or "")
        if place.kind == "system" and place.id in standing:
            form = moment.form(place.entry)
            nodes.append(ExchangeNode(
                place.id, "system", place.entry, name, group_ids[place.group or ""], place.box, moment.forms[place.entry],
                form.generation, form.environment, form.vendor, moment.forms[place.entry] > 0,
            ))  # fmt: skip
        elif place.kind == "hub":
            hub = landscape.hubs[place.entry]
            nodes.append(ExchangeNode(
                place.id, "hub", place.entry, name, None, place.box, environment=hub.environment, vendor=hub.vendor,
            ))  # fmt: skip
    edges = _edges(layout, stretch, moment, only_mixed=only_mixed)
    month = str(moment.month) if len(landscape.horizon) else None
    return ExchangeGraph(shown(title), month, groups, tuple(nodes), edges, layout.width, layout.height)


def _edges(
    layout: Layout, stretch: MapStretch, moment: Moment, *, only_mixed: bool
) -> tuple[ExchangeEdge, ...]:
    alike: dict[tuple[str, str, EdgeKind, str, str], list[str]] = {}
    for link in moment.links:
        key = link.integration.key
        if (
            key.source is None
            or key.target is None
            or (link.manner in ("internal", "absent") and not link.lost)
        ):
            continue
        state: EdgeKind = "lost" if link.lost else link.manner  # type: ignore[assignment]
        if only_mixed and state == "native":
            continue
        hub = layout.middle["hub", link.hub] if link.hub else ""
        sort = (stretch.place[key.source], stretch.place[key.target], state, link.way or "", hub)
        alike.setdefault(sort, []).append(str(key))
    return tuple(
        ExchangeEdge(f"e{number}", source, target, state, way, hub, tuple(links))
        for number, ((source, target, state, way, hub), links) in enumerate(sorted(alike.items()))
    )


def shown(text: str) -> str:
    """A name as one line of letters that every format may hold."""
    return shorten(clean(unicodedata.normalize("NFC", text)), LONGEST)
