"""The least bridge cost alone: the cut, beside the same as LP and MILP, and networkx on the same network."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from types import FrameType
from typing import Any, TypeVar
from unittest.mock import patch

import networkx as nx

from analyzer.bridges.demands import Demands
from analyzer.collection import paused_collection
from analyzer.evaluation.bridges_alone import BridgesAlone, least_bridge_cost
from analyzer.flows import UNLIMITED, Cut, FlowNetwork
from analyzer.plan.schedule import Schedule
from tests.benchmarks import cities
from tests.benchmarks.cities import City
from tests.benchmarks.measuring import Selection, Table, Target, Theme, measure, ratio, span
from tests.benchmarks.plain import PlainAnswer, PlainModel

T = TypeVar("T")
PLAIN_LIMIT = 20.0
TARGETS = {300: 0.3, 1_000: 1.0}


def run(selection: Selection) -> Theme:
    theme = Theme()
    table = Table(
        "Least bridge + suspension cost of a given plan (tests and environments left out of account)",
        ("city", "catalogue", "by", "time", "build", "solve", "cost", "proves", "time / the product's"),
    )
    table.note = (
        "Given the demands of the schedule; the time for making these is a line of its own. *product*: the whole answer, "
        "cuts where the offers allow one, its reading back and summing up included; *build* is all but the solver. "
        f"The plain programs and networkx are given {PLAIN_LIMIT:.0f} s a piece to solve. *these networks*: "
        "those that the product's answer is cut from, once more by networkx' `minimum_cut` (preflow-push); solving is compared."
    )
    for name, city, runs in (
        ("bridges/34", cities.town(1, catalogue="sided"), 5),
        ("bridges/300", cities.great_city(1, links=5_000, catalogue="sided"), 5),
        ("bridges/1000", cities.region(1, catalogue="sided"), 3),
        ("bridges/34-full", cities.town(1), 5),
        ("bridges/300-full", cities.great_city(1, links=5_000), 3),
    ):
        if name in selection:
            with paused_collection():  # as `evaluate_plan` does
                _compare(table, theme, city, runs)
    if table.rows:
        theme.tables.append(table)
    return theme


def _compare(table: Table, theme: Theme, city: City, runs: int) -> None:
    catalogue = city.options.get("catalogue", "full")
    landscape, moves = city.landscape, city.moves
    making, _ = measure(lambda: Demands(Schedule(landscape, moves)), 3)
    demands = city.demands
    table.add(city.size, catalogue, "(the demands)", str(making), "–", "–", "–", "–", "–")

    cuts = Cuts()

    def answer() -> BridgesAlone:
        cuts.clear()
        with cuts.watched():
            return least_bridge_cost(demands, PLAIN_LIMIT)

    timing, ours = measure(answer, runs)
    by_cut = ours.proof == "cut"
    solving = cuts.seconds
    table.add(
        city.size, catalogue, "product", str(timing),
        span(timing.seconds[-1] - solving) if by_cut else "–", span(solving) if by_cut else "–",
        f"{ours.value:,}", ("optimal, by cut" if by_cut else "optimal, by HiGHS and cuts")
        if ours.bound == ours.value else f"gap {(ours.value - ours.bound) / ours.value:.2%}", "1",
    )  # fmt: skip
    if catalogue == "sided" and city.systems in TARGETS:
        what = f"least bridge cost alone, exact, {city.systems:,} / {city.links:,} / {city.months}, given the demands"
        theme.targets.append(Target(what, TARGETS[city.systems], timing.median))
    if by_cut:
        table.add(
            city.size, catalogue, "OR-Tools, these networks", "–", "–", span(solving),
            f"cut {sum(cuts.values):,}", f"{sum(network.nodes for network in cuts.networks):,} nodes", "–",
        )  # fmt: skip
        _by_networkx(table, city, cuts)
    build, model = measure(lambda: PlainModel(demands, "none"), 1)
    for by, relaxed in (("HiGHS, LP", True), ("HiGHS, MILP", False)):
        solve, found = measure(partial(model.solve, PLAIN_LIMIT, relaxed=relaxed), 1)
        both = build.median + solve.median
        table.add(
            city.size, catalogue, by, f"{span(both)} (1 run)", span(build.median), span(solve.median),
            "none" if found.total is None else f"{found.total:,}",
            _proves(found, ours.value, relaxed=relaxed),
            ("" if found.status == "optimal" else "> ") + ratio(both, timing.median),
        )  # fmt: skip


def _proves(found: PlainAnswer, value: int, *, relaxed: bool) -> str:
    if found.status != "optimal":
        return f"stopped after {PLAIN_LIMIT:.0f} s"
    if found.total == value:
        return "bound = the cost" if relaxed else "optimal, the same cost"
    return "a bound only" if relaxed else f"optimal, NOT the same cost ({value:,})"


def _by_networkx(table: Table, city: City, cuts: Cuts) -> None:
    catalogue = city.options.get("catalogue", "full")
    build, graphs = measure(lambda: [_graph(network) for network in cuts.networks], 1)
    start = time.perf_counter()
    values = within(PLAIN_LIMIT, lambda: [nx.minimum_cut(graph, 0, 1)[0] for graph in graphs])
    solve = time.perf_counter() - start
    same = values is not None and sum(values) == sum(cuts.values)
    table.add(
        city.size, catalogue, "networkx, these networks", "–", span(build.median), span(solve),
        "–" if values is None else f"cut {sum(values):,}",
        f"stopped after {PLAIN_LIMIT:.0f} s" if values is None
        else "the same cut values" if same else f"NOT the same cut values ({sum(cuts.values):,})",
        ("> " if values is None else "") + ratio(solve, cuts.seconds) + " OR-Tools'",
    )  # fmt: skip


def _graph(network: FlowNetwork) -> Any:
    """The network as networkx takes it: parallel arcs added up, no capacity for unlimited ones."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(network.nodes))
    for tail, head, capacity in network.arcs:
        if capacity >= UNLIMITED:
            graph.add_edge(tail, head)
            graph[tail][head].pop("capacity", None)
        elif not graph.has_edge(tail, head):
            graph.add_edge(tail, head, capacity=capacity)
        elif "capacity" in graph[tail][head]:
            graph[tail][head]["capacity"] += capacity
    return graph


@dataclass(slots=True)
class Cuts:
    """The networks that were cut while `watched`, the values, and the seconds in the solver."""

    networks: list[FlowNetwork] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    seconds: float = 0.0

    def clear(self) -> None:
        self.networks.clear()
        self.values.clear()
        self.seconds = 0.0

    @contextmanager
    def watched(self) -> Iterator[None]:
        plain = FlowNetwork.minimum_cut

        def minimum_cut(network: FlowNetwork) -> Cut:
            start = time.perf_counter()
            cut = plain(network)
            self.seconds += time.perf_counter() - start
            self.networks.append(network)
            self.values.append(cut.value)
            return cut

        with patch.object(FlowNetwork, "minimum_cut", minimum_cut):
            yield


class _OverError(Exception):
    pass


def within(seconds: float, action: Callable[[], T]) -> T | None:
    """What the action returns, or None if it takes longer (pure Python only: by a signal)."""

    def over(number: int, frame: FrameType | None) -> None:
        raise _OverError

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return action()
    except _OverError:
        return None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
