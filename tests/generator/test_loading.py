"""Generated landscapes are files like any other: they load without a finding, and the rules of plans hold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from analyzer.generator import Request, build_city, generate, generate_yaml
from analyzer.landscape.loading import read_document, read_landscape
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.landscape.places import Places
from analyzer.plan.rules import rule_violations, standing_findings, structural_violations
from analyzer.plan.schedule import Schedule
from tests.generator.arguments import CITY, Arguments, small_arguments


def _loaded(document: dict[str, object]) -> Landscape:
    result = read_document(document, Places())
    assert result.findings == ()
    assert result.landscape is not None
    return result.landscape


@pytest.mark.parametrize(
    "options",
    [{}, {"seed": 2}, {"capacity_factor": None}, {"lines": True}, {"catalogue": "sided", "lines": True}],
    ids=str,
)
def test_the_file_of_a_city_loads_without_a_finding(options: Arguments) -> None:
    result = read_landscape(generate_yaml(**CITY | options).encode(), "city.yaml")
    assert result.findings == ()
    assert result.landscape is not None
    assert len(result.landscape.systems) == 34
    assert len(result.landscape.integrations) == 600
    assert (result.landscape.lines is None) == ("lines" not in options)


def test_the_file_says_what_the_document_says() -> None:
    read = read_landscape(generate_yaml(**CITY).encode(), "city.yaml").landscape
    assert read is not None
    assert read.content_hash == _loaded(generate(**CITY)).content_hash


@settings(max_examples=40)
@given(small_arguments())
def test_any_generated_landscape_loads_without_a_finding_and_its_plan_breaks_no_rule(
    arguments: Arguments,
) -> None:
    city = build_city(Request(**arguments))
    landscape = _loaded(city.document)
    months: Any = city.plan["moves"]
    moves = {MoveRef(*name.split(".")): Month.parse(month) for name, month in months.items()}
    assert structural_violations(landscape, moves) == ()
    assert rule_violations(Schedule(landscape, moves)) == ()
    assert standing_findings(landscape) == ()
