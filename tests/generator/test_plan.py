"""The plan that comes with a landscape keeps every rule of it."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings

from analyzer.generator import Request, build_city
from tests.generator.arguments import CITY, Arguments, small_arguments
from tests.generator.reading import broken_rules, cutovers, ordinal, windows
from tests.profiles import examples


def _city(arguments: Arguments) -> tuple[dict[str, Any], dict[str, str]]:
    city = build_city(Request(**arguments))
    moves: Any = city.plan["moves"]
    return city.document, moves


@settings(max_examples=examples(120))
@given(small_arguments())
def test_the_plan_keeps_every_rule(arguments: Arguments) -> None:
    document, plan = _city(arguments)
    assert broken_rules(document, plan) == []


@pytest.mark.parametrize(
    "options",
    [{}, {"capacity_factor": None}, {"capacity_factor": 1}, {"lines": True}, {"catalogue": "sided"}],
    ids=str,
)
def test_the_plan_of_a_city_keeps_every_rule_and_lies_in_the_windows(options: Arguments) -> None:
    document, plan = _city(CITY | options)
    assert broken_rules(document, plan) == []
    assert len(plan) > 20
    assert set(map(ordinal, plan.values())) <= set(windows(document))


def test_the_checker_of_these_tests_sees_a_plan_that_breaks_its_rules() -> None:
    document, plan = _city(CITY)
    all_at_once = dict.fromkeys(plan, str(document["landscape"]["horizon"]["first"]))
    complaints = broken_rules(document, all_at_once)
    assert any("capacity" in complaint for complaint in complaints)
    assert any("blackout" in complaint for complaint in complaints)
    assert broken_rules(document, {}) == ["moves missing or unknown"]


@pytest.mark.parametrize("factor", [1, 1.6, 2.5])
def test_the_capacity_is_the_factor_times_the_even_share_rounded_up(factor: float) -> None:
    document, _ = _city(CITY | {"capacity_factor": factor})
    moving = sum("moves" in system for system in document["systems"])
    assert document["landscape"]["capacity"] == {"cutovers_per_month": math.ceil(factor * moving / 8)}


def test_capacities_bind_all_moves_may_not_fall_together() -> None:
    document, plan = _city(CITY)
    moving = {system["id"] for system, _, _ in cutovers(document, plan)}
    assert document["landscape"]["capacity"]["cutovers_per_month"] < len(moving) / 2


def test_without_capacities_every_move_has_its_own_dates() -> None:
    document, _ = _city(CITY | {"capacity_factor": None})
    moves = [move for system in document["systems"] for move in system.get("moves", [])]
    assert all("fixed" in move or {"earliest", "latest"} <= move.keys() for move in moves)
    assert "capacity" not in document["landscape"]
    assert not any("cutovers_per_month" in vendor for vendor in document["vendors"])
