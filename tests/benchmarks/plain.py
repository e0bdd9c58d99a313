"""The choice of ways as one would write it down at first: the measure, and a slow oracle.

Semantics, section 4, *For a fixed schedule …*, with every way of every link in every span, and
every leg in every span, as columns of their own; nothing is left out because it is paid anyway,
nothing is solved beforehand, no ties are broken. Two formulations of the tests:

- ``newness``: used[g, i] says that leg g is used in span i, and new[g, i] ≥ used[g, i] −
  Σ_{i' < i} used[g, i'] that it is due there; the cases of a span cover its new legs.
- ``cumulative``: whoever uses a leg in span i finds it tested by then, Σ_{i' ≤ i} cases(g, i') ≥
  use (algorithms.md, section 4).

The demands (which link is mixed when, and which ways are open) are the product's.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from analyzer.bridges.demands import Demands, Stretch
from analyzer.bridges.openings import Option
from analyzer.bridges.yard import Bridge
from analyzer.landscape.model import IntegrationKey
from analyzer.milp import LinearModel
from analyzer.testing.parties import vendors_of

Tests = Literal["newness", "cumulative", "none"]

GAP = 0.99
"""Costs are integers: a plan less than 1 above a bound is optimal."""


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """A way of a link in a span, its column and that of its test case."""

    stretch: Stretch
    span: int
    option: Option
    column: int
    case: int


@dataclass(frozen=True, slots=True)
class PlainAnswer:
    """Costs without law changes and lateness; `total` is None where nothing was found in time."""

    total: int | None
    bound: int | None
    status: str


class PlainModel:
    """Columns and rows of the plain program; with ``none`` it is the bridge cost alone."""

    def __init__(self, demands: Demands, tests: Tests) -> None:
        self.model = LinearModel()
        self.constant = 0
        self._tests = tests
        self._demands = demands
        self._schedule = demands.schedule
        self._landscape = demands.schedule.landscape
        self._uses: list[list[Use]] = []
        """The ways of each demand."""
        self._choose()
        self._build()
        if tests != "none":
            self._keep_alive()
            self._hold_sessions()
            self._test_new_legs() if tests == "newness" else self._test_by_then()

    def solve(self, time_limit: float | None = None, *, relaxed: bool = False) -> PlainAnswer:
        """The least cost; of a relaxation its bound, too, as `total` if it came to an end."""
        solution = self.model.solve(time_limit=time_limit, absolute_gap=GAP, relaxed=relaxed)
        found = solution.status == "optimal" or (solution.status == "feasible" and not relaxed)
        # A relaxation that was stopped has no bound; a search's stands, once there is one.
        known = solution.status == "optimal" or (not relaxed and math.isfinite(solution.bound))
        return PlainAnswer(
            self.constant + math.ceil(solution.objective - 1e-4) if found else None,
            self.constant + math.ceil(solution.bound - 1e-4) if known else None,
            solution.status,
        )

    def _binary(self, price: float = 0, *, lower: float = 0) -> int:
        column = self.model.binary(price)
        if lower:
            self.model.at_least(lower, [column], [1])
        return column

    def _months(self, span: int) -> int:
        return len(self._schedule.spans[span])

    def _choose(self) -> None:
        """Every native or mixed link takes one of its ways in every span."""
        case_price = self._landscape.test_case_cost
        for stretch in self._demands.stretches:
            for offset, options in enumerate(stretch.options):
                if not options:
                    continue
                span = stretch.first + offset
                uses = []
                for option in options:
                    column = self._binary(option.way.per_month * self._months(span))
                    case = self._binary(case_price) if self._tests != "none" else -1
                    if self._tests != "none":
                        self.model.at_least(0, [column, case], [1, -1])
                    uses.append(Use(stretch, span, option, column, case))
                columns = [use.column for use in uses]
                self.model.equal(1, columns, [1] * len(columns))
                self._uses.append(uses)

    def _build(self) -> None:
        """A bridge is built if it serves, runs in each span in which it serves, and takes each link."""
        built: dict[Bridge, int] = {}
        runs: dict[tuple[Bridge, int], int] = {}
        takes: dict[tuple[Bridge, IntegrationKey], int] = {}
        for bridge, paid in self._demands.move_months.items():
            built[bridge] = self._binary(bridge.setup, lower=1)
            self.constant += bridge.per_month * len(paid)
        for use in (use for uses in self._uses for use in uses):
            key = use.stretch.integration.key
            for bridge in use.option.bridges:
                if bridge not in built:
                    built[bridge] = self._binary(bridge.setup)
                if (bridge, use.span) not in runs:
                    runs[bridge, use.span] = self._binary(bridge.per_month * self._unpaid(bridge, use.span))
                if (bridge, key) not in takes:
                    takes[bridge, key] = self._binary(bridge.link_cost(key))
                for column in (built[bridge], runs[bridge, use.span], takes[bridge, key]):
                    self.model.at_least(0, [column, use.column], [1, -1])

    def _unpaid(self, bridge: Bridge, span: int) -> int:
        """Months of the span that no move pays anyway (relays before a move)."""
        paid = self._demands.move_months.get(bridge, frozenset())
        months = self._schedule.spans[span]
        return sum(month not in paid for month in range(months.start, months.stop))

    def _keep_alive(self) -> None:
        """An environment is in use in a span in which a system's form, or a hub in use, stands there."""
        forms = self._schedule.span_forms
        systems, hubs = self._landscape.systems, self._landscape.hubs
        alive: dict[tuple[str, int], int] = {}
        for environment in self._landscape.environments.values():
            for span in range(len(self._schedule.spans)):
                stands = any(
                    systems[system].forms[in_span[span]].environment == environment.id
                    for system, in_span in forms.items()
                )
                price = environment.monthly_cost * self._months(span)
                alive[environment.id, span] = self._binary(price, lower=float(stands))
        for use in (use for uses in self._uses for use in uses):
            if use.option.way.hub is not None:
                column = alive[hubs[use.option.way.hub].environment, use.span]
                self.model.at_least(0, [column, use.column], [1, -1])

    def _hold_sessions(self) -> None:
        """The cases of one month with the same set of vendors make one session."""
        if not self._landscape.session_cost:
            return
        held: dict[tuple[int, frozenset[str]], int] = {}
        for use in (use for uses in self._uses for use in uses):
            if use.option.way.legs:
                vendors = vendors_of(self._schedule, use.stretch, use.option.way, use.span)
                if (use.span, vendors) not in held:
                    held[use.span, vendors] = self._binary(self._landscape.session_cost)
                self.model.at_least(0, [held[use.span, vendors], use.case], [1, -1])

    def _on_legs(self) -> dict[int, dict[int, list[Use]]]:
        """Leg → span → the ways that use it; without the legs that are tested beforehand."""
        on_legs: dict[int, dict[int, list[Use]]] = defaultdict(lambda: defaultdict(list))
        for use in (use for uses in self._uses for use in uses):
            for leg in use.option.way.legs:
                if leg not in self._demands.tested_before:
                    on_legs[leg][use.span].append(use)
        return on_legs

    def _test_new_legs(self) -> None:
        """The cases of a span cover the legs that are used in it and were not used before."""
        new_at: dict[int, dict[int, int]] = defaultdict(dict)
        for leg, spans in self._on_legs().items():
            earlier: list[int] = []
            for span in sorted(spans):
                uses = spans[span]
                used, new = self._binary(), self._binary()
                for use in uses:
                    self.model.at_least(0, [used, use.column], [1, -1])
                columns = [use.column for use in uses]
                self.model.at_most(0, [used, *columns], [1, *([-1] * len(columns))])
                self.model.at_least(0, [new, used, *earlier], [1, -1, *([1] * len(earlier))])
                cases = [use.case for use in uses]
                self.model.at_least(0, [*cases, new], [*([1] * len(cases)), -1])
                new_at[leg][span] = new
                earlier.append(used)
        self._test_main_routes(
            [(leg, span, [new], []) for leg, at in new_at.items() for span, new in at.items()]
        )

    def _test_by_then(self) -> None:
        """Whoever uses a leg finds it tested by then; a case is possible only where its route is in use."""
        due: list[tuple[int, int, list[int], list[int]]] = []
        for leg, spans in self._on_legs().items():
            before: list[int] = []
            for span in sorted(spans):
                by_then = [*before, *(use.case for use in spans[span])]
                for use in spans[span]:
                    self.model.at_least(0, [*by_then, use.column], [*([1] * len(by_then)), -1])
                    due.append((leg, span, [use.column], before))
                before = by_then
        self._test_main_routes(due)

    def _test_main_routes(self, due_legs: list[tuple[int, int, list[int], list[int]]]) -> None:
        """Where a hub has a due leg, at least min(n, routes through it) cases go through it, and at
        least min(n, marked ones) marked ones. A leg is due if Σ of the first columns − Σ of the
        second ones (the cases before) is 1.
        """
        wanted = self._landscape.main_routes
        if not wanted:
            return
        hub_due: dict[tuple[str, int], int] = {}
        for leg, span, used, before in due_legs:
            hub = self._demands.legs[leg].hub
            if hub is None:
                continue
            if (hub, span) not in hub_due:
                hub_due[hub, span] = self._binary()
            row = [1, *([1] * len(before)), *([-1] * len(used))]
            self.model.at_least(0, [hub_due[hub, span], *before, *used], row)
        through: dict[tuple[str, int], list[Use]] = defaultdict(list)
        for use in (use for uses in self._uses for use in uses):
            if use.option.way.hub is not None:
                through[use.option.way.hub, use.span].append(use)
        for place, due in hub_due.items():
            marked = [use for use in through[place] if use.stretch.integration.main_route]
            for group in (through[place], marked):
                for count in range(1, wanted + 1):
                    self._ask_for_cases(group, count, due)

    def _ask_for_cases(self, group: list[Use], count: int, due: int) -> None:
        """`count` cases, if the hub has a due leg and at least so many routes of the group are in use."""
        if len(group) < count:
            return
        columns, cases = [use.column for use in group], [use.case for use in group]
        reached = self._binary()
        room = len(group) - count + 1
        self.model.at_least(1 - count, [reached, *columns], [room, *([-1] * len(columns))])
        # Σ cases ≥ count · (reached + due − 1)
        self.model.at_least(-count, [*cases, reached, due], [*([1] * len(cases)), -count, -count])
