"""The rules between systems as tables: which courses go together, and how full the months are.

Rules that tie two systems (together, before, links that must be carried) become one mask of allowed courses of the
other for each course of the one; rules on one system's moves alone leave courses out; capacities are loads by month. How many months may change is a capacity too, whose loads are changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from analyzer.order.arrays import Flags
from analyzer.order.pairs import PairRules
from analyzer.order.problem import OrderProblem
from analyzer.order.rules import Course


class Relations:
    """Courses by their numbers in `problem.courses`; systems by their numbers in `problem.systems`."""

    def __init__(self, problem: OrderProblem) -> None:
        self.problem = problem
        self.systems = problem.systems
        number = {id_: number for number, id_ in enumerate(self.systems)}
        self.courses: list[tuple[Course, ...]] = [problem.courses[id_] for id_ in self.systems]
        self.limits = [
            *(capacity.limit for capacity in problem.capacities),
            *(near.limit for near in problem.nearness),
        ]
        self.near = frozenset(range(len(problem.capacities), len(self.limits)))
        """Capacities that count months changed, all of them at month 0."""
        self.loads: list[tuple[tuple[tuple[int, int], ...], ...]] = [
            tuple(self._loads(id_, course) for course in courses)
            for id_, courses in zip(self.systems, self.courses, strict=True)
        ]
        """System, course → (capacity, month) of each cutover (or change) that counts."""
        self.allowed: list[tuple[int, ...]] = [
            tuple(number for number in range(len(courses)) if self._bearable(loads[number]))
            for courses, loads in zip(self.courses, self.loads, strict=True)
        ]
        """System → numbers of the courses that it may take by itself."""
        self.partners: list[list[tuple[int, tuple[int, ...]]]] = [[] for _ in self.systems]
        """System → (partner, for each course of the system the mask of the partner's allowed ones)."""
        rules = PairRules(problem)
        for one, other in sorted(
            (min(of), max(of)) for of in ((number[a], number[b]) for a, b in rules.deciding)
        ):
            allowed = rules.table(
                self.systems[one], self.systems[other], self.courses[one], self.courses[other]
            )
            assert allowed is not None, "a rule ties them"
            open_ = np.zeros_like(allowed)
            open_[:, list(self.allowed[other])] = allowed[:, list(self.allowed[other])]
            self.partners[one].append((other, _masks(open_)))
            self.partners[other].append((one, _masks(open_.T)))

    def _bearable(self, loads: Sequence[tuple[int, int]]) -> bool:
        """Do they fit where nobody else is? Only changes of months come several in one place."""
        if not all(self.limits[capacity] > 0 for capacity, _ in loads):
            return False
        return all(sum(of == near for of, _ in loads) <= self.limits[near] for near in self.near)

    def _loads(self, id_: str, course: Course) -> tuple[tuple[int, int], ...]:
        system, rules = self.problem.landscape.systems[id_], self.problem
        cutovers = (
            (number, month)
            for number, capacity in enumerate(rules.capacities)
            for month in rules.loads(id_, course, capacity.vendor)
        )
        changes = (
            (number, 0)
            for number, near in enumerate(rules.nearness, len(rules.capacities))
            for _ in range(near.changes(system, course))
        )
        return (*cutovers, *changes)

    @property
    def hopeless(self) -> bool:
        """True where some system has no course that it may take: no plan keeps the rules."""
        return bool(self.problem.unserved_always) or not all(self.allowed)

    def fits(self, courses: Sequence[int], changed: Mapping[int, int]) -> bool:
        """Do the changed systems' courses go together with all others (capacities aside)?"""
        for system, course in changed.items():
            for partner, masks in self.partners[system]:
                its = changed.get(partner)
                if not masks[course] >> (courses[partner] if its is None else its) & 1:
                    return False
        return True


class Months:
    """How full each month is, for every capacity."""

    def __init__(self, relations: Relations, courses: Sequence[int]) -> None:
        self._relations = relations
        length = max(1, relations.problem.length)
        self.load = [[0] * length for _ in relations.limits]
        for system, course in enumerate(courses):
            self.turn(system, course, 1)

    def turn(self, system: int, course: int, by: int) -> None:
        """Counts the course's cutovers in (1) or out (−1)."""
        for capacity, month in self._relations.loads[system][course]:
            self.load[capacity][month] += by

    def change(self, system: int, old: int, new: int) -> None:
        self.turn(system, old, -1)
        self.turn(system, new, 1)

    def over(self, system: int, course: int) -> tuple[int, int] | None:
        """A (capacity, month) of the course that is over its limit now, the first; None where none is."""
        limits = self._relations.limits
        for capacity, month in self._relations.loads[system][course]:
            if self.load[capacity][month] > limits[capacity]:
                return capacity, month
        return None


def _masks(allowed: Flags) -> tuple[int, ...]:
    """Each row as a number whose bits are its columns, the first one the lowest."""
    packed = np.packbits(allowed, axis=1, bitorder="little")
    return tuple(int.from_bytes(row.tobytes(), "little") for row in packed)
