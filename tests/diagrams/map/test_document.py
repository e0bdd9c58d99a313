"""A map as plain data: what stands where in each stretch of months."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from analyzer import usecases
from analyzer.diagrams.boxes import Grouping
from analyzer.diagrams.map.document import MANNERS
from analyzer.diagrams.map.frames import GROUPINGS
from analyzer.errors import InputError
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.plan.reading import PlanFile, read_plan
from tests.diagrams.pictures import generated, mixed_city
from tests.strategies import landscapes_with_plans

Moves = dict[MoveRef, Month]


def plan_of(moves: dict[str, str]) -> PlanFile:
    return read_plan(json.dumps({"moves": moves}).encode(), "plan.json")


MIXED_PLAN = {"jumin.shift": "2025-03", "inkan.shift": "2025-03", "zeimu.shift": "2025-06"}


@pytest.fixture(scope="module")
def mixed() -> dict[str, Any]:
    return usecases.landscape_map(mixed_city(), plan_of(MIXED_PLAN))


def test_there_is_one_entry_for_each_stretch_of_months_in_which_nothing_changes(
    mixed: dict[str, Any],
) -> None:
    assert [(s["from"], s["until"]) for s in mixed["stretches"]] == [
        ("2025-01", "2025-02"),
        ("2025-03", "2025-05"),
        ("2025-06", "2025-06"),
    ]
    assert [s["cutovers"] for s in mixed["stretches"]] == [[], ["inkan", "jumin"], ["zeimu"]]


def test_a_system_changes_its_place_when_it_moves_and_no_place_changes(mixed: dict[str, Any]) -> None:
    places = {place["id"]: place for place in mixed["places"]}
    groups = [places[stretch["systems"]["jumin"]["place"]]["group"] for stretch in mixed["stretches"]]
    assert groups == ["office", "cloud", "cloud"]
    other = usecases.landscape_map(
        mixed_city(), plan_of(dict.fromkeys(MIXED_PLAN, "2025-04")), month="2025-05"
    )
    for part in ("groups", "places", "links", "width", "height"):
        assert other[part] == mixed[part]
    assert [s["from"] for s in other["stretches"]] == ["2025-05"]


def test_a_month_says_what_is_mixed_and_what_carries_it(mixed: dict[str, Any]) -> None:
    stretch = mixed["stretches"][1]
    assert stretch["mixed"] == [
        {"link": "001/00/jumin/zeimu", "way": "keep_legacy", "hub": "master"},
        {"link": "002/00/jumin/zeimu", "way": "keep_legacy", "hub": None},
    ]
    assert stretch["suspended"] == ["003/00/zeimu/jumin"]
    assert stretch["lost"] == ["006/00/zeimu/jumin"]
    assert stretch["bridges"] == {"keep_legacy": 1}
    assert stretch["systems"]["zeimu"] == {
        "place": "p3", "form": 0, "generation": "legacy", "environment": "office", "vendor": "vb", "links": 3, "mixed": 2,
        "stopped": 2,
    }  # fmt: skip


@pytest.mark.parametrize("group", GROUPINGS)
def test_of_many_systems_frames_have_the_lines(group: Grouping) -> None:
    city, moves = generated(80, 300, 12, 4, 8)
    months = {str(move): str(month) for move, month in moves.items()}
    found = usecases.landscape_map(city, plan_of(months), group, time_limit=1.0)
    assert found["detail"] == "groups"
    ids = {entry["id"] for part in ("groups", "places") for entry in found[part]}
    lines = [line for stretch in found["stretches"] for line in stretch["lines"]]
    assert {line["from"] for line in lines} | {line["to"] for line in lines} <= ids
    assert {line["from"][0] for line in lines} == {"g"}


@given(landscapes_with_plans(with_rules=False))
def test_counts_of_every_stretch_add_up_to_all_links_of_the_landscape(case: tuple[Landscape, Moves]) -> None:
    city, moves = case
    found = usecases.landscape_map(city, plan_of({str(move): str(month) for move, month in moves.items()}))
    for stretch in found["stretches"]:
        assert sum(stretch["counts"].values()) == len(city.integrations)
        assert stretch["counts"]["mixed"] == len(stretch["mixed"])
        between = sum(line.get(manner, 0) for line in stretch["between"] for manner in MANNERS)
        assert between == len(city.integrations) - stretch["counts"]["unknown"]


def test_a_month_outside_the_horizon_is_an_error() -> None:
    with pytest.raises(InputError):
        usecases.landscape_map(mixed_city(), None, month="2031-01")
