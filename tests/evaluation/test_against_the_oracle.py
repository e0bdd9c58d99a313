"""The exact choice against a brute force that was written from the definitions alone."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings

from analyzer.evaluation import evaluate_plan
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from tests.oracles.cases import TooLarge
from tests.oracles.reference import Reference, evaluate
from tests.profiles import examples
from tests.strategies import landscapes_with_plans

Given = tuple[Landscape, dict[MoveRef, Month]]


def reference(landscape: Landscape, moves: dict[MoveRef, Month]) -> Reference:
    try:
        return evaluate(landscape, moves)
    except TooLarge:
        assume(False)
        raise


@given(landscapes_with_plans())
@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], max_examples=examples(120)
)
def test_every_figure_of_a_plan_is_the_one_that_trying_every_choice_finds(case: Given) -> None:
    landscape, moves = case
    expected = reference(landscape, moves)
    answer = evaluate_plan(landscape, moves)
    assert sorted({f.code for f in answer.violations}) == sorted(expected.codes)
    if expected.cost is None:
        assert answer.cost is None
        return
    assert answer.cost is not None
    assert answer.assessment is not None
    assert answer.alone is not None
    assert answer.cost.total == expected.cost["total"]
    assert answer.bound == expected.cost["total"]
    assert answer.alone.value == expected.bridge_cost_alone
    assert len(answer.assessment.bridges) == expected.bridge_count
    assert answer.assessment.cases == expected.test_count
