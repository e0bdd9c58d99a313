"""The solver for systems that move once each, in one month, where it matters who moves before whom: linear orderings, test orders.

What pairs pay in either order is bounded by the relaxation of linear orderings, and an order rounded from it, improved by taking one
system at a time to a better place, is offered as a plan. Where things are shared, shares move towards those who draw on them
in the relaxation, as in `analyzer.order.solvers.sets`, which proves more where there are few systems.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from analyzer.order.arrays import Floats, Ints
from analyzer.order.bounds.ascent import Ascent
from analyzer.order.bounds.certificate import MOST_DEAR, document_by_orders, scale_of, whole_shares
from analyzer.order.bounds.compile import Compiler
from analyzer.order.bounds.cycles import FIRST, OTHER, SAME, Circle, Orders, Relaxed, by_order
from analyzer.order.desk import Desk
from analyzer.order.problem import OrderProblem, Plan
from analyzer.order.solvers.choosers import AtCosts, Choosers, move_once
from analyzer.order.solvers.proving import offer_plan
from analyzer.order.solvers.proving import whole as whole_bound
from analyzer.order.solvers.shifting import Pace, begin, climb, is_shared

MOST_SYSTEMS = 100
_PART, _PART_OTHERWISE = 0.4, 0.1
"""Of what is left, what may be spent: where nothing but the order matters of what pairs pay, and where more does."""
_NODES = 50_000
"""Of branch and bound over whole orders."""
_PACE = Pace(patience=2, shrink=0.7, enough=8)
_MANY = 4
"""Rows by pair from which those that are loose are dropped."""
_TRIES, _THROWN = 100, 3
"""Orders that an order is improved from, and how many systems are put elsewhere in each."""
_OFFERS = 10
"""Orders that are evaluated as plans."""


class Cycles:
    name = "cycles"

    def run(self, problem: OrderProblem, desk: Desk) -> None:
        """Ends at once where a system with a choice may move in several months, or where no order goes round in a circle."""
        if not problem.length or not all(problem.courses.values()) or not move_once(problem, MOST_SYSTEMS):
            return
        compiled = Compiler(problem).compile()
        choosers = Choosers(compiled)
        if compiled.dear <= MOST_DEAR:
            _Rounds(choosers, desk, self.name).run()


class _Rounds:
    def __init__(self, choosers: Choosers, desk: Desk, name: str) -> None:
        compiled = choosers.compiled
        self.choosers, self.compiled, self.desk, self.name = choosers, compiled, desk, name
        self.scale = scale_of(compiled)
        self.ascent = Ascent(compiled)
        self.shared = is_shared(compiled)
        self.offered: list[Plan] = []
        self.orders: Orders | None = None
        self.spent, self.spent_otherwise = desk.spent_after(_PART), desk.spent_after(_PART_OTHERWISE)
        left = desk.left()
        self.seconds = None if left is None else _PART * left
        self.by_order = True
        """Whether nothing but the order matters of what pairs pay."""

    def run(self) -> None:
        if not self.shared or begin(self.ascent, lambda: self.desk.is_over):
            climb(self.ascent, _PACE, self._look)
        desk, choosers = self.desk, self.choosers
        plan = desk.plan if desk.is_proven else None
        # Where capacities fill every month, all orders have one sum of months
        if plan is not None and choosers.months_of(plan) <= choosers.months_at_least:
            desk.settle(plan)

    def _look(self) -> tuple[int, Floats] | None:
        found = self._relax()
        return None if not self.shared or self._is_over else found

    @property
    def _is_over(self) -> bool:
        spent = self.spent() or (not self.by_order and self.spent_otherwise())
        return spent or self.desk.is_over or self.desk.is_proven

    def _relax(self) -> tuple[int, Floats] | None:
        """The bound at the shares as they are, and how much is drawn on each; None where nobody needs to go on."""
        shares = whole_shares(self.compiled, self.scale, self.ascent.shares)
        at = AtCosts(self.choosers, self.ascent.costs.of(shares, self.scale), self.scale)
        orders = self._orders(at)
        if not orders.is_possible:
            return None
        own = at.constant + sum(int(amounts.min()) for amounts in at.own)
        while True:
            relaxed = orders.solve(self.desk.left(self.seconds))
            self.desk.spend()
            if relaxed is None:
                return None
            total = own + relaxed.total
            if total >= at.most:
                return None  # no plan keeps the rules
            self._tell(total, shares, at, relaxed)
            if self._is_over:
                return total, self._drawn(at, relaxed)
            if len(orders.circles) > _MANY * len(orders.pairs):
                orders.drop_loose(relaxed.parts)
            if not orders.add_broken(relaxed.parts):
                break
        if not orders.circles and not self.by_order:
            return None  # nothing here that others do not know
        self._offer(orders, relaxed.parts)
        if self.by_order and not self.shared:
            self._decide(orders, own)
        return total, self._drawn(at, relaxed)

    def _decide(self, orders: Orders, own: int) -> None:
        """Whole orders instead of parts, until none goes round in a circle: a solver's word, for what the relaxation leaves open."""
        while not self._is_over:
            left = self.desk.left(self.seconds)
            parts, proven = orders.decide(self.scale, left, lambda: self._is_over, _NODES)
            self.desk.spend()
            if math.isfinite(proven):
                self.desk.raise_bound(whole_bound(own / self.scale + proven), "highs")
            if parts is None or not orders.add_broken(parts):
                if parts is not None:
                    self._offer(orders, parts)
                return

    def _orders(self, at: AtCosts) -> Orders:
        months = self.choosers.months
        found = [by_order(table, months[i], months[j], at.most) for (i, j), table in at.tables.items()]
        amounts = np.array([amounts for amounts, _ in found]).reshape(-1, 3)
        self.by_order = all(alike for _, alike in found)
        if self.orders is None:
            self.orders = Orders(list(at.tables), amounts, at.most)
        else:
            self.orders.set_amounts(amounts, at.most)
        return self.orders

    def _tell(self, total: int, shares: Floats, at: AtCosts, relaxed: Relaxed) -> None:
        bound = -(-total // self.scale)
        if self.desk.raise_bound(bound, self.name):
            self.desk.keep_proof(
                bound,
                lambda: document_by_orders(
                    self.compiled, self.scale, shares, at.message_rows(), circles=self._rows(relaxed.prices)
                ),
            )

    def _rows(self, prices: dict[Circle, int]) -> list[Any]:
        names = self.choosers.names
        return sorted([[names[i] for i in circle], price] for circle, price in prices.items())

    def _drawn(self, at: AtCosts, relaxed: Relaxed) -> Floats:
        """By share: how much of it is drawn on, in the cheapest entries of the orders that the pairs have in part."""
        c, choosers = self.compiled, self.choosers
        weights = np.zeros(c.entries)
        weights[-1] = 1.0
        cheapest = {i: int(at.own[n].argmin()) for n, i in enumerate(choosers.numbers)}
        for i, first in enumerate(c.offsets[:-1]):
            weights[first + cheapest.get(i, 0)] = 1.0
        for (i, j), first in zip(c.pairs.tolist(), c.pair_offsets[:-1], strict=True):
            if i not in choosers.index or j not in choosers.index:
                weights[first + cheapest.get(i, 0) * len(c.courses[j]) + cheapest.get(j, 0)] = 1.0
                continue
            a, b = choosers.index[i], choosers.index[j]
            table = at.tables[a, b]
            apart = choosers.months[b][None, :] - choosers.months[a][:, None]
            assert self.orders is not None
            parts = relaxed.parts[self.orders.number[a, b]]
            for column, place in ((FIRST, apart > 0), (OTHER, apart < 0), (SAME, apart == 0)):
                if parts[column] > 0 and place.any():
                    entry = int(np.where(place, table, np.inf).argmin())
                    weights[first + entry] += parts[column]
        return self.ascent.costs.usage(weights)

    # --- plans ---

    def _offer(self, orders: Orders, parts: Floats) -> None:
        """The order that the parts come nearest to, made better, as a plan."""
        count = len(self.choosers.numbers)
        paid = np.zeros((count, count))
        for (i, j), amounts in zip(orders.pairs, orders.amounts, strict=True):
            paid[i, j], paid[j, i] = amounts[FIRST], amounts[OTHER]
        order = orders.nearest(parts, count)
        chosen = self._placed(best_of(order, paid, lambda: self._is_over).tolist())
        plan = None if chosen is None else self.choosers.plan(chosen)
        if plan is not None and plan not in self.offered and len(self.offered) < _OFFERS:
            self.offered.append(plan)
            offer_plan(self.compiled.problem, plan, self.desk, self.name)

    def _placed(self, order: list[int]) -> list[int] | None:
        """The courses of systems that move in this order, each as soon as the capacities let it; None where one comes too late."""
        months, limits = self.choosers.months, self.choosers.limits
        chosen = [0] * len(order)
        month, moving = -1, 0
        for i in order:
            for course in np.argsort(months[i], kind="stable").tolist():
                its = int(months[i][course])
                group = (moving if its == month else 0) | 1 << i
                fits = all((group & limit.counted).bit_count() <= limit.most for limit in limits.get(its, ()))
                if its >= month and fits:
                    chosen[i], month, moving = course, its, group
                    break
            else:
                return None
        return chosen


def best_of(order: Ints, paid: Floats, is_over: Callable[[], bool]) -> Ints:
    """The best order found from this one, and from some that a few systems have left their places in (Lourenço, Martin, Stützle 2003).

    `paid[i, j]`: what i and j pay where i moves before j. The same order for the same figures, unless it is over before.
    """
    dice = np.random.default_rng(0)
    best = improved(order, paid)
    least = cost_of(best, paid)
    for _ in range(_TRIES):
        if is_over():
            break
        tried = best
        for _ in range(_THROWN):
            at, to = (int(place) for place in dice.integers(len(order), size=2))
            tried = np.insert(np.delete(tried, at), to, tried[at])
        tried = improved(tried, paid)
        cost = cost_of(tried, paid)
        if cost <= least:
            best, least = tried, cost
    return best


def cost_of(order: Ints, paid: Floats) -> float:
    return float(np.triu(paid[np.ix_(order, order)], 1).sum())


def improved(order: Ints, paid: Floats) -> Ints:
    """One system at a time to the place that saves most, as long as one saves something (Schiavinotto, Stützle 2004)."""
    more = paid.T - paid
    while True:
        # What it costs to take the system at a place past all those between it and another place
        sorted_ = more[np.ix_(order, order)]
        back = np.cumsum(np.triu(sorted_, 1), axis=1)
        ahead = np.cumsum(np.triu(sorted_, 1)[::-1], axis=0)[::-1].T
        costs = np.triu(back, 1) + np.tril(ahead, -1)
        at, to = divmod(int(costs.argmin()), len(order))
        if costs[at, to] > -1e-6 or at == to:
            return order
        order = np.insert(np.delete(order, at), to, order[at])
