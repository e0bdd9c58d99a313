"""The whole order of migration as one integer program over courses and ways (semantics, section 6).

Columns: a course for every moving system; for two linked systems that both move, the pair of their forms in each
period; for each link, period and pair of forms one of its open ways. What costs something once (a bridge built, running
in a period or attached, an environment alive, a leg tested) is a column that those who draw on it hold up. The horizon is
cut at every month in which a span of some plan may begin (`OrderProblem.borders`).

Given integer courses the rest is the program of a given plan (`analyzer.evaluation.joint_model`), written for all plans
at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal
from zlib import crc32

import numpy as np
import numpy.typing as npt

from analyzer.milp import LinearModel
from analyzer.order.problem import OrderProblem
from analyzer.order.program.carrying import Use, carry_links
from analyzer.order.program.cases import TestCases
from analyzer.order.program.courses import CourseColumns
from analyzer.order.program.rows import Rows, Share, either
from analyzer.order.program.works import build_bridges, keep_environments
from analyzer.order.rules import Course

Detail = Literal["bound", "routes", "exact", "spans"]
"""How much of the definitions a program holds.

`bound`: ways may be parts of several, sessions and main routes are left out: its optimum is a bound, and
mostly the optimum. `routes`: with sessions and main routes. `exact`: moreover whole ways and cases. `spans`: moreover a link changes its way only where
a span of the plan begins. Each is at least as dear as the one before; the last one costs what `evaluate_plan` says.
"""


_DRAWN = 1_000
"""How many different draws there are for a course; one month outweighs the draws of all systems."""


def _drawn(id_: str, course: Course) -> int:
    return crc32(" ".join((id_, *map(str, course))).encode()) % _DRAWN


class Program:
    """Builds the program for the courses given (all that the rules allow, if none are).

    `constant` is the part of the total that no plan changes; `plan_of` reads a solution.
    """

    def __init__(
        self,
        problem: OrderProblem,
        courses: Mapping[str, Sequence[Course]] | None = None,
        detail: Detail = "bound",
        *,
        pairs: bool = False,
    ) -> None:
        """`pairs`: with columns for two systems' courses together; larger, and a much better bound where capacities bind."""
        self.problem = problem
        listed = {id_: tuple((courses or problem.courses)[id_]) for id_ in problem.systems}
        self.periods = _periods(problem)
        self._rows = rows = Rows()
        rows.constant = problem.standing_cost
        if problem.unserved_always or any(not choices for choices in listed.values()):
            rows.infeasible = True
            return
        self.courses = CourseColumns(rows, problem, listed, [period.start for period in self.periods])
        self.courses.add_rules()
        if pairs:
            self.courses.pair_courses()
        whole = detail in ("exact", "spans")
        uses = carry_links(rows, self.courses, self.periods, whole=whole)
        build_bridges(rows, self.courses, self.periods, uses)
        keep_environments(rows, self.courses, self.periods, uses)
        TestCases(rows, self.courses, self.periods, uses, routed=detail != "bound", whole=whole).add()
        if detail == "spans":
            self._change_ways_only_where_a_span_begins(uses)

    @property
    def model(self) -> LinearModel:
        return self._rows.model

    @property
    def constant(self) -> int:
        return self._rows.constant

    @property
    def infeasible(self) -> bool:
        """True where some rule cannot hold, seen without a solver."""
        return self._rows.infeasible

    def plan_of(self, values: npt.NDArray[np.float64]) -> dict[str, Course]:
        """The course with the largest value of every system."""
        plan: dict[str, Course] = {}
        for id_, courses in self.courses.courses.items():
            columns = list(self.courses.columns[id_])
            plan[id_] = courses[int(np.argmax(values[columns]))] if columns else courses[0]
        return plan

    def earliest(self, most: int) -> LinearModel | None:
        """The program of the plans that cost at most `most`, the least sum of months first; None where none has a choice.

        What ties even then is decided by a draw that depends on the names of the systems and their months alone: so the
        answer is the same whoever solves it, from wherever the search began.
        """
        costs: dict[int, int] = {}
        each = _DRAWN * len(self.courses.courses)
        for id_, courses in self.courses.courses.items():
            least = min(map(sum, courses))
            for course, column in self.courses.listed(id_):
                if column is not None:
                    costs[column] = (sum(course) - least) * each + _drawn(id_, course)
        return self.model.with_objective_as_row(most - self.constant).priced(costs) if costs else None

    def _change_ways_only_where_a_span_begins(self, uses: Sequence[Use]) -> None:
        """Where no system moves at a border that no date sets, everything is carried on as before."""
        standing = {period.start for period in self.problem.openings.periods}
        begins: dict[int, int] = {}
        by_way: dict[tuple[str, tuple[int, int], str], dict[int, list[Share]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for use in uses:
            name = use.option.way.name
            by_way[str(use.link.key), use.pair, name][use.period].append(use.share)
        model = self.model
        for number, period in enumerate(self.periods):
            if number and period.start not in standing:
                moves = either(
                    self.courses.share(id_, (c for c in courses if period.start in c))
                    for id_, courses in self.courses.courses.items()
                )
                if not moves.always:
                    begins[number] = model.column(upper=1.0)
                    self._rows.stays_below(begins[number], moves)
        for shares in by_way.values():
            for number, begun in begins.items():
                before, after = either(shares.get(number - 1, ())), either(shares.get(number, ()))
                if before.never or after.always:
                    continue
                # before ≤ after + a span begins
                terms: dict[int, int] = defaultdict(int)
                terms[begun] += 1
                for column in after.columns:
                    terms[column] += 1
                for column in before.columns:
                    terms[column] -= 1
                model.at_least(int(before.always), list(terms), list(terms.values()))


def _periods(problem: OrderProblem) -> tuple[range, ...]:
    borders = problem.borders
    return tuple(
        range(start, stop) for start, stop in zip(borders, [*borders[1:], problem.length], strict=True)
    )
