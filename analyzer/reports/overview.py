"""A landscape at a glance: how much of what, via which hub, and what nobody knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from analyzer.graph.cycles import Cycle
from analyzer.graph.landscape_graph import LandscapeGraph, build_graph
from analyzer.landscape.model import IntegrationKey, Landscape
from analyzer.messages import Finding, Text
from analyzer.messages.words import SCOPES, STATES
from analyzer.reports.layout import Report, Section, Table, both, columns, finding_entry
from analyzer.reports.naming import named
from analyzer.reports.questions import open_questions


@dataclass(frozen=True, slots=True)
class Overview:
    """The landscape at the forms 0."""

    landscape: Landscape
    graph: LandscapeGraph
    questions: tuple[Finding, ...]
    cycles: tuple[Cycle, ...]


def overview(landscape: Landscape) -> Overview:
    graph = build_graph(landscape)
    return Overview(landscape, graph, open_questions(graph), graph.cycles())


def overview_document(view: Overview) -> dict[str, object]:
    landscape, graph = view.landscape, view.graph
    horizon = landscape.horizon
    return {
        "schema_version": 1,
        "landscape": {"id": landscape.id, "name": landscape.name, "hash": landscape.content_hash},
        "horizon": {"first": str(horizon.first), "last": str(horizon.last), "months": len(horizon)}
        if len(horizon)
        else None,
        "systems": {
            "total": len(landscape.systems),
            "moves": sum(len(system.moves) for system in landscape.systems.values()),
            "by_scope": dict(sorted(Counter(s.scope for s in landscape.systems.values()).items())),
            "by_vendor": {id: len(graph.systems_of(vendor=id)) for id in landscape.vendors},
            "by_environment": {id: len(graph.systems_of(environment=id)) for id in landscape.environments},
        },
        "links": {
            "total": len(landscape.integrations),
            "by_state": {state: _states(graph)[state] for state in STATES},
            "direct": _direct(graph),
            "by_hub": {id: len(graph.links_via(id)) for id in landscape.hubs},
            "by_vendor": {id: len(graph.links_of_vendor(id)) for id in landscape.vendors},
            "by_environment": {id: len(graph.links_in_environment(id)) for id in landscape.environments},
        },
        "questions": [question.as_dict() for question in view.questions],
        "cycles": [
            {"members": list(cycle.members), "way": [str(step) for step in cycle.way]}
            for cycle in view.cycles
        ],
    }


def _states(graph: LandscapeGraph) -> Counter[str]:
    return Counter(link.state for link in graph.links.values())


def _direct(graph: LandscapeGraph) -> int:
    """Links that a realization carries today without a hub."""
    return sum(bool(link.status.realizations) and not link.hubs for link in graph.links.values())


def overview_report(view: Overview) -> Report:
    landscape = view.landscape
    sections = [
        Section(_title(landscape), _counts(landscape)),
        Section(Text("範囲別のシステム", "Systems by scope"), table=_scopes(landscape)),
        Section(Text("今の連携の状態", "Links today"), table=_links(view.graph)),
        Section(Text("ハブ", "Hubs"), table=_hubs(view.graph)),
        Section(Text("ベンダ", "Vendors"), table=_vendors(view.graph)),
        Section(Text("環境", "Environments"), table=_environments(view.graph)),
    ]
    if view.cycles:
        heading = Text(
            "輪になっている連携(どれも先に移せない組)",
            "Cycles of links (none can move before all that feed it)",
        )
        sections.append(Section(heading, entries=tuple(_cycle(landscape, cycle) for cycle in view.cycles)))
    if view.questions:
        count = len(view.questions)
        heading = Text(f"わからないこと({count} 件)", f"Questions ({count})")
        sections.append(
            Section(heading, entries=tuple(finding_entry(question) for question in view.questions))
        )
    return Report(tuple(section for section in sections if section.table is None or section.table.rows))


def _title(landscape: Landscape) -> Text:
    return named(landscape.name, landscape.id)


def _counts(landscape: Landscape) -> tuple[Text, ...]:
    moves = sum(len(system.moves) for system in landscape.systems.values())
    moving = sum(bool(system.moves) for system in landscape.systems.values())
    horizon = landscape.horizon
    period = f"{horizon.first} ～ {horizon.last}" if len(horizon) else "—"
    return (
        Text(f"期間 {period}({len(horizon)} か月)", f"Horizon {period} ({len(horizon)} months)"),
        Text(f"システム {len(landscape.systems)}(移行するもの {moving}、移行 {moves})、連携 {len(landscape.integrations)}、"
             f"ベンダ {len(landscape.vendors)}、環境 {len(landscape.environments)}、ハブ {len(landscape.hubs)}",
             f"{len(landscape.systems)} systems ({moving} with {moves} moves), {len(landscape.integrations)} links, "
             f"{len(landscape.vendors)} vendors, {len(landscape.environments)} environments, {len(landscape.hubs)} hubs"),
    )  # fmt: skip


def _scopes(landscape: Landscape) -> Table:
    counts: Counter[str] = Counter(system.scope for system in landscape.systems.values())
    rows = tuple((SCOPES[scope], counts[scope]) for scope in SCOPES if scope in counts)
    return Table(columns(("範囲", "scope"), ("システム", "systems", "number")), rows)


def _links(graph: LandscapeGraph) -> Table:
    counts = _states(graph)
    rows = tuple((STATES[state], counts[state]) for state in STATES if counts[state])
    return Table(columns(("状態", "state"), ("連携", "links", "number")), rows)


def _hubs(graph: LandscapeGraph) -> Table:
    landscape = graph.landscape
    rows: list[tuple[Text, Text | None, Text | None, int]] = [
        (
            named(hub.name, hub.id), named(landscape.environments[hub.environment].name, hub.environment),
            named(landscape.vendors[hub.vendor].name, hub.vendor), len(graph.links_via(hub.id)),
        )
        for hub in landscape.hubs.values()
    ]  # fmt: skip
    rows.append((Text("直接(ハブなし)", "direct (no hub)"), None, None, _direct(graph)))
    return Table(
        columns(("ハブ", "hub"), ("環境", "environment"), ("ベンダ", "vendor"), ("連携", "links", "number")),
        tuple(rows),
    )


def _vendors(graph: LandscapeGraph) -> Table:
    return _parts(
        {id: vendor.name for id, vendor in graph.landscape.vendors.items()},
        Text("ベンダ", "vendor"),
        lambda id: len(graph.systems_of(vendor=id)),
        lambda id: len(graph.links_of_vendor(id)),
    )


def _environments(graph: LandscapeGraph) -> Table:
    return _parts(
        {id: environment.name for id, environment in graph.landscape.environments.items()},
        Text("環境", "environment"),
        lambda id: len(graph.systems_of(environment=id)),
        lambda id: len(graph.links_in_environment(id)),
    )


def _parts(
    names: dict[str, str], what: Text, systems: Callable[[str], int], links: Callable[[str], int]
) -> Table:
    rows = [(named(name, id), systems(id), links(id)) for id, name in names.items()]
    return Table(
        columns((what.ja, what.en), ("システム", "systems", "number"), ("連携", "links", "number")),
        tuple(rows),
    )


def _cycle(landscape: Landscape, cycle: Cycle) -> Text:
    steps = [step for step in cycle.way if not isinstance(step, IntegrationKey)]
    around = [*steps, steps[0]]
    ja = " → ".join(landscape.systems[system].name for system in around)
    count = len(cycle.members)
    return Text(f"{count} システム: {ja}", f"{count} systems: {both(' → '.join(around)).en}")
