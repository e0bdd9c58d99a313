"""The picture of a landscape in a month: moment → boxes → bundles → view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator

from analyzer.diagrams.boxes import Boxes, Frame, Grouping, choose_boxes
from analyzer.diagrams.bundles import DIRECT, UNKNOWN, Bundle, Bundled, bundle_links
from analyzer.diagrams.filters import titled
from analyzer.diagrams.legend import legend_of, line_label, title_of
from analyzer.diagrams.moment import Moment
from analyzer.diagrams.safe_text import shorten
from analyzer.diagrams.views import Edge, Group, Node, View
from analyzer.landscape.model import Environment, System
from analyzer.messages import Language, Text

_HOSTINGS = ("external", "on_premises", "other_cloud", "private_cloud", "government_cloud")


def landscape_view(
    moment: Moment,
    grouping: Grouping,
    language: Language,
    *,
    only_mixed: bool = False,
    about: Text | None = None,
) -> View:
    """What is drawn of the landscape; names in it are shortened, nothing else of them is changed.

    `about`: which part of the landscape it is, for the title.
    """
    boxes = choose_boxes(moment, grouping, only_mixed=only_mixed)
    bundled = bundle_links(moment.links, boxes)
    ids = _ids(moment, boxes)
    left = _left_frames(moment, boxes, grouping)
    groups = tuple(
        Group(
            f"g{index}",
            _frame_label(moment, frame, boxes, grouping, language),
            tuple(_frame_nodes(moment, frame, 0 if frame in left else 2, boxes, ids, grouping, language)),
        )
        for index, frame in enumerate(boxes.frames)
    )
    groups += tuple(_hub_groups(moment, ids, grouping, language))
    loose = []
    unknown = sum(link.manner == "unknown" for link in moment.links)
    if unknown:
        name = Text(f"？ 相手不明 {unknown} 連携", f"? unknown partner: {unknown} links")
        loose.append(Node("unknown", "unknown", (name.in_language(language),), 1))
    if bundled.meeting:
        loose.append(_meeting_node(bundled, language))
    column = {node.id: node.column for group in groups for node in group.nodes}
    column.update({node.id: node.column for node in loose})
    edges = tuple(_edge(bundle, ids, column, language) for bundle in bundled.drawn)
    legend = legend_of(moment, boxes, bundled, edges, groups, language)
    title = titled(title_of(moment, grouping), about).in_language(language)
    return View(title, groups, tuple(loose), edges, legend)


def _ids(moment: Moment, boxes: Boxes) -> dict[tuple[str, Hashable], str]:
    ids: dict[tuple[str, Hashable], str] = {
        ("unknown", UNKNOWN): "unknown",
        ("direct", DIRECT): "direct",
    }
    ids.update({("hub", hub): f"h{index}" for index, hub in enumerate(moment.landscape.hubs)})
    ids.update({("box", system): f"s{index}" for index, system in enumerate(moment.landscape.systems)})
    ids.update({("box", frame): f"r{index}" for index, frame in enumerate(boxes.frames)})
    return ids


def _left_frames(moment: Moment, boxes: Boxes, grouping: Grouping) -> frozenset[Frame]:
    """The frames of the left column: the older ones, as many as make both columns about even.

    Bridges join older and newer systems: so most of them run across, past the hubs in the middle.
    """

    def age(frame: Frame) -> tuple[float, int, Frame]:
        members = [system for part in boxes.frames[frame] for system in part]
        newness = sum(moment.shade(system) for system in members) / max(1, len(members))
        environment = moment.landscape.environments.get(frame[0]) if grouping == "environment" else None
        return newness, 0 if environment is None else _HOSTINGS.index(environment.hosting), frame

    order = sorted(boxes.frames, key=age)
    sizes = [len(boxes.frames[f][0]) + bool(boxes.frames[f][1]) for f in order]
    cut = min(range(len(order) + 1), key=lambda i: (abs(sum(sizes[:i]) - sum(sizes[i:])), -i))
    return frozenset(order[:cut])


def _hub_groups(
    moment: Moment, ids: dict[tuple[str, Hashable], str], grouping: Grouping, language: Language
) -> Iterator[Group]:
    """The hubs of each environment or vendor, in a frame of their own between the columns.

    In one frame with its systems, a hub in the middle would push all other frames above or below.
    """
    hubs = moment.landscape.hubs
    of: Grouping = "environment" if grouping == "block" else grouping  # hubs have no block
    for index, place in enumerate(sorted({getattr(hub, of) for hub in hubs.values()})):
        nodes = [_hub_node(moment, h, ids, of, language) for h in hubs if getattr(hubs[h], of) == place]
        name = shorten(_place_name(moment, place, of))
        label = name + Text("（ハブ）", " (hub)").in_language(language)
        yield Group(f"m{index}", label, tuple(nodes))


def _frame_label(moment: Moment, frame: Frame, boxes: Boxes, grouping: Grouping, language: Language) -> str:
    own, shared = boxes.frames[frame]
    no_block = Text("ブロックなし", "no block").in_language(language)
    name = shorten(_place_name(moment, frame[0], grouping) or no_block)
    if boxes.divided == "block":
        name += " / " + shorten(frame[1] or no_block)
    elif boxes.divided == "vendor":
        name += " / " + shorten(_place_name(moment, frame[1], "vendor"))
    count = len(own) + len(shared)
    return name + Text(f"（{count} システム）", f" ({count} systems)").in_language(language)


def _place_name(moment: Moment, place: str, grouping: Grouping) -> str:
    if grouping == "block":
        return place
    if grouping == "vendor":
        return moment.landscape.vendors[place].name
    return moment.landscape.environments[place].name


def _frame_nodes(
    moment: Moment,
    frame: Frame,
    column: int,
    boxes: Boxes,
    ids: dict[tuple[str, Hashable], str],
    grouping: Grouping,
    language: Language,
) -> list[Node]:
    landscape = moment.landscape
    nodes = []
    own, shared = boxes.frames[frame]
    for system in own:
        known = landscape.systems[system]
        nodes.append(_system_node(moment, known, column, ids, grouping, language))
    if shared:
        moved = sum(moment.forms[system] > 0 for system in shared)
        lines = [Text(f"ほか {len(shared)} システム", f"{len(shared)} more systems").in_language(language)]
        if moved:
            lines.append(Text(f"移行済み {moved}", f"{moved} moved").in_language(language))
        nodes.append(Node(ids["box", frame], "rest", tuple(lines), column))
    return nodes


def _system_node(
    moment: Moment,
    system: System,
    column: int,
    ids: dict[tuple[str, Hashable], str],
    grouping: Grouping,
    language: Language,
) -> Node:
    """Name; form and the other one of vendor and environment."""
    form, index = moment.form(system.id), moment.forms[system.id]
    other = _place_name(moment, *_other_place(form.vendor, form.environment, grouping))
    remark = shorten(other, 24)
    if index:
        remark = Text(f"形{index}・", f"form {index}, ").in_language(language) + remark
    external = system.scope == "external" or _hosting(moment, form.environment).hosting == "external"
    return Node(
        ids["box", system.id],
        "external" if external else "system",
        (shorten(system.name), remark),
        column,
        shade=moment.shade(system.id),
        moved=index > 0,
    )


def _other_place(vendor: str, environment: str, grouping: Grouping) -> tuple[str, Grouping]:
    return (vendor, "vendor") if grouping == "environment" else (environment, "environment")


def _hosting(moment: Moment, environment: str) -> Environment:
    return moment.landscape.environments[environment]


def _hub_node(
    moment: Moment, hub: str, ids: dict[tuple[str, Hashable], str], grouping: Grouping, language: Language
) -> Node:
    through: Counter[str] = Counter(link.manner for link in moment.links if link.hub == hub)
    known = moment.landscape.hubs[hub]
    other = _place_name(moment, *_other_place(known.vendor, known.environment, grouping))
    text = Text(
        f"{through['native'] + through['mixed']} 連携（混在 {through['mixed']}）",
        f"{through['native'] + through['mixed']} links ({through['mixed']} mixed)",
    )
    lines = (shorten(known.name), shorten(other, 24), text.in_language(language))
    return Node(ids["hub", hub], "hub", lines, 1)


def _meeting_node(bundled: Bundled, language: Language) -> Node:
    native, mixed = bundled.meeting["native"], bundled.meeting["mixed"]
    name = Text("直接の連携（ハブなし）", "direct links (no hub)")
    text = Text(f"{native + mixed} 連携（混在 {mixed}）", f"{native + mixed} links ({mixed} mixed)")
    return Node("direct", "direct", (name.in_language(language), text.in_language(language)), 1)


def _edge(
    bundle: Bundle, ids: dict[tuple[str, Hashable], str], column: dict[str, int], language: Language
) -> Edge:
    """A line from left to right, whatever the direction of its links: `back` says that."""
    label = line_label(bundle.kind, bundle.count, bundle.ways, bundle.unchanged).in_language(language)
    tail, head, back = ids[bundle.first], ids[bundle.second], bundle.back
    if column[tail] > column[head]:
        tail, head, back = head, tail, bundle.there
    return Edge(tail, head, bundle.kind, label, bundle.count, back)
