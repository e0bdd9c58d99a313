"""The joint program in CP-SAT: every column whole, from the first plan to the proof.

With whole columns the program holds the definitions exactly, except that a link may change its way at a border
at which no span of the plan begins; where that makes the optimum too cheap, the program with spans decides. The desk's best
plan is the hint, and what it costs the most that is asked for; every plan found is evaluated before anybody hears of it.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from analyzer.collection import paused_collection
from analyzer.milp import Watch
from analyzer.order.desk import Desk
from analyzer.order.problem import OrderProblem
from analyzer.order.program import Detail, Program
from analyzer.order.rules import Course
from analyzer.order.solvers.proving import (
    at_most_the_cost,
    is_too_large,
    nothing_is_cheaper,
    offer_plan,
    time_left,
    whole,
)

_DETAILS: tuple[Detail, ...] = ("exact", "spans")
_WORK = 20.0
"""Deterministic seconds for one program where only work limits the search."""


class CpSat:
    """Proves the optimum, and then chooses of the plans that cost as much the one with the least sum of months."""

    name = "cp-sat"

    def run(self, problem: OrderProblem, desk: Desk) -> None:
        if is_too_large(problem):
            return
        for detail in _DETAILS:
            if desk.is_over:
                return
            with paused_collection():
                program = Program(problem, None, detail)
            if program.infeasible:
                desk.infeasible = True
                return
            if not desk.is_proven:
                self._search(problem, program, desk)
            if desk.infeasible or desk.is_over:
                return
            if desk.is_proven and self._least_months(problem, program, desk):
                return

    def _search(self, problem: OrderProblem, program: Program, desk: Desk) -> None:
        """Cheaper plans than the best one, until there are none in this program."""
        from analyzer.order.solvers.integers import solve_whole  # noqa: PLC0415 (OR-Tools loads slowly)

        evaluated: set[tuple[tuple[str, Course], ...]] = set()

        def found(values: npt.NDArray[np.float64]) -> None:
            plan = program.plan_of(values)
            if (named := tuple(plan.items())) not in evaluated:
                evaluated.add(named)
                offer_plan(problem, plan, desk, self.name)

        def bound(value: float) -> None:
            if math.isfinite(value):
                proven = whole(value) + program.constant
                desk.raise_bound(at_most_the_cost(proven, desk), self.name)

        cost = desk.cost
        solution = solve_whole(
            program.model,
            hint=_hint(program, desk),
            most=None if cost is None else cost - program.constant,
            time_limit=time_left(desk),
            work_limit=_work(desk),
            watch=Watch(lambda: desk.is_over, bound),
            found=found,
        )
        desk.spend()
        if solution.status == "infeasible":
            nothing_is_cheaper(desk, self.name)
        elif solution.status == "optimal" and solution.objective is not None:
            found(solution.values)
            bound(solution.objective)

    def _least_months(self, problem: OrderProblem, program: Program, desk: Desk) -> bool:
        """Of the plans of least cost the one with the least sum of months; False where this program is not exact enough."""
        from analyzer.order.solvers.integers import solve_whole  # noqa: PLC0415

        assert desk.cost is not None
        model = program.earliest(desk.cost)
        if model is None:
            plan = program.plan_of(np.zeros(program.model.columns))
        else:
            solution = solve_whole(
                model,
                hint=_hint(program, desk),
                time_limit=time_left(desk),
                work_limit=_work(desk),
                watch=Watch(lambda: desk.is_over),
            )
            desk.spend()
            if solution.status != "optimal":
                return True
            plan = program.plan_of(solution.values)
        if offer_plan(problem, plan, desk, self.name) != desk.cost:
            return False
        desk.settle(plan)
        return True


def _hint(program: Program, desk: Desk) -> dict[int, int]:
    """The best plan's courses; how they are carried the solver finds out."""
    plan = desk.plan
    if plan is None:
        return {}
    return {
        column: int(course == plan[id_])
        for id_ in program.courses.courses
        for course, column in program.courses.listed(id_)
        if column is not None
    }


def _work(desk: Desk) -> float | None:
    """What repeats on every machine, where nothing may depend on the clock."""
    return _WORK if desk.counts_work else None
