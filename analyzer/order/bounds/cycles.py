"""What pairs of systems pay by which of the two moves first: at least so much in any order, for no order goes round in a circle.

The relaxation of linear orderings (Grötschel, Jünger, Reinelt: A cutting plane algorithm for the linear ordering problem, Operations
Research 32, 1984): of each pair, how much of it moves one way, the other way, and in one month; and of each circle of systems a
row: not all of them move before the next one. Rows are made when they are broken. Where systems may move in one month a
circle may have ties, all but one: the first is before the second, the others are not after the next one.

What the rows cost in the relaxation proves a bound by itself: no plan escapes paying a row's price at one place of its circle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

from analyzer.milp import Effort, LinearModel, Watch
from analyzer.order.arrays import Floats, Ints

Circle = tuple[int, ...]
"""Systems by number: the first moves before the second, each other one not after the next, and the last not after the first."""

FIRST, OTHER, SAME = range(3)
"""The columns of a pair: its first system moves first, its second does, both in one month."""

_BROKEN = 1e-4
"""By how much a row is broken at least that is added."""
_TIGHT = 1e-6
MOST_DEAR = 1e6
"""Of an amount, in the cost unit: up to it a solver's word is taken."""


def by_order(table: Floats, one: Ints, other: Ints, most: float) -> tuple[Floats, bool]:
    """[3]: the least entry of a table [courses of one, courses of other] in each order; `most` where none is open. And whether all
    that are open in an order are alike.

    `one`, `other`: the months of the courses.
    """
    apart = other[None, :] - one[:, None]
    entries = [table[place] for place in (apart > 0, apart < 0, apart == 0)]
    least = np.array([of.min(initial=most) for of in entries], dtype=np.float64)
    alike = all(bool((of[of < most] == low).all()) for of, low in zip(entries, least, strict=True))
    return least, alike


def places_of(circle: Circle) -> Iterator[tuple[tuple[int, int], int]]:
    """(pair, column) of a circle's row: what a plan takes at least one of."""
    for at, one in enumerate(circle):
        other = circle[(at + 1) % len(circle)]
        yield ((one, other), OTHER) if one < other else ((other, one), FIRST)
        if not at:
            yield (min(one, other), max(one, other)), SAME


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """`parts` [pairs, 3], 1 in all for each pair; `total`: what is proven, in whole numbers, by `prices`, of circles."""

    parts: Floats
    total: int
    prices: dict[Circle, int]


class Orders:
    """The relaxation, row by row; rows stay where amounts change."""

    def __init__(self, pairs: Sequence[tuple[int, int]], amounts: Floats, most: float) -> None:
        """`amounts` [pairs, 3], whole numbers, kept as floats; pairs have the smaller number first."""
        self.pairs = tuple(pairs)
        self.number = {pair: at for at, pair in enumerate(self.pairs)}
        self.circles: list[Circle] = []
        self._known: set[frozenset[tuple[tuple[int, int], int]]] = set()
        self.set_amounts(amounts, most)

    def set_amounts(self, amounts: Floats, most: float) -> None:
        self.amounts = amounts
        self.is_open = amounts < most
        self._unit = float(np.abs(np.where(self.is_open, amounts, 0.0)).max(initial=1.0))

    @property
    def is_possible(self) -> bool:
        """False where some pair has no order at all."""
        return bool(self.is_open.any(axis=1).all())

    def solve(self, seconds: float | None) -> Relaxed | None:
        """None where time is over first, or nothing is possible."""
        solution = self._model(self._unit, integer=False).solve(time_limit=seconds, relaxed=True)
        if solution.status != "optimal":
            return None
        prices = solution.row_prices[len(self.pairs) :]
        whole = [int(price * self._unit) for price in np.maximum(prices, 0.0)]
        charged = {circle: price for circle, price in zip(self.circles, whole, strict=True) if price}
        parts = solution.values.reshape(-1, 3)
        return Relaxed(parts, self.total(charged), charged)

    def decide(
        self, scale: int, seconds: float | None, is_over: Callable[[], bool], nodes: int
    ) -> tuple[Floats | None, float]:
        """Whole orders of all pairs, the cheapest that break no row so far (None: none is found), and what the solver says is
        proven, in the cost unit (of which amounts are 1/`scale`). Nothing of costs so large that its tolerances count.
        """
        if self._unit > MOST_DEAR * scale:
            return None, -np.inf
        model, watch = self._model(scale, integer=True), Watch(is_over)
        solution = model.solve(time_limit=seconds, watch=watch, effort=Effort(nodes=nodes))
        found = solution.values.reshape(-1, 3) if solution.status == "optimal" else None
        return found, solution.bound

    def _model(self, unit: float, *, integer: bool) -> LinearModel:
        model = LinearModel()
        costs = np.where(self.is_open, self.amounts, 0.0) / unit
        upper = self.is_open.astype(np.float64)
        for cost, most in zip(costs.flat, upper.flat, strict=True):
            model.column(cost, upper=most, integer=integer)
        for at in range(len(self.pairs)):
            model.equal(1.0, (3 * at, 3 * at + 1, 3 * at + 2), (1.0, 1.0, 1.0))
        for circle in self.circles:
            where = [3 * self.number[pair] + column for pair, column in places_of(circle)]
            model.at_least(1.0, where, [1.0] * len(where))
        return model

    def total(self, prices: dict[Circle, int]) -> int:
        """Σ of prices, and of each pair the least that is left of its amounts: what every order pays at least."""
        left = self.amounts.copy()
        for circle, price in prices.items():
            for pair, column in places_of(circle):
                left[self.number[pair], column] -= price
        least = np.where(self.is_open, left, np.inf).min(axis=1, initial=np.inf)
        return sum(prices.values()) + int(least.sum())

    def add_broken(self, parts: Floats) -> int:
        """Rows for circles that the parts go round; how many. At most one row of a place at a time, so that they differ."""
        graph: nx.DiGraph[int] = nx.DiGraph()
        strict: dict[tuple[int, int], float] = {}
        for (one, other), (first, second, same) in zip(self.pairs, parts.tolist(), strict=True):
            graph.add_edge(one, other, weight=max(0.0, second))
            graph.add_edge(other, one, weight=max(0.0, first))
            strict[one, other], strict[other, one] = second + same, first + same
        before, length = nx.floyd_warshall_predecessor_and_distance(graph)
        found = sorted(
            (strict[a, b] + length[b][a], a, b)
            for a, b in strict
            if strict[a, b] + length[b][a] < 1 - _BROKEN
        )
        taken: set[tuple[int, int]] = set()
        added = 0
        for _, a, b in found:
            circle = _around(before, a, b)
            places = frozenset(places_of(circle))
            steps = set(zip(circle, [*circle[1:], circle[0]], strict=True))
            if places not in self._known and not steps <= taken:
                self._known.add(places)
                self.circles.append(circle)
                taken |= steps
                added += 1
        return added

    def nearest(self, parts: Floats, count: int) -> Ints:
        """An order of the systems (as many as `count`) in which pairs move as most of them do in part; as near as is easily found."""
        graph: nx.DiGraph[int] = nx.DiGraph()
        graph.add_nodes_from(range(count))
        ahead = np.zeros(count)
        for (one, other), (first, second, _) in zip(self.pairs, parts.tolist(), strict=True):
            ahead[one] += first - second
            ahead[other] += second - first
            if max(first, second) > 0.5:
                graph.add_edge(*((one, other) if first > second else (other, one)))
        try:
            order = list(
                nx.lexicographical_topological_sort(graph, key=lambda system: (-ahead[system], system))
            )
        except nx.NetworkXUnfeasible:
            order = np.argsort(-ahead, kind="stable").tolist()
        return np.array(order, dtype=np.int64)

    def drop_loose(self, parts: Floats) -> None:
        """Rows that are far from being broken: the program stays small."""
        kept = []
        for circle in self.circles:
            places = list(places_of(circle))
            if sum(parts[self.number[pair], column] for pair, column in places) < 1 + _TIGHT:
                kept.append(circle)
            else:
                self._known.discard(frozenset(places))
        self.circles = kept


def _around(before: dict[int, dict[int, int]], a: int, b: int) -> Circle:
    """From a to b, and from there the shortest way back."""
    way = [a]
    while way[-1] != b:
        way.append(before[b][way[-1]])
    return (a, *reversed(way[1:]))
