"""The exact solver: the joint program in HiGHS, from the relaxation to the proof.

The relaxation bounds every plan, and its prices exclude courses that no better plan has. Branch and bound over the
courses alone (ways may be parts of several) mostly ends at the optimum; where it does not, the program with whole ways,
sessions and main routes, and at last the one with spans, decide. Plans come from elsewhere as well as from here: HiGHS
is only asked for cheaper ones, and whatever it finds is evaluated before anybody hears of it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyzer.collection import paused_collection
from analyzer.milp import Effort, Solution, Watch
from analyzer.order.bounds.solver import Bounds
from analyzer.order.desk import Desk, Solver
from analyzer.order.problem import OrderProblem
from analyzer.order.program import Detail, Program
from analyzer.order.rules import Course
from analyzer.order.solvers.branching import has_few_plans
from analyzer.order.solvers.proving import (
    at_most_the_cost,
    is_too_large,
    nothing_is_cheaper,
    offer_plan,
    time_left,
    whole,
)

Courses = Mapping[str, Sequence[Course]]

_FEW_PAIRS = 3_000
"""Pairs of courses up to which the relaxation is always solved with them too."""
_SMALL = 5_000
"""Columns up to which branching is left to another solver, if there is one. At 8,000 to 10,000 HiGHS is nearer to the proof."""
_LARGE = 40_000
"""Columns from which the relaxation is solved by a first-order method: its prices prove nearly as much, much sooner."""
_BEFORE = 0.15
"""Of what is left, what whoever goes first may spend where the program is not large."""
_BEFORE_FEW = 0.05
"""The same where there are few plans: the tree ends soon, and needs no bound beside its own."""
_NEARLY = 1e-6
_GAP = 0.99
"""Objectives are integers: a plan less than 1 above a bound is optimal."""


@dataclass(frozen=True, slots=True)
class _Prices:
    """A proven bound, and by how much a course of a system lifts it: (system, course) → cost."""

    bound: float
    prices: dict[tuple[str, Course], float]


def _prices(program: Program, bound: float, row_prices: npt.NDArray[np.float64]) -> _Prices:
    reduced = program.model.reduced_costs(row_prices)
    prices: dict[tuple[str, Course], float] = {}
    for id_, listed in program.courses.courses.items():
        columns = program.courses.columns[id_]
        if columns:
            # Exactly one is taken: what all of them leave too little is the row's, not the course's.
            least = min(0.0, *(float(reduced[column]) for column in columns))
            for course, column in zip(listed, columns, strict=True):
                prices[id_, course] = float(reduced[column]) - least
    return _Prices(bound, prices)


class Exact:
    """Proves the optimum, and then chooses of the plans that cost as much the one with the least sum of months."""

    name = "highs"

    def __init__(
        self, before: Bounds | None = None, small: Solver | None = None, few: Solver | None = None
    ) -> None:
        """`before` goes first where the program is not small, with a part of what may be spent where it is not large either:
        it has a good bound long before the relaxation ends.

        `small` goes on from the relaxation where the program is small: it ends before the branching here does; `few` where it
        is not, but there are few plans.
        """
        self._before = before
        self._small = small
        self._few = few
        self._reduced: _Prices | None = None

    def run(self, problem: OrderProblem, desk: Desk) -> None:
        if is_too_large(problem):
            return
        with paused_collection():
            program = Program(problem)
        if program.infeasible:
            desk.infeasible = True
            return
        small = program.model.columns <= _SMALL
        few = self._few is not None and not small and has_few_plans(problem)
        if self._before is not None and not small:
            part = _BEFORE_FEW if few else 1.0 if program.model.columns > _LARGE else _BEFORE
            self._before.run(problem, desk, part)
            if desk.is_over or desk.is_proven:
                return
        if not self._bound(program, desk):
            desk.infeasible = True
            return
        courses = problem.courses if few else self._bound_by_pairs(problem, program, desk)
        if self._small is not None and small:
            self._small.run(problem, desk)
            if desk.is_over or desk.infeasible or desk.is_proven:
                return
        if self._few is not None and few:
            self._few.run(problem, desk)
            if desk.is_over or desk.infeasible:
                return
        for detail in _DETAILS:
            if desk.is_over:
                return
            if desk.is_proven:
                break
            courses = self._search(problem, courses, detail, desk)
            if desk.infeasible:
                return
        if desk.is_proven and not desk.is_over:
            self._least_months(problem, self._kept(problem, desk), desk)

    # --- bounds ---

    def _bound_by_pairs(self, problem: OrderProblem, alone: Program, desk: Desk) -> Courses:
        """The same with pairs of courses, where capacities bind and the program grows little by them."""
        sizes = [len(courses) for courses in problem.courses.values() if len(courses) > 1]
        pairs = (sum(sizes) ** 2 - sum(size * size for size in sizes)) // 2
        if (
            self._reduced is None
            or desk.is_over
            or not problem.capacities
            or pairs > max(_FEW_PAIRS, alone.model.columns // 2)
        ):
            return self._kept(problem, desk)
        with paused_collection():
            program = Program(problem, pairs=True)
        self._bound(program, desk, Effort(method="first_order", tolerance=1e-3))
        return self._kept(problem, desk)

    def _bound(self, program: Program, desk: Desk, effort: Effort | None = None) -> bool:
        """The relaxation's bound, and the prices of courses in it; False where even the relaxation has no plan."""
        if effort is None:
            effort = Effort(method="first_order") if program.model.columns > _LARGE else Effort()
        relaxation = program.model.solve(
            relaxed=True, time_limit=time_left(desk), effort=effort, watch=Watch(lambda: desk.is_over)
        )
        desk.spend()
        if relaxation.status == "infeasible" and effort.method == "choose":
            return False
        prices = relaxation.row_prices
        if len(prices) != program.model.rows or not np.isfinite(prices).all():
            return True
        proven = program.model.proven_bound(prices)
        if math.isfinite(proven):
            proven += program.constant
            desk.raise_bound(whole(proven), self.name)
            if self._reduced is None or proven > self._reduced.bound:
                self._reduced = _prices(program, proven, prices)
        return True

    def _kept(self, problem: OrderProblem, desk: Desk) -> Courses:
        """Courses whose price does not lift the bound above the best plan's cost; all where nothing is known."""
        reduced = self._reduced
        if reduced is None or desk.cost is None or desk.plan is None:
            return problem.courses
        room = desk.cost - reduced.bound + _NEARLY
        plan = desk.plan
        return {
            id_: [
                course
                for course in courses
                if reduced.prices.get((id_, course), 0.0) <= room or course == plan[id_]
            ]
            for id_, courses in problem.courses.items()
        }

    # --- plans ---

    def _search(self, problem: OrderProblem, courses: Courses, detail: Detail, desk: Desk) -> Courses:
        """Cheaper plans than the best one by branch and bound, until there are none in this detail.

        Where nothing is cheaper in this detail nothing is cheaper at all, since the definitions only add to it.
        """
        with paused_collection():
            program = Program(problem, courses, detail)
        if program.infeasible:
            nothing_is_cheaper(desk, self.name)
            return courses
        program.courses.decide_by_months()
        while not desk.is_over:
            cost = desk.cost
            below = None if cost is None else cost - program.constant - _GAP
            solution = program.model.solve(
                time_limit=time_left(desk),
                absolute_gap=_GAP,
                effort=Effort(tree_alone=cost is not None, below=below, nodes=_nodes(desk)),
                watch=self._watch(program, desk),
            )
            desk.spend()
            ended = solution.status in ("optimal", "infeasible") or (
                below is not None and math.isfinite(solution.bound) and solution.bound > below
            )
            value = self._value(program, solution)
            if ended and (value is None or (cost is not None and value >= cost)):
                nothing_is_cheaper(desk, self.name)
                return courses
            if ended and value is not None:
                desk.raise_bound(at_most_the_cost(value, desk), self.name)
            if value is None or not solution.values.size:
                return courses
            plan = program.plan_of(solution.values)
            found = offer_plan(problem, plan, desk, self.name)
            if not ended or found is None or found > value:
                return courses
            if desk.is_proven:
                return courses
        return courses

    def _value(self, program: Program, solution: Solution) -> int | None:
        """What the plan found costs in the program; None where none was found."""
        if solution.status not in ("optimal", "feasible") or not solution.values.size:
            return None
        return whole(solution.objective) + program.constant

    def _watch(self, program: Program, desk: Desk) -> Watch:
        def bound(value: float) -> None:
            if math.isfinite(value):
                desk.raise_bound(at_most_the_cost(whole(value) + program.constant, desk), self.name)

        return Watch(lambda: desk.is_over, bound)

    # --- ties ---

    def _least_months(self, problem: OrderProblem, courses: Courses, desk: Desk) -> None:
        """Of the plans of least cost the one with the least sum of months, whoever found the cost first."""
        assert desk.plan is not None and desk.cost is not None
        for detail in _DETAILS:
            with paused_collection():
                program = Program(problem, courses, detail)
            plan = _earliest(program, desk)
            if plan is None:
                return
            found = offer_plan(problem, plan, desk, self.name)
            if found == desk.cost:
                desk.settle(plan)
                return


_DETAILS: tuple[Detail, ...] = ("routes", "exact", "spans")


def _earliest(program: Program, desk: Desk) -> dict[str, Course] | None:
    """The plan of at most the desk's cost that `Program.earliest` puts first; None where time did not suffice."""
    assert desk.cost is not None
    model = program.earliest(desk.cost)
    if model is None:
        return program.plan_of(np.zeros(program.model.columns))
    solution = model.solve(time_limit=time_left(desk), absolute_gap=_GAP, watch=Watch(lambda: desk.is_over))
    desk.spend()
    return program.plan_of(solution.values) if solution.status == "optimal" else None


def _nodes(desk: Desk) -> int | None:
    """With a limit of work alone the tree is bounded by nodes, which repeat, and not by the clock."""
    return 2_000 if desk.counts_work else None
