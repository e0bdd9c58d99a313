"""The order of migration by trying every plan: slow, obvious, with the face of the optimizer.

For tests of what stands around the search (commands, reports, verification). Moves that must fall together are
tried together, so that a pattern of a whole city's blocks is quick.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from analyzer.evaluation import Evaluation, evaluate_plan
from analyzer.evaluation.evaluate import Moves
from analyzer.landscape.model import Landscape, Pattern
from analyzer.order.desk import Listener, Progress
from analyzer.order.ordering import Ordering
from analyzer.order.problem import OrderProblem
from analyzer.order.rules import Course

Plan = dict[str, Course]


def optimize_plan(
    landscape: Landscape,
    *,
    pattern: Pattern | None = None,
    start: Moves | None = None,
    time_limit: float | None = None,
    work_limit: int | None = None,
    progress: Listener | None = None,
) -> Ordering:
    """Every plan that keeps the rules, judged by its exact cost; `work_limit` counts plans.

    A time limit of 0 is over before the first plan.
    """

    def stopped(by: str) -> Ordering:
        assert by in ("clock", "work")
        known = {"time_limit": time_limit, "work_limit": work_limit, "stopped_by": by}
        if best is None:
            return Ordering(landscape, pattern, "unknown", bound=0, bound_source="nothing", **known)  # type: ignore[arg-type]
        return Ordering(landscape, pattern, "feasible", best, 0, "nothing", **known)  # type: ignore[arg-type]

    best: Evaluation | None = None
    problem = OrderProblem(landscape, pattern)
    if time_limit == 0:
        return stopped("clock")
    for number, plan in enumerate(plans(problem)):
        if number == work_limit:
            return stopped("work")
        evaluation = evaluate_plan(landscape, problem.moves(plan))
        assert not evaluation.violations
        if best is None or _rank(evaluation) < _rank(best):
            best = evaluation
            if progress is not None:
                progress(Progress(0.1 * number, _rank(best)[0], 0, "everything"))
    limits = {"time_limit": time_limit, "work_limit": work_limit}
    if best is None:
        return Ordering(landscape, pattern, "infeasible", **limits)  # type: ignore[arg-type]
    known = {**limits, "ties_proven": True}
    return Ordering(landscape, pattern, "optimal", best, _rank(best)[0], "everything", **known)  # type: ignore[arg-type]


def _rank(evaluation: Evaluation) -> tuple[int, int]:
    assert evaluation.cost is not None
    return evaluation.cost.total, sum(
        month - evaluation.landscape.horizon.first for month in evaluation.moves.values()
    )


def plans(problem: OrderProblem) -> Iterator[Plan]:
    """Plans that keep all rules."""
    groups = _tied(problem)
    for choice in product(*(_choices(problem, group) for group in groups)):
        plan = {id_: course for part in choice for id_, course in part.items()}
        if problem.keeps_rules(plan):
            yield plan


def _tied(problem: OrderProblem) -> list[list[str]]:
    """Systems whose only moves must fall together, tried as one."""
    leader = {id_: id_ for id_ in problem.systems}
    for rule in problem.together:
        single = [ref for ref in rule.moves if len(problem.landscape.systems[ref.system].moves) == 1]
        for ref in single[1:]:
            old, new = leader[ref.system], leader[single[0].system]
            leader = {id_: new if one == old else one for id_, one in leader.items()}
    groups: dict[str, list[str]] = {}
    for id_ in problem.systems:
        groups.setdefault(leader[id_], []).append(id_)
    return list(groups.values())


def _choices(problem: OrderProblem, group: list[str]) -> list[Plan]:
    common = set(problem.courses[group[0]])
    for id_ in group[1:]:
        common &= set(problem.courses[id_])
    return [dict.fromkeys(group, course) for course in sorted(common)]
