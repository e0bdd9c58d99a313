"""Which courses of two systems go together: the rules that tie two systems, as one table of all pairs of courses.

Judged course by course such a table takes (courses of the one) × (courses of the other) × months steps of an interpreter:
with two moves each in 24 months two million, for each link. Here each month is one step for all pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyzer.order.problem import OrderProblem
from analyzer.order.rules import Course, ServedRule

Flags = npt.NDArray[np.bool_]
_Ints = npt.NDArray[np.int64]
_FAR = 1 << 30


@dataclass(frozen=True, slots=True)
class _Distance:
    """From the move at `place` of the one to that at `other` of the other: at least `least` months, at most `most`."""

    place: int
    other: int
    least: int
    most: int

    def turned(self) -> _Distance:
        return _Distance(self.other, self.place, -self.most, -self.least)


class PairRules:
    """The rules of a problem by the two systems that they tie: together, before, and links that must be carried."""

    def __init__(self, problem: OrderProblem) -> None:
        self._problem = problem
        self._distances: dict[tuple[str, str], list[_Distance]] = defaultdict(list)
        self._served: dict[tuple[str, str], list[ServedRule]] = defaultdict(list)
        place = problem.place
        for together in problem.together:
            for number, ref in enumerate(together.moves):
                for other in together.moves[number + 1 :]:
                    self._tie(ref.system, other.system, _Distance(place[ref], place[other], 0, 0))
        for before in problem.before:
            first, last = before.before, before.after
            self._tie(first.system, last.system, _Distance(place[first], place[last], before.gap, _FAR))
        for served in problem.served_pairs:
            ends = sorted((str(served.integration.source), str(served.integration.target)))
            self._served[ends[0], ends[1]].append(served)

    def _tie(self, one: str, other: str, distance: _Distance) -> None:
        if one < other:
            self._distances[one, other].append(distance)
        elif other < one:
            self._distances[other, one].append(distance.turned())

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Every two systems that a rule ties, the lower id first."""
        return sorted({*self._distances, *self._served})

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
        for distance in distances:
            apart = their[None, :, distance.other] - months[:, distance.place, None]
            allowed &= (distance.least <= apart) & (apart <= distance.most)
        if served:
            self._carry(allowed, served, one, months, their)
        return allowed

    def _carry(
        self, allowed: Flags, served: Sequence[ServedRule], one: str, months: _Ints, their: _Ints
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

    def _months(self, id_: str, courses: Sequence[Course]) -> _Ints:
        """[course, move]."""
        moves = len(self._problem.landscape.systems[id_].moves)
        return np.array(courses, dtype=np.int64).reshape(len(courses), moves)
