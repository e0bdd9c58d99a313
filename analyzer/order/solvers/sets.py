"""The solver for few systems that move once each, in one month: the cheapest order at the shares as they are, over all sets of them.

Where nothing is shared, that order is the optimum, and proven, in no time: published problems of linear arrangement, linear
ordering and test order are such. Otherwise shares move towards those who draw on them in the orders found, and the bound
rises with them, as in `analyzer.order.bounds.ascent`.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from analyzer.order.arrays import Floats
from analyzer.order.bounds.ascent import Ascent
from analyzer.order.bounds.certificate import MOST_DEAR, document_by_orders, scale_of, whole_shares
from analyzer.order.bounds.compile import Compiler
from analyzer.order.bounds.sets import Movers, Walk, least_walk
from analyzer.order.bounds.turns import Turns, slack, turns_of
from analyzer.order.desk import Desk
from analyzer.order.problem import OrderProblem, Plan
from analyzer.order.solvers.choosers import AtCosts, Choosers, move_once, whole
from analyzer.order.solvers.proving import offer_plan
from analyzer.order.solvers.shifting import Pace, begin, climb, is_shared

MOST_SYSTEMS = 20
_ONCE, _OFTEN, _OFTEN_ANYWAY = 300_000_000, 15_000_000, 2_000_000
"""Steps between sets up to which one walk is done (some seconds), and up to which one is done in each round: where capacities keep systems
apart, and where they do not, so that others mostly prove as much as soon."""

_PACE = Pace(patience=4, shrink=0.8, enough=12)
_PART = 0.15
"""Of what is left, what may be spent where things are shared."""
_OFFERS = 10
"""Orders that are evaluated as plans."""


class Sets:
    name = "sets"

    def run(self, problem: OrderProblem, desk: Desk) -> None:
        """Ends at once where a system with a choice may move in several months, or where there are too many sets."""
        if not problem.length or not all(problem.courses.values()) or not move_once(problem, MOST_SYSTEMS):
            return
        compiled = Compiler(problem).compile()
        movers = _Movers(compiled)
        if compiled.dear > MOST_DEAR or movers.effort > _ONCE:
            return
        _Rounds(movers, desk, self.name).run()


class _Rounds:
    """Walks at shares that get better; see the module's text."""

    def __init__(self, movers: _Movers, desk: Desk, name: str) -> None:
        compiled = movers.compiled
        self.movers, self.compiled, self.desk, self.name = movers, compiled, desk, name
        self.scale = scale_of(compiled)
        self.ascent = Ascent(compiled)
        self.offered: list[Plan] = []
        self.shared = is_shared(compiled)

    def run(self) -> None:
        desk, ascent = self.desk, self.ascent
        spent = desk.spent_after(_PART)
        most = _OFTEN if self.movers.are_kept_apart else _OFTEN_ANYWAY
        often = self.shared and self.movers.effort <= most

        def look() -> tuple[int, Floats] | None:
            bound, walk = self._walk()
            desk.spend()
            if walk is None or not often or desk.is_over or desk.is_proven or spent():
                return None
            return bound, ascent.costs.usage(self.movers.entries(walk))

        if not self.shared or begin(ascent, lambda: desk.is_over):
            climb(ascent, _PACE, look)

    def _walk(self) -> tuple[int, Walk | None]:
        """The bound at the shares as they are, told to the desk, and the order that it is the cost of."""
        shares = whole_shares(self.compiled, self.scale, self.ascent.shares)
        at = _AtCosts(self.movers, self.ascent.costs.of(shares, self.scale), self.scale)
        walk = least_walk(at.movers, lambda: self.desk.is_over)
        if walk is None or at.constant + walk.total >= self.compiled.dear * self.scale:
            return 0, None  # time is over, or no plan keeps the rules
        total = at.constant + walk.total
        bound = -(-total // self.scale)
        plan = self.movers.plan(walk.courses)
        if self.desk.raise_bound(bound, self.name):
            compiled, scale = self.compiled, self.scale
            self.desk.keep_proof(
                bound,
                partial(document_by_orders, compiled, scale, shares, at.message_rows(), turns=at.turn_rows()),
            )
        if plan not in self.offered and len(self.offered) < _OFFERS:
            self.offered.append(plan)
            cost = offer_plan(self.compiled.problem, plan, self.desk, self.name)
            if cost is not None and cost * self.scale <= total and self.desk.cost == cost:
                # Every plan that costs as little is as cheap a walk, and this one has the least sum of months of those
                self.desk.settle(plan)
        return bound, walk


class _Movers(Choosers):
    """The same, as the walk wants them."""

    @property
    def are_kept_apart(self) -> bool:
        """True where capacities let no more than half of them move in any month."""
        return all(2 * self.bare.most(month) <= len(self.months) for month in self.bare.calendar)

    @property
    def effort(self) -> int:
        """Of one walk; see `Movers.effort`."""
        return self.bare.effort()

    def entries(self, walk: Walk) -> Floats:
        """Of every entry: is it part of the plan?"""
        c = self.compiled
        at = dict(zip(self.numbers, walk.courses, strict=True))
        weights = np.zeros(c.entries)
        weights[-1] = 1.0
        for i, first in enumerate(c.offsets[:-1]):
            weights[first + at.get(i, 0)] = 1.0
        for (i, j), first in zip(c.pairs.tolist(), c.pair_offsets[:-1], strict=True):
            weights[first + at.get(i, 0) * len(c.courses[j]) + at.get(j, 0)] = 1.0
        return weights


class _AtCosts(AtCosts):
    """What the walk needs; what it leaves out is `constant`."""

    def __init__(self, of: _Movers, costs: Floats, scale: int) -> None:
        super().__init__(of, costs, scale)
        self.turns: dict[tuple[int, int], Turns] = {}
        for (i, j), table in self.tables.items():
            turns = self.turns[i, j] = turns_of(table, of.months[i], of.months[j], self.most)
            self.constant += int(slack(table, turns, of.months[i], of.months[j], self.most))
        self.movers = Movers(of.months, of.moves, self.own, self.turns, of.limits)

    def turn_rows(self) -> list[Any]:
        names = self.of.names
        return sorted(
            [names[i], names[j], *(whole(part) for part in (*turns.one_first, *turns.other_first, turns.same))]
            for (i, j), turns in self.turns.items()
        )  # fmt: skip
