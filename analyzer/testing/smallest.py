"""The smallest test set of a month, with its proof (semantics, section 5).

Via a hub a route is a sending leg and a receiving leg, so due legs are the nodes of a
bipartite graph whose edges are the routes with two of them: the smallest set is a minimum
edge cover = due legs − largest matching (Gallai 1959), and König's theorem gives as many
legs no two of which lie on one route. Where sessions cost something, or main routes ask for
more cases than that, a small integer program decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import networkx as nx

from analyzer.landscape.model import Landscape
from analyzer.milp import LinearModel
from analyzer.plan.schedule import Schedule
from analyzer.testing.due import DueMonth, LiveRoute
from analyzer.testing.parties import vendors_of


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One integration's route in a month: it tests every due leg of it."""

    route: LiveRoute
    vendors: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class TestSet:
    """The cases of a month, sorted by integration; `independent` legs bound their number."""

    __test__ = False

    month: DueMonth
    cases: tuple[Case, ...]
    independent: tuple[int, ...]
    proof: Literal["matching", "branch_and_bound"]

    @property
    def sessions(self) -> int:
        """The cases of one month with the same set of vendors make one session."""
        return len({case.vendors for case in self.cases})


def smallest_test_set(schedule: Schedule, month: DueMonth) -> TestSet:
    """A test set of least cost (then of fewest cases) for the month's due legs."""
    landscape = schedule.landscape
    vendors = {
        id(route): vendors_of(schedule, route.stretch, route.way, month.span) for route in month.routes
    }
    chosen, independent = _edge_cover(month)
    sessions = len({vendors[id(route)] for route in chosen})
    proof: Literal["matching", "branch_and_bound"] = "matching"
    if _short_of_main_routes(landscape, month, chosen) or (landscape.session_cost and sessions > 1):
        chosen = _least_cost_cover(landscape, month, vendors)
        sessions = len({vendors[id(route)] for route in chosen})
        if len(chosen) != len(independent) or (landscape.session_cost and sessions > 1):
            proof = "branch_and_bound"
    cases = sorted(
        (Case(route, vendors[id(route)]) for route in chosen),
        key=lambda case: str(case.route.integration.key),
    )
    return TestSet(month, tuple(cases), independent, proof)


def _edge_cover(month: DueMonth) -> tuple[list[LiveRoute], tuple[int, ...]]:
    """Fewest routes that cover all due legs, and as many legs no two of which share a route."""
    graph: nx.Graph[int] = nx.Graph()
    senders: set[int] = set()
    first_on_leg: dict[int, LiveRoute] = {}
    on_edge: dict[tuple[int, int], LiveRoute] = {}
    for route in month.changed:
        for leg in route.due:
            first_on_leg.setdefault(leg, route)
        if len(route.due) == 2:
            # A route's legs stand in its order: the sending one first.
            send, receive = (leg for leg in route.way.legs if leg in route.due)
            if (send, receive) not in on_edge:
                on_edge[send, receive] = route
                graph.add_edge(send, receive)
            senders.add(send)
    matching: dict[int, int] = {}
    cover: set[int] = set()
    if graph:
        ordered: nx.Graph[int] = nx.Graph()
        ordered.add_nodes_from(sorted(graph))
        ordered.add_edges_from(sorted(on_edge))
        matching = nx.bipartite.hopcroft_karp_matching(ordered, top_nodes=senders)
        cover = nx.bipartite.to_vertex_cover(ordered, matching, top_nodes=senders)
    chosen = [on_edge[leg, matching[leg]] for leg in sorted(senders) if leg in matching]
    chosen += [first_on_leg[leg] for leg in sorted(month.due) if leg not in matching]
    return chosen, tuple(sorted(month.due - cover))


def _short_of_main_routes(landscape: Landscape, month: DueMonth, chosen: list[LiveRoute]) -> bool:
    """True where the cases do not go through some hub as often as `main_routes` asks for."""
    for every, marked in _hub_demands(landscape, month).values():
        for wanted, routes in (every, marked):
            through = {id(route) for route in routes}
            if sum(id(route) in through for route in chosen) < wanted:
                return True
    return False


_Wanted = tuple[int, list[LiveRoute]]


def _hub_demands(landscape: Landscape, month: DueMonth) -> dict[str, tuple[_Wanted, _Wanted]]:
    """Hub → (cases wanted, routes through it), for all routes and for the marked ones.

    `DueMonth.routes` has a route through a hub only if the hub has a due leg, or the route
    itself has one, which then leaves or reaches the hub.
    """
    if not landscape.main_routes:
        return {}
    through: dict[str, list[LiveRoute]] = {}
    for route in month.routes:
        if route.way.hub is not None:
            through.setdefault(route.way.hub, []).append(route)
    demands: dict[str, tuple[_Wanted, _Wanted]] = {}
    for hub, routes in sorted(through.items()):
        marked = [route for route in routes if route.integration.main_route]
        wanted = landscape.main_routes
        demands[hub] = (min(wanted, len(routes)), routes), (min(wanted, len(marked)), marked)
    return demands


def _least_cost_cover(
    landscape: Landscape, month: DueMonth, vendors: dict[int, frozenset[str]]
) -> list[LiveRoute]:
    """Cases and sessions of least cost, then of fewest cases, as an integer program."""
    hub_demands = _hub_demands(landscape, month)
    routes = _representatives(landscape, month, vendors)
    tie = len(routes) + 1
    model = LinearModel()
    column = {id(route): model.binary(landscape.test_case_cost * tie + 1) for route in routes}
    sessions: dict[frozenset[str], int] = {}
    if landscape.session_cost:
        for route in routes:
            party = vendors[id(route)]
            if party not in sessions:
                sessions[party] = model.binary(landscape.session_cost * tie)
            model.at_least(0, [sessions[party], column[id(route)]], [1, -1])
    on_leg: dict[int, list[int]] = {}
    for route in routes:
        for leg in route.due:
            on_leg.setdefault(leg, []).append(column[id(route)])
    for _, columns in sorted(on_leg.items()):
        model.at_least(1, columns, [1] * len(columns))
    for demand in hub_demands.values():
        for wanted, through in demand:
            columns = [column[id(route)] for route in through if id(route) in column]
            if wanted:
                model.at_least(wanted, columns, [1] * len(columns))
    values = model.solve(absolute_gap=0.99).values
    return [route for route in routes if values[column[id(route)]] > 0.5]


def _representatives(
    landscape: Landscape, month: DueMonth, vendors: dict[int, frozenset[str]]
) -> list[LiveRoute]:
    """Of routes that do the same for the month, as many as could ever be of use."""
    enough = max(1, landscape.main_routes)
    seen: dict[tuple[object, ...], int] = {}
    kept: list[LiveRoute] = []
    for route in month.routes:
        sort = (route.due, vendors[id(route)], route.way.hub, route.integration.main_route)
        seen[sort] = seen.get(sort, 0) + 1
        if seen[sort] <= enough:
            kept.append(route)
    return kept
