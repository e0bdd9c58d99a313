"""The solver for few plans: branch and bound over months, each part bounded by the joint program's relaxation.

A part of the plans says which courses each system may still take. It is split at a month: a move falls there or before, or
after it. Where the relaxation takes one course of every system, that plan is evaluated, so sessions, main routes and spans count as they are
defined, though the program holds them in part only; a part of one plan is closed by what the plan costs.

A solver of integer programs does the same with the program alone: it does not hear of plans that others find meanwhile,
and has to begin anew with a larger program where the first one left something out.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count, pairwise
from statistics import fmean

import numpy as np

from analyzer.collection import paused_collection
from analyzer.milp import Corner, Relaxation
from analyzer.order.arrays import Flags, Ints
from analyzer.order.desk import Desk
from analyzer.order.problem import OrderProblem
from analyzer.order.program import Program
from analyzer.order.solvers.proving import TRUST, at_most_the_cost, evaluated, whole

_MOST_PLANS = 2.0**36
"""Choices of courses, whatever rules say, up to which the tree is likely to end: 10 systems with 5 to 15 courses have 2^25, 27 with 8 2^80."""
_MOST_PARTS = 5_000
"""Of the tree at once: each keeps a basis of the program, some 20 KB. Whoever goes on from here does not."""
_ZERO = 1e-6
_LEAST_GAIN = 1e-3


def has_few_plans(problem: OrderProblem) -> bool:
    """True where a tree over months is likely to end soon."""
    return sum(math.log2(len(courses)) for courses in problem.courses.values()) <= math.log2(_MOST_PLANS)


@dataclass(order=True, slots=True)
class _Part:
    """Plans that take open courses only; `bound` is what their relaxation costs, `corner` where."""

    bound: float
    number: int
    open: Flags = field(compare=False)
    corner: Corner = field(compare=False)


@dataclass(frozen=True, slots=True)
class _Split:
    """At a month of a move of a system: `early` are its courses up to it, `share` how much of them the relaxation takes."""

    system: int
    early: Flags
    share: float


class Branching:
    """Proves the optimum; of plans that cost as much it does not choose.

    Ends without a proof where the tree grows too large, or a relaxation has no clear answer: what is on the desk then holds.
    """

    name = "branching"

    def run(self, problem: OrderProblem, desk: Desk) -> None:
        with paused_collection():
            program = Program(problem, None, "routes")
        if program.infeasible:
            desk.infeasible = True
            return
        tree = _Tree(problem, program, desk, self.name)
        if tree.columns:
            with suppress(ArithmeticError):
                tree.run()


class _Tree:
    """`left`: what a plan that was evaluated costs at least, where the evaluation left that open; infinite where none was."""

    def __init__(self, problem: OrderProblem, program: Program, desk: Desk, name: str) -> None:
        self.problem, self.program, self.desk, self.name = problem, program, desk, name
        courses = program.courses
        self.ids = [id_ for id_ in courses.courses if len(courses.columns[id_]) > 1]
        self.months: list[Ints] = [np.array(courses.courses[id_], dtype=np.int64) for id_ in self.ids]
        self.columns = [column for id_ in self.ids for column in courses.columns[id_]]
        ends = np.cumsum([0, *(len(months) for months in self.months)])
        self.places = [slice(int(a), int(b)) for a, b in pairwise(ends)]
        self.relaxation = Relaxation(program.model, self.columns)
        self.parts: list[_Part] = []
        self.gains = _Gains()
        self.left = math.inf
        self._numbers = count()

    def run(self) -> None:
        desk = self.desk
        self._add(np.ones(len(self.columns), dtype=np.bool_), None)
        while self.parts and len(self.parts) <= _MOST_PARTS and not desk.is_over:
            part = heapq.heappop(self.parts)
            self._tell(whole(part.bound) + self.program.constant)
            if desk.is_proven:
                return
            desk.spend()
            splits = list(self._splits(part))
            if splits:
                self._branch(part, max(splits, key=self.gains.promised))
            else:
                self._weigh(part)
        if not self.parts and not desk.is_over:
            if desk.cost is None:
                desk.infeasible = True
            else:
                self._tell(desk.cost)

    def _tell(self, bound: float) -> None:
        least = min(bound, self.left)
        self.desk.raise_bound(at_most_the_cost(int(least), self.desk), self.name)

    def _add(self, open_: Flags, begin: Corner | None) -> float | None:
        """A part of the plans, with what its relaxation costs; None where no plan in it is cheaper than the best one."""
        cost = self.desk.cost
        # Costs are whole numbers
        below = math.inf if cost is None else cost - self.program.constant - 1 + TRUST
        corner = self.relaxation.solve(open_, begin, below)
        if corner is None:
            return None
        heapq.heappush(self.parts, _Part(corner.objective, next(self._numbers), open_, corner))
        return corner.objective

    def _splits(self, part: _Part) -> Iterator[_Split]:
        """All months that part the courses which the relaxation takes of a system."""
        for system, (place, months) in enumerate(zip(self.places, self.months, strict=True)):
            taken, allowed = part.corner.values[place], part.open[place]
            if taken.max() > 1 - _ZERO:
                continue
            for move in range(months.shape[1]):
                for month in np.unique(months[allowed, move])[:-1]:
                    early = months[:, move] <= month
                    share = float(taken[early].sum())
                    if _ZERO < share < 1 - _ZERO:
                        yield _Split(system, early, share)

    def _branch(self, part: _Part, split: _Split) -> None:
        for side, courses in enumerate((split.early, ~split.early)):
            open_ = part.open.copy()
            open_[self.places[split.system]] &= courses
            found = self._add(open_, part.corner)
            self.gains.learn(split, side, None if found is None else found - part.bound)

    def _weigh(self, part: _Part) -> None:
        """Evaluates the only plan that the relaxation takes, and parts all others from it: the first systems as in it, the next not."""
        chosen = [int(np.argmax(part.corner.values[place])) for place in self.places]
        courses = self.program.courses.courses
        plan = {id_: of[0] for id_, of in courses.items()}
        plan |= {id_: courses[id_][course] for id_, course in zip(self.ids, chosen, strict=True)}
        choice = evaluated(self.problem, plan, self.desk)
        if choice is not None:
            cost = choice.assessment.cost.total
            self.desk.offer(plan, cost, self.name)
            if choice.bound < cost:
                self.left = min(self.left, choice.bound)
        as_chosen = part.open.copy()
        for place, course in zip(self.places, chosen, strict=True):
            others = as_chosen.copy()
            others[place.start + course] = False
            if others[place].any():
                self._add(others, part.corner)
            as_chosen[place] = False
            as_chosen[place.start + course] = True


class _Gains:
    """By system and side, what parting its courses has raised the bound by, for a whole course (pseudo-costs: Bénichou et al., 1971)."""

    def __init__(self) -> None:
        self._learnt: dict[tuple[int, int], list[float]] = defaultdict(list)

    def learn(self, split: _Split, side: int, gain: float | None) -> None:
        """`gain`: None where the side has no plan that is cheaper than the best: as much as the best so far."""
        part = (1 - split.share) if side == 0 else split.share
        if gain is None:
            gain = max((part * g for gains in self._learnt.values() for g in gains), default=1.0)
        self._learnt[split.system, side].append(max(0.0, gain) / part)

    def promised(self, split: _Split) -> float:
        """The product of what both sides are likely to gain (Achterberg, Koch, Martin: Branching rules revisited, 2005)."""
        early = self._likely(split.system, 0) * (1 - split.share)
        return max(_LEAST_GAIN, early) * max(_LEAST_GAIN, self._likely(split.system, 1) * split.share)

    def _likely(self, system: int, side: int) -> float:
        own = self._learnt.get((system, side))
        if own:
            return fmean(own)
        others = [fmean(gains) for (_, of), gains in self._learnt.items() if of == side]
        return fmean(others) if others else 1.0
