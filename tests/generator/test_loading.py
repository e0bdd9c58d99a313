"""Generated landscapes are files like any other: they load without a finding, and the rules of plans hold."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings

from analyzer.generator import Request, build_city, generate, generate_yaml
from analyzer.graph.states import realization_state
from analyzer.landscape.loading import read_document, read_landscape
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.landscape.places import Places
from analyzer.plan.catalogue import Catalogue
from analyzer.plan.rules import rule_violations, standing_findings, structural_violations
from analyzer.plan.schedule import Schedule
from tests.generator.arguments import CITY, Arguments, small_arguments
from tests.profiles import examples


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


@settings(max_examples=examples(40))
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


@settings(max_examples=examples(40))
@given(small_arguments())
def test_whatever_forms_its_ends_have_a_mixed_link_can_be_carried_from_the_first_month(
    arguments: Arguments,
) -> None:
    landscape = _loaded(build_city(Request(**arguments)).document)
    catalogue = Catalogue(landscape)
    for link in landscape.integrations.values():
        source, target = link.key.source, link.key.target
        if source is None or target is None:
            continue
        forms = product(landscape.systems[source].forms, landscape.systems[target].forms)
        for source_form, target_form in forms:
            state = realization_state(link, source_form, target_form, landscape.generations)
            if state.state != "mixed":
                continue
            ends = (source, source_form), (target, target_form)
            (newer, form), (older, other) = ends if state.newer == "source" else ends[::-1]
            entry = catalogue.offer("keep_legacy", system=newer, vendor=form.vendor)
            assert entry is not None
            assert entry.lead_months == 0
            assert not catalogue.refused(
                "keep_legacy",
                system=newer,
                vendor=form.vendor,
                partner_system=older,
                partner_vendor=other.vendor,
            )


@settings(max_examples=examples(20))
@given(small_arguments())
def test_between_any_two_environments_there_is_a_line_or_a_relay_from_the_first_month(
    arguments: Arguments,
) -> None:
    landscape = _loaded(build_city(Request(**arguments | {"lines": True})).document)
    assert landscape.lines is not None
    always = {line.between for line in landscape.lines if line.available.first is None}
    for between in combinations(sorted(landscape.environments), 2):
        relay = Catalogue(landscape).offer("relay", between=between)
        assert between in always or (relay is not None and relay.lead_months == 0)
