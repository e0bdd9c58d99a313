"""The numbers of a month's picture: systems, lines between groups, mixed links, bridges that stand."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.diagrams.boxes import Grouping, frame_of
from analyzer.diagrams.figures import Figures, FigureTable, heading
from analyzer.diagrams.legend import short_way
from analyzer.diagrams.map.frames import group_name
from analyzer.diagrams.map.stretches import between_of, touches_of
from analyzer.diagrams.moment import Moment
from analyzer.diagrams.safe_text import shorten
from analyzer.messages import Text
from analyzer.messages.words import KINDS


def month_figures(
    view: str,
    moment: Moment,
    grouping: Grouping,
    title: Text,
    lines: Sequence[Text],
    extra: dict[str, int] | None = None,
) -> Figures:
    """`lines`: what the picture's head says; `extra`: counts beside those of links by state."""
    landscape = moment.landscape
    group = {s.id: frame_of(s, moment.form(s.id), grouping) for s in landscape.systems.values()}

    def name(entry: str) -> str | Text:
        return shorten(group_name(landscape, grouping, entry), 60) or Text("ブロックなし", "no block")

    touches = touches_of(moment)
    systems = FigureTable("systems", Text("システム", "Systems"), (
        heading("group", "まとまり", "group"), heading("system", "ID", "id"), heading("name", "システム", "system"),
        heading("form", "形", "form", number=True), heading("links", "連携", "links", number=True),
        heading("mixed", "混在", "mixed", number=True),
    ), tuple(
        (name(group[id]), id, shorten(system.name, 60), moment.forms[id], touches[id].links, touches[id].mixed)
        for id, system in sorted(landscape.systems.items(), key=lambda item: (group[item[0]], item[0]))
    ))  # fmt: skip
    between = FigureTable("between", Text("まとまりの間の連携", "Links between groups"), (
        heading("group", "まとまり", "group"), heading("other", "相手", "other group"),
        heading("native", "そのまま", "native", number=True), heading("mixed", "混在", "mixed", number=True),
        heading("suspended", "休止", "suspended", number=True), heading("absent", "なし", "absent", number=True),
    ), tuple(
        (name(one), name(other), counts["native"], counts["mixed"], counts["suspended"], counts["absent"])
        for (one, other), counts in sorted(between_of(moment, group).items())
    ))  # fmt: skip
    mixed = FigureTable("mixed", Text("混在する連携", "Mixed links"), (
        heading("link", "連携", "integration"), heading("name", "名前", "name"), heading("way", "運び方", "carried by"),
        heading("hub", "ハブ", "hub"),
    ), tuple(
        (str(link.integration.key), shorten(link.integration.name, 60), short_way(link.way or ""), link.hub)
        for link in moment.links
        if link.manner == "mixed"
    ))  # fmt: skip
    bridges = FigureTable("bridges", Text("立っている過渡期連携", "Bridges standing"), (
        heading("kind", "種類", "kind"), heading("count", "数", "count", number=True),
    ), tuple((KINDS[kind], count) for kind, count in sorted(moment.bridges.items())))  # fmt: skip
    states = moment.counts()
    counts = {
        "systems": len(moment.forms),
        "moved": sum(form > 0 for form in moment.forms.values()),
        "links": len(moment.links),
        **{
            state: states[state]
            for state in ("native", "mixed", "internal", "absent", "suspended", "unknown")
        },
        "lost": sum(link.lost for link in moment.links),
        "bridges": sum(count for kind, count in moment.bridges.items() if kind != "as_is"),
        **(extra or {}),
    }
    month = str(moment.month) if len(landscape.horizon) else None
    return Figures(view, month, title, tuple(lines), counts, (between, systems, mixed, bridges))
