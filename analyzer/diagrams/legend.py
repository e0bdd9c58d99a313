"""Title and legend: month, plan, every count, what was folded, and a sample of each sort of line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from analyzer.diagrams.boxes import MOST_DRAWN_OF_MANY, Boxes, Grouping
from analyzer.diagrams.bundles import Bundled
from analyzer.diagrams.moment import UNSERVED, Moment
from analyzer.diagrams.safe_text import shorten
from analyzer.diagrams.views import Edge, EdgeKind, Group, Legend, Node, NodeKind
from analyzer.evaluation import Evaluation
from analyzer.messages import Language, Text
from analyzer.messages.words import KINDS

_SHORT = {
    "keep_legacy": Text("現行維持", "keep legacy"),
    "early_standard": Text("標準先行", "early std"),
    "write_back": Text("書き戻し", "write-back"),
    "read_through": Text("読み出し", "read-through"),
    "convert": Text("変換", "convert"),
    "manual": Text("手作業", "manual"),
    "as_is": Text("現状のまま", "as is"),
    UNSERVED: Text("手段なし", "no way"),
}


GROUPED: Mapping[Grouping, Text] = {
    "environment": Text("環境別", "by environment"),
    "vendor": Text("ベンダ別", "by vendor"),
    "block": Text("ブロック別", "by block"),
}


def short_way(way: str) -> Text:
    """The name of a kind of bridge that fits on a line."""
    return _SHORT[way]


def line_label(kind: EdgeKind, count: int, ways: Mapping[str, int], unchanged: int) -> Text:
    """``書き戻し 3＋5(混2)``: bridged links by kind, then all others on the line."""
    if kind == "suspended":
        return Text(f"休止 {count}", f"suspended {count}")
    if kind == "lost":
        return Text(f"欠落 {count}", f"lost {count}")
    others = count - sum(ways.values())
    rest = Text(
        f"{others}" + (f"(混{unchanged})" if unchanged else ""),
        f"{others}" + (f"(m{unchanged})" if unchanged else ""),
    )
    if not ways:
        return rest
    named = [(short_way(way), number) for way, number in sorted(ways.items())]
    return Text(
        "・".join(f"{name.ja} {number}" for name, number in named) + (f"＋{rest.ja}" if others else ""),
        ", ".join(f"{name.en} {number}" for name, number in named) + (f" + {rest.en}" if others else ""),
    )


def title_of(moment: Moment, grouping: Grouping) -> Text:
    name = shorten(moment.landscape.name, 60)
    by = GROUPED[grouping]
    dated = len(moment.landscape.horizon) > 0
    when = Text(f"{moment.month} ", f"in {moment.month}") if dated else Text("今", "today")
    return Text(f"{name}　{when.ja}の連携（{by.ja}）", f"{name}: integrations {when.en}, {by.en}")


def legend_of(
    moment: Moment,
    boxes: Boxes,
    bundled: Bundled,
    edges: tuple[Edge, ...],
    groups: tuple[Group, ...],
    language: Language,
) -> Legend:
    rows = (*facts_of(moment), *_folded(boxes, bundled))
    nodes = tuple(_sample_nodes(moment, groups, language))
    lines = tuple(_sample_edges(edges, boxes.without_native, language))
    points = tuple(
        point for i, line in enumerate(lines) for point in ((line.tail, i % 2), (line.head, i % 2 + 1))
    )
    label = Text("凡例", "Legend").in_language(language)
    nodes = tuple(replace(node, column=i % 3) for i, node in enumerate(nodes))
    return Legend(tuple(row.in_language(language) for row in rows), nodes, points, lines, label)


def facts_of(moment: Moment) -> Iterator[Text]:
    """Plan, systems, links by state, bridges that stand: what every picture of a month says in words."""
    yield (
        _plan_of(moment, moment.evaluation)
        if moment.evaluation is not None
        else Text("計画：なし（全システムが最初の形）", "Plan: none (all systems have their first form)")
    )
    moved = sum(form > 0 for form in moment.forms.values())
    yield Text(
        f"システム {len(moment.forms)}（移行済み {moved}）", f"Systems {len(moment.forms)} ({moved} moved)"
    )
    counts = moment.counts()
    lost = sum(link.lost for link in moment.links)
    yield Text(
        f"連携 {len(moment.links)}：そのまま {counts['native']}、混在 {counts['mixed']}、"
        f"同一パッケージ内 {counts['internal']}、なし {counts['absent']}（重要な欠落 {lost}）、"
        f"休止 {counts['suspended']}、相手不明 {counts['unknown']}",
        f"Links {len(moment.links)}: native {counts['native']}, mixed {counts['mixed']}, "
        f"internal {counts['internal']}, absent {counts['absent']} (of high criticality {lost}), "
        f"suspended {counts['suspended']}, unknown partner {counts['unknown']}",
    )
    built = {kind: count for kind, count in sorted(moment.bridges.items()) if kind != "as_is"}
    kinds = Text(
        "、".join(f"{KINDS[kind].ja} {count}" for kind, count in built.items()),
        ", ".join(f"{KINDS[kind].en} {count}" for kind, count in built.items()),
    )
    as_is = moment.bridges.get("as_is", 0)
    yield Text(
        f"立っている過渡期連携 {sum(built.values())}"
        + (f"（{kinds.ja}）" if built else "")
        + (f"、ほかに現状のまま（方法不明） {as_is}" if as_is else ""),
        f"Bridges standing {sum(built.values())}"
        + (f" ({kinds.en})" if built else "")
        + (f"; as is (method unknown) {as_is}" if as_is else ""),
    )
    names = {e.id: shorten(e.name, 24) for e in moment.landscape.environments.values()}
    for (a, b), count in sorted(moment.relays.items()):
        yield Text(
            f"回線の中継：{names[a]} – {names[b]}（{count} 連携）",
            f"Relay: {names[a]} – {names[b]} ({count} links)",
        )


def _plan_of(moment: Moment, evaluation: Evaluation) -> Text:
    """Of a part only its own cutovers: cost and broken rules are figures of the whole, and a part may go to a vendor."""
    if evaluation.schedule is None or moment.landscape.systems.keys() == evaluation.landscape.systems.keys():
        return plan_line(evaluation)
    cutovers = sum(cutover.system in moment.landscape.systems for cutover in evaluation.schedule.cutovers)
    return Text(
        f"計画：この図のシステムの切替 {cutovers} 回", f"Plan: {cutovers} cutovers of the systems shown"
    )


def plan_line(evaluation: Evaluation) -> Text:
    """How many cutovers, at which cost, how many rules broken."""
    if evaluation.schedule is None:
        return Text(
            "計画：移行月の不足や誤りがあり使えない（全システムが最初の形）",
            "Plan: not usable, its months are missing or wrong (all systems have their first form)",
        )
    cutovers = len(evaluation.schedule.cutovers)
    if evaluation.cost is None:
        return Text(
            f"計画：切替 {cutovers} 回、運べない連携があり費用なし",
            f"Plan: {cutovers} cutovers; some links cannot be carried, no cost",
        )
    unit = shorten(evaluation.landscape.cost_unit or "", 12)
    broken, doubt = len(evaluation.violations), unproven(evaluation)
    total = f"{evaluation.cost.total:,}{' ' if unit else ''}{unit}"
    return Text(
        f"計画：切替 {cutovers} 回、費用 {total}{doubt.ja}、規則違反 {broken}",
        f"Plan: {cutovers} cutovers, cost {total}{doubt.en}, {broken} violations",
    )


def unproven(evaluation: Evaluation) -> Text:
    """What stands behind a cost that a search stopped by its limit found; nothing where the cost is proven least."""
    cost, bound = evaluation.cost, evaluation.bound
    if cost is None or bound is None or bound == cost.total:
        return Text("", "")
    return Text(f"（最少とは未証明、下限 {bound:,}）", f" (not proven least, bound {bound:,})")


def _folded(boxes: Boxes, bundled: Bundled) -> Iterator[Text]:
    """What the picture leaves out, and where it is counted instead."""
    if boxes.crowded:
        shared = sum(len(shared) for _, shared in boxes.frames.values())
        yield Text(
            f"混在の多い {MOST_DRAWN_OF_MANY} システムまでを個別に描き、他の {shared} システムは「ほか n システム」にまとめた",
            f"Only the {MOST_DRAWN_OF_MANY} systems with most mixed links are drawn; the other {shared} are folded",
        )
    if boxes.without_native:
        yield Text(
            f"そのままの連携 {bundled.left_out} は線を省いた（混在だけを描く）",
            f"{bundled.left_out} native links are counted, not drawn (mixed ones only)",
        )
    if bundled.meeting:
        yield Text(
            f"直接の連携 {bundled.meeting.total()} は組が多いため、相手ごとでなく「直接の連携」にまとめた",
            f"{bundled.meeting.total()} direct links of many pairs meet in one node instead of pair by pair",
        )
    yield Text(
        "同一パッケージ内の連携と、なしの連携は描かない。線の数字は連携の数、（混n）はうち混在で、その側では変わらないもの",
        "Internal and absent links are not drawn. Figures are numbers of links; (mN): of these mixed, unchanged on this side",
    )


def _sample_nodes(moment: Moment, groups: tuple[Group, ...], language: Language) -> Iterator[Node]:
    drawn = [node for group in groups for node in group.nodes]
    generations = moment.landscape.generations
    last = max(1, len(generations) - 1)
    for index, generation in enumerate(generations):
        label = Text(f"世代 {shorten(generation, 20)}", f"generation {shorten(generation, 20)}")
        yield Node(f"k{index}", "system", (label.in_language(language),), shade=index / last)
    samples: tuple[tuple[bool, str, NodeKind, Text, bool], ...] = (
        (any(n.moved for n in drawn), "moved", "system", Text("太枠：移行済み", "bold: moved"), True),
        (any(n.kind == "external" for n in drawn), "external", "external", Text("庁外", "external"), False),
        (any(n.kind == "hub" for n in drawn), "hub", "hub", Text("ハブ", "hub"), False),
    )
    for present, name, kind, text, moved in samples:
        if present:
            yield Node(f"k{name}", kind, (text.in_language(language),), moved=moved)


def _sample_edges(edges: tuple[Edge, ...], without_native: bool, language: Language) -> Iterator[Edge]:
    """One line of each kind that the picture has, between points named ``l0a`` and ``l0b``."""
    texts: dict[EdgeKind, Text] = {
        "native": Text("混在の、変わらない側", "mixed, the unchanged side")
        if without_native
        else Text("そのまま（混在の変わらない側を含む）", "native (and unchanged sides of mixed)"),
        "mixed": Text("混在：過渡期連携の種類 数＋他の数", "mixed: kind of bridge, links + others"),
        "suspended": Text("休止", "suspended"),
        "lost": Text("重要な連携の欠落", "lost, of high criticality"),
        "unknown": Text("相手不明", "unknown partner"),
    }
    present = {edge.kind for edge in edges}
    for index, (kind, text) in enumerate(texts.items()):
        if kind in present:
            yield Edge(f"l{index}a", f"l{index}b", kind, text.in_language(language), 1)
