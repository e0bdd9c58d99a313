"""Which systems to free together for a large neighbourhood search: groups that can gain by moving at the same time.

A group is freed while the courses of all others are held, so it should hold systems that are in each other's way or
save together: linked ones, those that fill the same month, those that leave the same environment or share a vendor's bridge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from random import Random

from analyzer.order.problem import OrderProblem, Plan
from analyzer.order.rules import cutovers


class Neighbourhoods:
    """Draws groups; the same seed and the same plans give the same groups."""

    def __init__(self, problem: OrderProblem, seed: int = 0) -> None:
        self._problem = problem
        self._rng = Random(seed)
        self._free = [id_ for id_ in problem.systems if len(problem.courses[id_]) > 1]
        self._links: dict[str, dict[str, int]] = {id_: defaultdict(int) for id_ in self._free}
        for integration in problem.landscape.integrations.values():
            source, target = integration.key.source, integration.key.target
            if source in self._links and target in self._links and source != target:
                self._links[source][target] += 1
                self._links[target][source] += 1
        self._tied: dict[str, set[str]] = {id_: {id_} for id_ in self._free}
        for rule in problem.together:
            tied = {ref.system for ref in rule.moves if ref.system in self._tied}
            for id_ in tied:
                self._tied[id_] |= tied
        self._sharing = self._sharers()

    def _sharers(self) -> list[list[str]]:
        """Groups that share an environment, or a vendor that builds one bridge for all its systems."""
        landscape = self._problem.landscape
        at: dict[tuple[str, str], set[str]] = defaultdict(set)
        vendors = {e.vendor for e in landscape.catalogue or () if e.per == "vendor"}
        for id_ in self._free:
            for form in landscape.systems[id_].forms:
                if landscape.environments[form.environment].monthly_cost:
                    at["environment", form.environment].add(id_)
                if form.vendor in vendors or None in vendors:
                    at["vendor", form.vendor].add(id_)
        return [sorted(group) for _, group in sorted(at.items()) if len(group) > 1]

    def draw(self, plan: Plan, size: int) -> tuple[str, ...]:
        """A group of about `size` systems (those that must move together never apart), sorted."""
        if len(self._free) <= size:
            return tuple(self._free)
        draw = self._rng.choice((self._linked, self._linked, self._full_months, self._shared))
        group: set[str] = set()
        for id_ in draw(plan):
            if len(group | self._tied[id_]) <= max(size, len(self._tied[id_])):
                group |= self._tied[id_]
            if len(group) >= size:
                break
        return tuple(sorted(group))

    def _linked(self, _: Plan) -> Iterator[str]:
        """From any system on, whoever has most links with the group (now and then another of its neighbours)."""
        rng = self._rng
        group = [rng.choice(self._free)]
        yield group[0]
        weights: dict[str, int] = defaultdict(int)
        while True:
            for other, count in self._links[group[-1]].items():
                weights[other] += count
            left = sorted((id_ for id_ in weights if id_ not in group), key=lambda id_: (-weights[id_], id_))
            if not left:
                left = [id_ for id_ in self._free if id_ not in group]
                rng.shuffle(left)
            if not left:
                return
            group.append(left[min(int(rng.expovariate(0.7)), len(left) - 1)])
            yield group[-1]

    def _full_months(self, plan: Plan) -> Iterator[str]:
        """Systems of two months in turn: they can change places."""
        there: dict[int, list[str]] = defaultdict(list)
        for id_ in self._free:
            for month, _ in cutovers(plan[id_]):
                there[month].append(id_)
        months = sorted(there)
        weights = [len(there[month]) for month in months]
        chosen = self._rng.choices(months, weights, k=2)
        first, second = (self._rng.sample(there[month], len(there[month])) for month in chosen)
        for pair in zip(first, second, strict=False):
            yield from pair
        yield from first
        yield from self._linked(plan)

    def _shared(self, plan: Plan) -> Iterator[str]:
        """Systems of one environment or vendor, those that leave last first (they keep what is shared alive)."""
        if self._sharing:
            group = self._rng.choice(self._sharing)
            yield from sorted(group, key=lambda id_: (-plan[id_][-1], self._rng.random()))
        yield from self._linked(plan)
