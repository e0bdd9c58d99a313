"""The exact solver: the joint program in HiGHS, from the relaxation to the proof.

The relaxation bounds every plan, and its prices exclude courses that no better plan has. Branch and bound over the
courses alone (ways may be parts of several) mostly ends at the optimum; where it does not, the program with whole ways,
sessions and main routes, and at last the one with spans, decide. Plans come from elsewhere as well as from here: HiGHS
is only asked for cheaper ones, and whatever it finds is evaluated before anybody hears of it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from analyzer.bridges.demands import Demands
from analyzer.collection import paused_collection
from analyzer.evaluation.evaluate import least_joint_cost
from analyzer.milp import Effort, Solution, Watch
from analyzer.order.desk import Desk
from analyzer.order.problem import OrderProblem, Plan
from analyzer.order.program import Detail, Program
from analyzer.order.rules import Course
from analyzer.plan.schedule import Schedule

Courses = Mapping[str, Sequence[Course]]

_LARGE = 40_000
"""Columns from which the relaxation is solved by a first-order method: its prices prove nearly as much, much sooner."""
_NEARLY = 1e-6
_GAP = 0.99
"""Objectives are integers: a plan less than 1 above a bound is optimal."""


class Exact:
    """Proves; `finished` once the desk's plan is the optimum with the least sum of months."""

    name = "highs"

    def __init__(self, *, most_columns: int = 400_000) -> None:
        self._most_columns = most_columns
        self.finished = False

    def run(self, problem: OrderProblem, desk: Desk) -> None:
        with paused_collection():
            program = Program(problem)
        if program.infeasible:
            desk.infeasible = True
            return
        if program.model.columns > self._most_columns:
            return
        courses: Courses = self._bound(problem, program, desk)
        for detail in _DETAILS:
            if desk.is_over:
                return
            courses = self._search(problem, courses, detail, desk)
            if desk.infeasible:
                return
            if desk.is_proven:
                break
        if desk.is_proven and not desk.is_over:
            self._least_months(problem, courses, desk)

    # --- bounds ---

    def _bound(self, problem: OrderProblem, program: Program, desk: Desk) -> Courses:
        """The relaxation's bound; the courses that its prices leave to a plan as cheap as the best one."""
        method = Effort(method="first_order") if program.model.columns > _LARGE else Effort()
        relaxation = program.model.solve(
            relaxed=True, time_limit=_limit(desk), effort=method, watch=Watch(lambda: desk.is_over)
        )
        desk.spend()
        if relaxation.status == "infeasible":
            desk.infeasible = True
            return {}
        if len(relaxation.row_prices) != program.model.rows or not np.isfinite(relaxation.row_prices).all():
            return problem.courses
        proven = program.model.proven_bound(relaxation.row_prices)
        if math.isfinite(proven):
            desk.raise_bound(_whole(proven) + program.constant, self.name)
        return self._left(problem, program, relaxation, proven, desk)

    def _left(
        self, problem: OrderProblem, program: Program, relaxation: Solution, proven: float, desk: Desk
    ) -> Courses:
        """Courses whose price does not lift the bound above the best plan's cost."""
        if desk.cost is None or desk.plan is None or not math.isfinite(proven):
            return problem.courses
        room = desk.cost - program.constant - proven + _NEARLY
        reduced = program.model.reduced_costs(relaxation.row_prices)
        left: dict[str, Sequence[Course]] = {}
        for id_, listed in program.courses.courses.items():
            columns = program.courses.columns[id_]
            least = min((float(reduced[column]) for column in columns), default=0.0)
            left[id_] = [
                course
                for course, column in zip(listed, columns or (-1,), strict=True)
                if column < 0 or float(reduced[column]) - min(0.0, least) <= room or course == desk.plan[id_]
            ]
        return left

    # --- plans ---

    def _search(self, problem: OrderProblem, courses: Courses, detail: Detail, desk: Desk) -> Courses:
        """Cheaper plans than the best one by branch and bound, until there are none in this detail.

        Where nothing is cheaper in this detail nothing is cheaper at all, since the definitions only add to it.
        """
        with paused_collection():
            program = Program(problem, courses, detail)
        if program.infeasible:
            self._nothing_cheaper(desk)
            return courses
        while not desk.is_over:
            cost = desk.cost
            below = None if cost is None else cost - program.constant - 0.5
            solution = program.model.solve(
                time_limit=_limit(desk),
                absolute_gap=_GAP,
                effort=Effort(
                    heuristics=cost is None, cuts_in_the_tree=False, below=below, nodes=_nodes(desk)
                ),
                watch=self._watch(program, desk),
            )
            desk.spend()
            ended = solution.status in ("optimal", "infeasible") or (
                below is not None and math.isfinite(solution.bound) and solution.bound > below
            )
            value = self._value(program, solution)
            if ended and (value is None or (cost is not None and value >= cost)):
                self._nothing_cheaper(desk)
                return courses
            if ended and value is not None:
                desk.raise_bound(min(value, desk.cost or value), self.name)
            if value is None or not solution.values.size:
                return courses
            plan = program.plan_of(solution.values)
            found = self._offer(problem, plan, desk)
            if not ended or found is None or found > value:
                return courses
            if desk.is_proven:
                return courses
        return courses

    def _value(self, program: Program, solution: Solution) -> int | None:
        """What the plan found costs in the program; None where none was found."""
        if solution.status not in ("optimal", "feasible") or not solution.values.size:
            return None
        return _whole(solution.objective) + program.constant

    def _nothing_cheaper(self, desk: Desk) -> None:
        """The best plan is the optimum; without any there is none."""
        if desk.cost is None:
            desk.infeasible = True
        else:
            desk.raise_bound(desk.cost, self.name)

    def _watch(self, program: Program, desk: Desk) -> Watch:
        def bound(value: float) -> None:
            if math.isfinite(value):
                proven = _whole(value) + program.constant
                desk.raise_bound(proven if desk.cost is None else min(proven, desk.cost), self.name)

        return Watch(lambda: desk.is_over, bound)

    def _offer(self, problem: OrderProblem, plan: Plan, desk: Desk) -> int | None:
        """Evaluates a plan and puts it on the desk; its least cost, None where the rules are not kept."""
        if not problem.keeps_rules(plan):
            return None
        with paused_collection():
            demands = Demands(Schedule(problem.landscape, problem.moves(plan)))
            cost = least_joint_cost(demands, _limit(desk)).assessment.cost.total
        desk.offer(plan, cost, self.name)
        return cost

    # --- ties ---

    def _least_months(self, problem: OrderProblem, courses: Courses, desk: Desk) -> None:
        """Of the plans of least cost the one with the least sum of months, and of these one that no accident chooses."""
        assert desk.plan is not None and desk.cost is not None
        for detail in _DETAILS[1:]:
            with paused_collection():
                program = Program(problem, courses, detail)
            plan = _earliest(program, desk)
            if plan is None:
                return
            found = self._offer(problem, plan, desk)
            if found == desk.cost:
                desk.settle(plan)
                self.finished = True
                return


_DETAILS: tuple[Detail, ...] = ("bound", "exact", "spans")


def _earliest(program: Program, desk: Desk) -> dict[str, Course] | None:
    """The plan of at most the desk's cost with the least sum of months, ties by fixed weights of the systems."""
    assert desk.cost is not None
    columns = program.courses.columns
    model = program.model.with_objective_as_row(desk.cost - program.constant)
    months = {
        column: sum(course)
        for id_, listed in program.courses.courses.items()
        for course, column in zip(listed, columns[id_] or (-1,), strict=True)
        if column >= 0
    }
    if not months:
        return program.plan_of(np.zeros(program.model.columns))
    values: npt.NDArray[np.float64] | None = None
    for objective in (months, _weighted(program)):
        solution = model.priced(objective).solve(
            time_limit=_limit(desk), absolute_gap=_GAP, watch=Watch(lambda: desk.is_over)
        )
        desk.spend()
        if solution.status != "optimal":
            break
        values = solution.values
        if objective is months:
            model.at_most(round(solution.objective), list(months), list(months.values()))
    return None if values is None else program.plan_of(values)


def _weighted(program: Program) -> dict[int, int]:
    """Months weighted by system, so that two plans hardly ever weigh the same; fixed, whatever was found before."""
    weighted: dict[int, int] = {}
    for number, (id_, listed) in enumerate(program.courses.courses.items()):
        for course, column in zip(listed, program.courses.columns[id_] or (-1,), strict=True):
            if column >= 0:
                weighted[column] = sum(
                    month * ((number * 7 + place * 3) % 23 + 1) for place, month in enumerate(course)
                )
    return weighted


def _whole(value: float) -> int:
    """The least integer that a bound proves; the solver's arithmetic is trusted to 1e-4."""
    return math.ceil(value - 1e-4)


def _limit(desk: Desk) -> float | None:
    return None if desk.counts_work else desk.left()


def _nodes(desk: Desk) -> int | None:
    """With a limit of work alone the tree is bounded by nodes, which repeat, and not by the clock."""
    return 2_000 if desk.counts_work else None
