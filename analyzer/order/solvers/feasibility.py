"""A plan that keeps the rules, or the proof that there is none: CP-SAT over courses, without costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ortools.sat.python import cp_model

from analyzer.order.search.relations import Relations


@dataclass(frozen=True, slots=True)
class Found:
    """`courses`: a course for every system, where one was found; 'infeasible': proven that there is none.

    `fewest`: proven that no other courses change fewer months (where that was asked).
    """

    status: Literal["found", "infeasible", "unknown"]
    courses: tuple[int, ...] = ()
    fewest: bool = False


def find_courses(
    relations: Relations,
    time_limit: float | None = None,
    work_limit: float | None = None,
    *,
    fewest_changes: bool = False,
) -> Found:
    """Courses that keep all rules; limits in seconds, and in the solver's own deterministic seconds.

    One worker and a fixed seed: without a time limit the same problem always gives the same courses.
    `fewest_changes`: those that change the fewest months of the plan that the problem is to stay near.
    """
    if relations.hopeless:
        return Found("infeasible")
    model = cp_model.CpModel()
    takes = [{number: model.new_bool_var("") for number in allowed} for allowed in relations.allowed]
    for columns in takes:
        model.add_exactly_one(columns.values())
    for system, partners in enumerate(relations.partners):
        for partner, masks in partners:
            for number, column in takes[system].items():
                allowed = [other for its, other in takes[partner].items() if masks[number] >> its & 1]
                if len(allowed) < len(takes[partner]):
                    model.add_bool_or([column.negated(), *allowed])
    bearers: dict[tuple[int, int], list[cp_model.IntVar]] = {}
    for system, columns in enumerate(takes):
        for number, column in columns.items():
            for load in relations.loads[system][number]:
                bearers.setdefault(load, []).append(column)
    for (capacity, _), columns_there in sorted(bearers.items()):
        if len(columns_there) > relations.limits[capacity]:
            model.add(sum(columns_there) <= relations.limits[capacity])
    if fewest_changes:
        changes = [column for load, there in bearers.items() if load[0] in relations.near for column in there]
        if changes:
            model.minimize(cp_model.LinearExpr.sum(changes))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    if time_limit is not None:
        solver.parameters.max_time_in_seconds = time_limit
    if work_limit is not None:
        solver.parameters.max_deterministic_time = work_limit
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return Found("infeasible")
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Found("unknown")
    return Found(
        "found",
        tuple(
            next(number for number, column in columns.items() if solver.boolean_value(column))
            for columns in takes
        ),
        fewest=fewest_changes and status == cp_model.OPTIMAL,
    )
