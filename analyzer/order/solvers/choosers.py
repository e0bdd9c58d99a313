"""Systems that move once each, in one month: which of them have a choice, and what they pay by themselves and two by two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from analyzer.order.arrays import Floats, Ints
from analyzer.order.bounds.compile import Compiled
from analyzer.order.bounds.sets import Limit, Movers
from analyzer.order.problem import OrderProblem, Plan
from analyzer.order.rules import Course


def move_once(problem: OrderProblem, most: int) -> bool:
    """True where some systems have a choice, at most so many, and each of these makes all its moves in one month."""
    choosing = [courses for courses in problem.courses.values() if len(courses) > 1]
    return 0 < len(choosing) <= most and all(
        len(set(course)) == 1 for courses in choosing for course in courses
    )


class Choosers:
    """Which systems choose, by their number among all; their months, and how many moves each makes in its month."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.numbers = [i for i, courses in enumerate(compiled.courses) if len(courses) > 1]
        self.index = {i: n for n, i in enumerate(self.numbers)}
        self.months: list[Ints] = [
            np.array([course[0] for course in compiled.courses[i]], dtype=np.int64) for i in self.numbers
        ]
        self.moves = [len(compiled.courses[i][0]) for i in self.numbers]

    @property
    def names(self) -> list[str]:
        return [self.compiled.systems[i] for i in self.numbers]

    @cached_property
    def limits(self) -> dict[int, list[Limit]]:
        """By month; cutovers of systems without a choice are taken off."""
        problem, c = self.compiled.problem, self.compiled
        limits: dict[int, list[Limit]] = defaultdict(list)
        for rule in problem.capacities:
            loads: dict[int, int] = defaultdict(int)
            counted: dict[int, int] = defaultdict(int)
            for i, id_ in enumerate(c.systems):
                for course in c.courses[i]:
                    for month in problem.loads(id_, course, rule.vendor):
                        if i in self.index:
                            counted[month] |= 1 << self.index[i]
                        else:
                            loads[month] += 1
            for month, bits in counted.items():
                limits[month].append(Limit(max(0, rule.limit - loads[month]), bits))
        return limits

    @cached_property
    def bare(self) -> Movers:
        """As far as they are known without costs."""
        nothing = [np.zeros(len(months)) for months in self.months]
        return Movers(self.months, self.moves, nothing, {}, self.limits)

    def months_of(self, plan: Plan) -> int:
        """The sum of the months of their moves in a plan."""
        return sum(sum(plan[id_]) for id_ in self.names)

    @cached_property
    def months_at_least(self) -> int:
        """No plan has a smaller sum: each has its first month, and no month takes more of them than its capacities let."""
        own = sum(int(months.min()) * moves for months, moves in zip(self.months, self.moves, strict=True))
        slots = [month for month in self.bare.calendar for _ in range(self.bare.most(month))]
        together = zip(sorted(self.moves, reverse=True), slots, strict=False)
        return max(own, sum(moves * month for moves, month in together))

    def plan(self, chosen: Sequence[int]) -> dict[str, Course]:
        """The plan in which each of them takes the course of this number."""
        c = self.compiled
        courses = {i: c.courses[i][course] for i, course in zip(self.numbers, chosen, strict=True)}
        return {id_: courses.get(i, c.courses[i][0]) for i, id_ in enumerate(c.systems)}


class AtCosts:
    """What they pay at costs of entries in 1/`scale`.

    `own`: by system, of each of its courses; `tables`: of two that both choose, by their numbers among those who do, [courses, courses]; in
    all `most` and more: no plan takes it. `constant`: what all others pay, and what depends on nobody. `messages`: what pairs
    gave to `own`, of which only the second one chooses.
    """

    def __init__(self, of: Choosers, costs: Floats, scale: int) -> None:
        c = of.compiled
        self.of = of
        self.most = c.dear * scale
        every = [costs[first:last].copy() for first, last in zip(c.offsets[:-1], c.offsets[1:], strict=True)]
        self.tables: dict[tuple[int, int], Floats] = {}
        self.messages: dict[tuple[int, int], Floats] = {}
        constant = c.constant * scale + float(costs[c.entries - 1])
        for (i, j), first in zip(c.pairs.tolist(), c.pair_offsets[:-1], strict=True):
            shape = len(c.courses[i]), len(c.courses[j])
            table = costs[first : first + shape[0] * shape[1]].reshape(shape)
            if i in of.index and j in of.index:
                self.tables[of.index[i], of.index[j]] = table
            elif j in of.index:
                self.messages[i, j] = table[0]
                every[j] += table[0]
            else:
                # Systems come by how many courses they have: the first of two has no choice either
                constant += float(table[0, 0])
        constant += sum(float(amounts[0]) for i, amounts in enumerate(every) if i not in of.index)
        self.constant = int(constant)
        self.own = [every[i] for i in of.numbers]

    def message_rows(self) -> list[Any]:
        names = self.of.compiled.systems
        return sorted([names[i], names[j], [0], whole(row)] for (i, j), row in self.messages.items())


def whole(amounts: Floats) -> list[int]:
    return [int(amount) for amount in amounts]
