"""A bound at once: what no choice of ways costs less than, without a solver."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from analyzer.bridges.demands import Demands
from analyzer.evaluation.evaluate import evaluate_plan
from analyzer.evaluation.quick_bound import quick_bound
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.plan.schedule import Schedule
from tests.strategies import landscapes_with_plans


@given(landscapes_with_plans())
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], max_examples=40)
def test_no_plan_costs_less_than_its_quick_bound(case: tuple[Landscape, dict[MoveRef, Month]]) -> None:
    landscape, moves = case
    answer = evaluate_plan(landscape, moves)
    if answer.cost is None:
        return
    assert answer.bound == answer.cost.total
    found = quick_bound(Demands(Schedule(landscape, moves)))
    assert 0 <= found <= answer.cost.total
