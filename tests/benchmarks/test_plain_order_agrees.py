"""The plain joint model is a slow oracle of the order: rules as the checker has them, costs as `evaluate_plan`."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from analyzer.evaluation import evaluate_plan
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from tests.benchmarks.cities import City
from tests.benchmarks.plain_months import moves_of
from tests.benchmarks.plain_order import PlainOrder
from tests.benchmarks.plain_solving import Bounds, By, solve
from tests.strategies import landscapes, landscapes_with_plans

Plan = dict[MoveRef, Month]
SLOW = settings(suppress_health_check=[HealthCheck.too_slow])


def exact(landscape: Landscape) -> PlainOrder:
    return PlainOrder(landscape, main_routes=True, spans=True)


def cost_at(plain: PlainOrder, plan: Plan) -> int | None:
    """The model's least cost with the months of a plan; None where it has no such solution."""
    bounds = plain.months.bounds_at(plan)
    if bounds is None:
        return None
    return least(plain, "highs", bounds)[0]


def least(plain: PlainOrder, by: By, within: Bounds | None = None) -> tuple[int | None, Plan]:
    """The least cost and a plan of that cost."""
    found = solve(by, plain.model, within=within, whole=True)
    if found.cost is None:
        assert found.status == "infeasible"
        return None, {}
    assert found.status == "optimal"
    assert found.bound == found.cost
    return plain.constant + found.cost, plain.months.plan(found.values)


def cost_of(landscape: Landscape, plan: Plan) -> int | None:
    """The least cost of a plan that keeps every rule; None of others."""
    answer = evaluate_plan(landscape, plan)
    return None if answer.violations or answer.cost is None else answer.cost.total


@given(landscapes_with_plans())
@SLOW
def test_a_plan_costs_the_same_in_the_plain_model_and_breaks_a_rule_in_both_or_in_none(
    case: tuple[Landscape, Plan],
) -> None:
    landscape, plan = replace(case[0], session_cost=0), case[1]
    assert cost_at(exact(landscape), plan) == cost_of(landscape, plan)


@given(landscapes())
@SLOW
def test_what_the_plain_model_leaves_out_never_makes_a_plan_dearer(landscape: Landscape) -> None:
    least_cost, plan = least(PlainOrder(landscape), "highs")
    if least_cost is not None:
        cost = cost_of(landscape, plan)
        assert cost is not None
        assert least_cost <= cost


@given(landscapes())
@SLOW
def test_both_solvers_find_the_same_least_cost(landscape: Landscape) -> None:
    plain = exact(landscape)
    assert least(plain, "highs")[0] == least(plain, "cp-sat")[0]


@pytest.mark.parametrize("bridges_only", [False, True])
@pytest.mark.parametrize(
    "options", [{}, {"main_routes": 2}, {"lines": True}, {"capacity_factor": None}], ids=str
)
def test_the_plain_optimum_is_the_cheapest_of_all_plans(options: dict[str, Any], bridges_only: bool) -> None:
    landscape = City(5, 14, 6, 3, 3, 1, options, bridges_only=bridges_only).landscape
    plain = exact(landscape)
    refs = [ref for _, _, ref in moves_of(landscape)]
    months = [[landscape.horizon.first + month for month in plain.months.allowed[ref]] for ref in refs]
    costs = [
        cost_of(landscape, dict(zip(refs, choice, strict=True))) for choice in itertools.product(*months)
    ]
    assert len(costs) > 1
    assert least(plain, "highs")[0] == min(cost for cost in costs if cost is not None)
