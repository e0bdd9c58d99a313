"""The rules between systems as tables: which courses go together, and how full the months are.

Rules that tie two systems (together, before, links that must be carried) become one mask of allowed courses of the
other for each course of the one; rules on one system's moves alone leave courses out; capacities are loads by month. How many months may change is a capacity too, whose loads are changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from analyzer.order.problem import OrderProblem
from analyzer.order.rules import Course

Allows = Callable[[Course, Course], bool]


class Relations:
    """Courses by their numbers in `problem.courses`; systems by their numbers in `problem.systems`."""

    def __init__(self, problem: OrderProblem) -> None:
        self.problem = problem
        self.systems = problem.systems
        self._number = {id_: number for number, id_ in enumerate(self.systems)}
        self.courses: list[tuple[Course, ...]] = [problem.courses[id_] for id_ in self.systems]
        pairs, alone = self._pairs()
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
            tuple(
                number
                for number, course in enumerate(courses)
                if all(allows(course, course) for allows in alone[system])
                and self._bearable(self.loads[system][number])
            )
            for system, courses in enumerate(self.courses)
        ]
        """System → numbers of the courses that it may take by itself."""
        self.partners: list[list[tuple[int, tuple[int, ...]]]] = [[] for _ in self.systems]
        """System → (partner, for each course of the system the mask of the partner's allowed ones)."""
        for (one, other), rules in sorted(pairs.items()):
            masks = [
                sum(
                    1 << number
                    for number in self.allowed[other]
                    if all(allows(course, self.courses[other][number]) for allows in rules)
                )
                for course in self.courses[one]
            ]
            self.partners[one].append((other, tuple(masks)))
            turned = tuple(
                sum(1 << number for number, mask in enumerate(masks) if mask >> place & 1)
                for place in range(len(self.courses[other]))
            )
            self.partners[other].append((one, turned))

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

    def _pairs(self) -> tuple[dict[tuple[int, int], list[Allows]], dict[int, list[Allows]]]:
        """Rules between two systems (the lower number first), and those of one system with itself."""
        pairs: dict[tuple[int, int], list[Allows]] = defaultdict(list)
        alone: dict[int, list[Allows]] = defaultdict(list)

        def add(one: int, other: int, allows: Allows) -> None:
            if one == other:
                alone[one].append(allows)
            elif one < other:
                pairs[one, other].append(allows)
            else:
                pairs[other, one].append(lambda a, b: allows(b, a))

        place = self.problem.place
        for together in self.problem.together:
            first = together.moves[0]
            for ref in together.moves[1:]:
                add(
                    self._number[first.system],
                    self._number[ref.system],
                    _same_month(place[first], place[ref]),
                )
            for one, other in zip(together.moves[1:], together.moves[2:], strict=False):
                add(
                    self._number[one.system],
                    self._number[other.system],
                    _same_month(place[one], place[other]),
                )
        for before in self.problem.before:
            add(
                self._number[before.before.system],
                self._number[before.after.system],
                _apart(place[before.before], place[before.after], before.gap),
            )
        for served in self.problem.served_pairs:
            key = served.integration
            add(self._number[str(key.source)], self._number[str(key.target)], served.allows)
        return pairs, alone

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


def _same_month(place: int, other: int) -> Allows:
    return lambda one, two: one[place] == two[other]


def _apart(place: int, other: int, gap: int) -> Allows:
    return lambda before, after: after[other] - before[place] >= gap
