"""Which legs are due for a test in which month (semantics, section 5).

At each month that begins a span the legs in use that were not tested by then are due; a leg
that was due once counts as tested from then on.
"""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.bridges.carriage import Carriage
from analyzer.bridges.demands import Stretch
from analyzer.bridges.ways import Way
from analyzer.landscape.model import Integration


@dataclass(frozen=True, slots=True, eq=False)
class LiveRoute:
    """An integration's route in a span. `due` are the numbers of its due legs, sorted."""

    stretch: Stretch
    way: Way
    due: tuple[int, ...]

    @property
    def integration(self) -> Integration:
        return self.stretch.integration


@dataclass(frozen=True, slots=True, eq=False)
class DueMonth:
    """The first month of a span with its due legs; `routes` are sorted by integration.

    `routes` holds every route with a due leg and every route through a hub that has one.
    """

    span: int
    due: frozenset[int]
    routes: tuple[LiveRoute, ...]

    @property
    def changed(self) -> tuple[LiveRoute, ...]:
        """The routes with a due leg."""
        return tuple(route for route in self.routes if route.due)


def due_months(carriage: Carriage) -> tuple[DueMonth, ...]:
    """Every month with a due leg, in order."""
    demands = carriage.demands
    spans = demands.schedule.spans
    in_use: list[list[tuple[Stretch, Way]]] = [[] for _ in spans]
    for stretch, span, option in carriage:
        if option.way.legs:
            in_use[span].append((stretch, option.way))
    tested = set(demands.tested_before)
    months: list[DueMonth] = []
    for span, uses in enumerate(in_use):
        due = {leg for _, way in uses for leg in way.legs} - tested
        if not due:
            continue
        tested |= due
        hubs = {demands.legs[leg].hub for leg in due}
        routes = tuple(
            LiveRoute(stretch, way, tuple(leg for leg in way.legs if leg in due))
            for stretch, way in uses
            if (way.hub is not None and way.hub in hubs) or any(leg in due for leg in way.legs)
        )
        months.append(DueMonth(span, frozenset(due), routes))
    return tuple(months)
