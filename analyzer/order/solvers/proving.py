"""What solvers of the joint program have in common: which problems they take, and how they speak to the desk."""

from __future__ import annotations

import math

from analyzer.bridges.demands import Demands
from analyzer.collection import paused_collection
from analyzer.evaluation.evaluate import Choice, least_joint_cost
from analyzer.order.desk import Desk
from analyzer.order.problem import OrderProblem, Plan
from analyzer.plan.schedule import Schedule

_TOO_LARGE = 20_000
"""Links × periods from which the program is not built: `analyzer.order.bounds` proves there."""

TRUST = 1e-4
"""What the arithmetic of solvers is trusted to, in units of cost."""


def is_too_large(problem: OrderProblem) -> bool:
    """True where the joint program would not fit."""
    return len(problem.landscape.integrations) * len(problem.borders) > _TOO_LARGE


def evaluated(problem: OrderProblem, plan: Plan, desk: Desk) -> Choice | None:
    """The choice of least cost for a plan; None where the rules are not kept."""
    if not problem.keeps_rules(plan):
        return None
    with paused_collection():
        demands = Demands(Schedule(problem.landscape, problem.moves(plan)))
        return least_joint_cost(demands, time_left(desk))


def offer_plan(problem: OrderProblem, plan: Plan, desk: Desk, source: str) -> int | None:
    """Evaluates a plan and puts it on the desk; its least cost, None where the rules are not kept."""
    choice = evaluated(problem, plan, desk)
    if choice is None:
        return None
    cost = choice.assessment.cost.total
    desk.offer(plan, cost, source)
    return cost


def nothing_is_cheaper(desk: Desk, source: str) -> None:
    """The best plan is the optimum; without any there is none."""
    if desk.cost is None:
        desk.infeasible = True
    else:
        desk.raise_bound(desk.cost, source)


def at_most_the_cost(bound: int, desk: Desk) -> int:
    """What is proven where courses that only dearer plans have are left out."""
    return bound if desk.cost is None else min(bound, desk.cost)


def whole(value: float) -> int:
    """The least integer that a bound proves."""
    return math.ceil(value - TRUST)


def time_left(desk: Desk) -> float | None:
    """Seconds for one call of a solver; None where only work limits the search."""
    return None if desk.counts_work else desk.left()
