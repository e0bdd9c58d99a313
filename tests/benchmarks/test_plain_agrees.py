"""The plain formulations are slow oracles: the same least costs as the product's."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from analyzer.evaluation import evaluate_plan
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from tests.benchmarks.cities import City
from tests.benchmarks.plain import PlainModel
from tests.profiles import examples
from tests.strategies import landscapes_with_plans

OPTIONS: list[dict[str, Any]] = [
    {},
    {"main_routes": 0},
    {"main_routes": 3},
    {"main_routes": 0, "session_cost": 3},
    {"main_routes": 2, "session_cost": 2},
    {"lines": True},
    {"catalogue": "sided"},
    {"capacity_factor": None},
]


def agree(landscape: Landscape, moves: dict[MoveRef, Month]) -> bool:
    """Holds the least costs against each other; False where the plan has none."""
    answer = evaluate_plan(landscape, moves)
    if answer.cost is None:
        return False
    assert answer.demands is not None
    assert answer.alone is not None
    chosen = answer.cost.total - answer.cost.law_change - answer.cost.lateness
    for tests in ("newness", "cumulative"):
        assert PlainModel(answer.demands, tests).solve().total == chosen
    assert PlainModel(answer.demands, "none").solve().total == answer.alone.value
    return True


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("seed", [1, 2])
def test_plain_models_find_the_same_totals_in_a_small_city(options: dict[str, Any], seed: int) -> None:
    city = City(8, 30, 10, 3, 4, seed, options)
    assert agree(city.landscape, city.moves)


@given(landscapes_with_plans())
@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], max_examples=examples(60)
)
def test_plain_models_find_the_same_totals_whatever_the_landscape_says(
    case: tuple[Landscape, dict[MoveRef, Month]],
) -> None:
    assume(agree(*case))
