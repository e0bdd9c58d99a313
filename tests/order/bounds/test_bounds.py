"""No plan that keeps the rules costs less than a bound, and the certificate says the same as the bound."""

from __future__ import annotations

import itertools
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analyzer.evaluation import evaluate_plan
from analyzer.landscape.model import Landscape
from analyzer.order.bounds.solver import Bounds, own_bound
from analyzer.order.desk import Desk
from analyzer.order.problem import OrderProblem
from analyzer.verification.order.bound import proven_bound
from tests import builders
from tests.builders import link, move, system
from tests.strategies import landscapes

ROUNDS = 40


def bounded(problem: OrderProblem, rounds: int = ROUNDS) -> tuple[Desk, dict[str, Any] | None]:
    desk = Desk(work_limit=rounds)
    solver = Bounds()
    solver.run(problem, desk)
    return desk, solver.certificate


def plans_of(problem: OrderProblem) -> list[dict[str, tuple[int, ...]]]:
    """Every choice of courses."""
    courses = (problem.courses[id_] for id_ in problem.systems)
    return [dict(zip(problem.systems, chosen, strict=True)) for chosen in itertools.product(*courses)]


def cost_of(landscape: Landscape, problem: OrderProblem, plan: dict[str, tuple[int, ...]]) -> int | None:
    cost = evaluate_plan(landscape, problem.moves(plan)).cost
    return None if cost is None else cost.total


@given(st.data())
def test_no_plan_costs_less_than_the_bound(data: st.DataObject) -> None:
    landscape = data.draw(landscapes())
    problem = OrderProblem(landscape)
    if not all(problem.courses.values()):
        return
    desk, _ = bounded(problem)
    keeping = [plan for plan in itertools.islice(plans_of(problem), 500) if problem.keeps_rules(plan)]
    for plan in (
        data.draw(st.permutations(keeping))[:8]
        if len(keeping) < 60
        else data.draw(st.lists(st.sampled_from(keeping), max_size=8))
    ):
        cost = cost_of(landscape, problem, plan)
        assert cost is not None
        assert desk.bound is not None
        assert own_bound(problem) <= desk.bound <= cost


@given(landscapes())
def test_the_certificate_adds_up_to_the_bound(landscape: Landscape) -> None:
    problem = OrderProblem(landscape)
    desk, certificate = bounded(problem, 15)
    if certificate is not None:
        read = json.loads(json.dumps(certificate))
        # Where no plan keeps the rules, any figure is a bound
        proven = proven_bound(landscape, None, read)
        if proven is None or proven != desk.bound:
            assert not any(problem.keeps_rules(plan) for plan in plans_of(problem))


def test_a_month_that_only_a_link_rules_out_begins_a_period_as_well() -> None:
    """In 2025-02 no system can move, for the bridge is not ready: who adds the bound up knows that only from the link."""
    case = builders.landscape(
        systems=[system("jumin", move()), system("zei")],
        integrations=[link("i", "jumin", "zei")],
        bridges=[{"kind": "keep_legacy", "setup": 3, "lead_months": 2}],
    )
    problem = OrderProblem(case)
    assert min(problem.courses["jumin"]) == (2,)
    desk, certificate = bounded(problem)
    assert certificate is not None
    assert proven_bound(case, None, json.loads(json.dumps(certificate))) == desk.bound
