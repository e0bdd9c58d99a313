"""Which courses of two systems go together: the rules that tie two systems, as one table of all pairs of courses.

Judged course by course such a table takes (courses of the one) × (courses of the other) × months steps of an interpreter:
with two moves each in 24 months two million, for each link. Here each month is one step for all pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from analyzer.order.arrays import Flags, Ints
from analyzer.order.problem import OrderProblem
from analyzer.order.rules import Course, Distance, ServedRule


class PairRules:
    """The rules of a problem by the two systems that they tie: together, before, and links that must be carried."""

    def __init__(self, problem: OrderProblem) -> None:
        self._problem = problem
        self._distances: dict[tuple[str, str], list[Distance]] = defaultdict(list)
        self._served: dict[tuple[str, str], list[ServedRule]] = defaultdict(list)
        for distance in problem.distances:
            one, other = distance.one.system, distance.other.system
            if one != other:
                self._distances[min(one, other), max(one, other)].append(distance)
        for served in problem.served_pairs:
            ends = sorted((str(served.integration.source), str(served.integration.target)))
            self._served[ends[0], ends[1]].append(served)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Every two systems that a rule ties, the lower id first."""
        return sorted({*self._distances, *self._served})

    @property
    def deciding(self) -> list[tuple[str, str]]:
        """As few of them as decide all the others: of systems that move together the first with each, and neighbours."""
        tied: set[tuple[str, str]] = set(self._served)
        for rule in self._problem.together:
            systems = [ref.system for ref in rule.moves]
            tied.update((min(systems[0], other), max(systems[0], other)) for other in systems[1:])
            tied.update((min(pair), max(pair)) for pair in pairwise(systems))
        for before in self._problem.before:
            ends = before.before.system, before.after.system
            tied.add((min(ends), max(ends)))
        return sorted(pair for pair in tied if pair[0] != pair[1])

    def table(
        self, one: str, other: str, courses: Sequence[Course], partners: Sequence[Course]
    ) -> Flags | None:
        """[course of `one`, course of `other`]: True where no rule between the two forbids it; None where none is."""
        if one > other:
            turned = self.table(other, one, partners, courses)
            return None if turned is None else turned.T
        distances, served = self._distances.get((one, other), ()), self._served.get((one, other), ())
        if not distances and not served:
            return None
        allowed: Flags = np.ones((len(courses), len(partners)), dtype=np.bool_)
        months, their = self._months(one, courses), self._months(other, partners)
        place = self._problem.place
        for distance in distances:
            if distance.one.system == one:
                apart = their[None, :, place[distance.other]] - months[:, place[distance.one], None]
            else:
                apart = months[:, place[distance.other], None] - their[None, :, place[distance.one]]
            allowed &= distance.least <= apart
            if distance.most is not None:
                allowed &= apart <= distance.most
        if served:
            self._carry(allowed, served, one, months, their)
        return allowed

    def _carry(
        self, allowed: Flags, served: Sequence[ServedRule], one: str, months: Ints, their: Ints
    ) -> None:
        """Leaves out the pairs of courses at which a link cannot be carried in some month."""
        forms, partners = months.shape[1] + 1, their.shape[1] + 1
        for month in range(self._problem.length):
            carried: Flags = np.array(
                [
                    [
                        all(
                            rule.carried(f, g, month)
                            if rule.integration.source == one
                            else rule.carried(g, f, month)
                            for rule in served
                        )
                        for g in range(partners)
                    ]
                    for f in range(forms)
                ]
            )
            if not carried.all():
                mine, its = (months <= month).sum(axis=1), (their <= month).sum(axis=1)
                allowed &= carried[mine[:, None], its[None, :]]

    def _months(self, id_: str, courses: Sequence[Course]) -> Ints:
        """[course, move]."""
        moves = len(self._problem.landscape.systems[id_].moves)
        return np.array(courses, dtype=np.int64).reshape(len(courses), moves)
